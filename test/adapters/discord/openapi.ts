/** Discord's OpenAPI in, what is wrong with a request body out. As much of JSON Schema as that file uses, written for these tests. */
import { existsSync, readFileSync } from 'node:fs';

type Schema = Record<string, unknown>;
interface Spec {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>;
  components: { schemas: Record<string, Schema> };
}

const FILE = new URL('../../../../shared/spec/discord-openapi.json', import.meta.url);
/** Undefined where Discord's OpenAPI is not at hand. */
export const spec: Spec | undefined = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : undefined;
export const noSpec = spec === undefined ? "Discord's OpenAPI is not at hand" : undefined;

/** What is wrong with a body for this route, each with its place; nothing where all is well. */
export function problemsOf(method: string, path: string, body: unknown): string[] {
  if (spec === undefined) return [];
  const bare = (path.split('?')[0] ?? '').replace(/\/$/, '');
  const template = Object.keys(spec.paths)
    .filter((known) =>
      new RegExp(`^${known.replaceAll('@', '@').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(bare),
    )
    .sort((a, b) => a.split('{').length - b.split('{').length)[0];
  const route = template === undefined ? undefined : spec.paths[template]?.[method.toLowerCase()];
  if (route === undefined) return [`${method} ${bare} is no route of Discord`];
  const schema = route.requestBody?.content['application/json']?.schema;
  return schema === undefined ? [] : check(body, schema, '$');
}

export function problemsWith(name: string, value: unknown): string[] {
  const schema = spec?.components.schemas[name];
  return schema === undefined ? [`${name} is no schema`] : check(value, schema, '$');
}

function check(value: unknown, schema: Schema, at: string): string[] {
  if (typeof schema.$ref === 'string') {
    const target = spec?.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
    return target === undefined ? [`${at}: no ${schema.$ref}`] : check(value, target, at);
  }
  const problems: string[] = [];
  for (const part of list(schema.allOf)) problems.push(...check(value, part, at));
  const either = [...list(schema.oneOf), ...list(schema.anyOf)];
  // An enum written as oneOf of constants, or a choice of schemas.
  if (either.length > 0) {
    const tries = either.map((part) => check(value, part, at));
    if (!tries.some((found) => found.length === 0)) {
      const nearest = tries.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
      problems.push(...nearest);
    }
  }
  if ('const' in schema && value !== schema.const) problems.push(`${at}: is not ${schema.const}`);
  if (Array.isArray(schema.enum) && !schema.enum.includes(value))
    problems.push(`${at}: is none of ${schema.enum}`);
  const types = schema.type === undefined ? undefined : [schema.type].flat();
  if (types && !types.includes(typeOf(value)) && !(types.includes('number') && typeOf(value) === 'integer'))
    return [...problems, `${at}: is ${typeOf(value)}, not ${types}`];
  if (typeof value === 'string') problems.push(...checkText(value, schema, at));
  if (typeof value === 'number') {
    if (typeof schema.minimum === 'number' && value < schema.minimum)
      problems.push(`${at}: below ${schema.minimum}`);
    if (typeof schema.maximum === 'number' && value > schema.maximum)
      problems.push(`${at}: above ${schema.maximum}`);
  }
  if (Array.isArray(value)) {
    if (typeof schema.minItems === 'number' && value.length < schema.minItems)
      problems.push(`${at}: too few`);
    if (typeof schema.maxItems === 'number' && value.length > schema.maxItems)
      problems.push(`${at}: too many`);
    if (schema.items)
      value.forEach((item, n) => void problems.push(...check(item, schema.items as Schema, `${at}[${n}]`)));
  } else if (typeof value === 'object' && value !== null) problems.push(...checkObject(value, schema, at));
  return problems;
}

function checkText(value: string, schema: Schema, at: string): string[] {
  const problems: string[] = [];
  if (typeof schema.minLength === 'number' && value.length < schema.minLength)
    problems.push(`${at}: too short`);
  if (typeof schema.maxLength === 'number' && [...value].length > schema.maxLength)
    problems.push(`${at}: too long`);
  if (typeof schema.pattern === 'string' && !new RegExp(schema.pattern).test(value))
    problems.push(`${at}: not ${schema.pattern}`);
  if (schema.format === 'uri' && !URL.canParse(value)) problems.push(`${at}: no address`);
  if (schema.format === 'snowflake' && !/^(0|[1-9]\d*)$/.test(value)) problems.push(`${at}: no id`);
  return problems;
}

function checkObject(value: object, schema: Schema, at: string): string[] {
  const problems: string[] = [];
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  for (const name of (schema.required ?? []) as string[])
    if (!(name in value)) problems.push(`${at}.${name}: is missing`);
  for (const [name, inner] of Object.entries(value)) {
    const own = properties[name];
    if (own && inner !== undefined) problems.push(...check(inner, own, `${at}.${name}`));
    // Discord ignores what it does not know; we should not send it.
    else if (!own && schema.properties && !schema.additionalProperties)
      problems.push(`${at}.${name}: is unknown`);
  }
  return problems;
}

function list(value: unknown): Schema[] {
  return Array.isArray(value) ? (value as Schema[]) : [];
}

function depth(problems: readonly string[]): number {
  return Math.max(0, ...problems.map((problem) => (problem.split(': ')[0] ?? '').length));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
