/** Reads the files of deploy/, and what the settings say that they must agree with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { root } from '../cli/run.ts';

export function textOf(name: string): string {
  return readFileSync(join(root, name), 'utf8');
}

export function yamlOf<T>(name: string): T {
  return parse(textOf(name), { strict: true, uniqueKeys: true }) as T;
}

/** Every document of a file. */
export function documentsOf<T>(name: string): T[] {
  return parseAllDocuments(textOf(name), { strict: true, uniqueKeys: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as T;
  });
}

/** Settings with what .env.example gives for each: its default, or an example. */
export const SETTINGS: ReadonlyMap<string, string> = new Map(
  [...textOf('.env.example').matchAll(/^#?([A-Z][A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]),
);

/** What the machine sets, and not whoever runs Paperboy. */
const OF_NODE = new Set(['NODE_ENV']);

/** Names of an environment that Paperboy does not read. */
export function unknownSettings(env: Record<string, unknown>): string[] {
  return Object.keys(env).filter((name) => !SETTINGS.has(name.replace(/_FILE$/, '')) && !OF_NODE.has(name));
}

export const PORTS = {
  web: Number(SETTINGS.get('PORT')),
  slack: Number(SETTINGS.get('SLACK_PORT')),
  discord: Number(SETTINGS.get('DISCORD_PORT')),
  health: Number(SETTINGS.get('HEALTH_PORT')),
  email: Number(SETTINGS.get('EMAIL_PORT')),
};

/** An instruction of a Dockerfile. */
export interface Instruction {
  name: string;
  rest: string;
}

/** The instructions of deploy/Dockerfile, a list for each of its stages; what comes before the first stage is on none. */
export function dockerStages(): Instruction[][] {
  const text = textOf('deploy/Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '');
  const stages: Instruction[][] = [];
  for (const line of text.split('\n')) {
    const [, name, rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push([]);
    if (name !== undefined) stages.at(-1)?.push({ name, rest });
  }
  return stages;
}
