/** The page that documents the API, made from its OpenAPI description. */
import { html } from 'hono/html';
import { type Html, none, type Page } from '../layout.ts';

/** What the page shows of a schema. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  format?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  allOf?: Schema[];
}

interface Operation {
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  responses: Record<string, { description: string; content?: Record<string, { schema?: Schema }> }>;
}

/** The parts of an OpenAPI description that the page shows. */
export interface OpenApi {
  info: { title: string; description?: string };
  servers?: { url: string }[];
  paths?: Record<string, { get?: Operation }>;
  components?: { schemas?: Record<string, Schema>; securitySchemes?: Record<string, unknown> };
}

export function docsPage({ info, servers = [], paths = {}, components = {} }: OpenApi): Page {
  const root = servers[0]?.url ?? '';
  const needsToken = components.securitySchemes !== undefined;
  const token = needsToken ? "-H 'Authorization: Bearer ACCESS_TOKEN' " : '';
  return {
    title: 'API',
    description: info.description ?? 'The read-only API.',
    path: '/api/v1',
    body: html`<h1>API</h1>
<p>${info.description}</p>
<p>Addresses begin with <code>${root}</code>. The description for programs is <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.</p>
${needsToken ? html`<p>Every request needs the access token: as a bearer token, or as the password of Basic.</p>` : none}
<pre tabindex="0" aria-label="Example">curl ${token}'${root}/search?q=hyperparameter&limit=5'</pre>
${Object.entries(paths).map(([path, { get }]) => (get === undefined ? none : operation(path, get)))}
<h2>Shapes</h2>
${Object.entries(components.schemas ?? {}).map(([name, schema]) => shape(name, schema))}`,
  };
}

function operation(path: string, { summary = '', parameters = [], responses }: Operation): Html {
  return html`<section><h2><code>GET ${path}</code></h2>
<p>${summary}.</p>
${
  parameters.length === 0
    ? none
    : html`<table><thead><tr><th scope="col">Parameter</th><th scope="col">What it is</th></tr></thead><tbody>
${parameters.map((one) => html`<tr><td><code>${one.name}</code></td><td>${meaningOf(one.schema, one.description)}</td></tr>`)}</tbody></table>`
}
<p>Answers: ${Object.entries(responses).map(([status, { description, content = {} }], at) => html`${at === 0 ? '' : ' · '}<code>${status}</code> ${description}${answerOf(content)}`)}</p></section>`;
}

function answerOf(content: Record<string, { schema?: Schema }>): Html {
  const [schema] = Object.values(content).map((one) => one.schema);
  return schema?.$ref === undefined ? none : html` (${linkTo(nameIn(schema.$ref))})`;
}

function shape(name: string, schema: Schema): Html {
  const parts = [schema, ...(schema.allOf ?? [])];
  const base = parts.flatMap(({ $ref }) => ($ref === undefined ? [] : [nameIn($ref)]));
  const fields = parts.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([field, one]) => ({ field, one, isSure: required.includes(field) })),
  );
  return html`<section><h3 id="shape-${name}">${name}</h3>
${base.length === 0 ? none : html`<p>Everything of ${base.map(linkTo)}, and:</p>`}
<table><thead><tr><th scope="col">Field</th><th scope="col">What it is</th></tr></thead><tbody>
${fields.map(({ field, one, isSure }) => html`<tr><td><code>${field}</code>${isSure ? '' : ' (can be absent)'}</td><td>${meaningOf(one)}</td></tr>`)}</tbody></table></section>`;
}

function meaningOf(schema: Schema = {}, said = schema.description): Html {
  const { default: usual, minimum, maximum } = schema;
  const range = minimum !== undefined && maximum !== undefined ? `, from ${minimum} to ${maximum}` : '';
  const first = usual === undefined ? '' : `, ${String(usual)} unless it is given`;
  return html`${kindOf(schema)}${range}${first}${said === undefined ? '' : `. ${said}`}`;
}

function kindOf({ $ref, type, items, format, enum: choices, properties }: Schema): Html {
  if ($ref !== undefined) return linkTo(nameIn($ref));
  if (choices !== undefined) return html`${choices.map(String).join(' or ')}`;
  if (items !== undefined) return html`list of ${kindOf(items)}`;
  if (properties !== undefined) return html`{ ${Object.keys(properties).join(', ')} }`;
  const kind = Array.isArray(type) ? type.join(' or ') : (type ?? 'any');
  return html`${format === undefined || format.startsWith('int') ? kind : `${kind} (${format})`}`;
}

function nameIn(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}

function linkTo(name: string): Html {
  return html`<a href="#shape-${name}">${name}</a>`;
}
