/** Lists the sources, reads from `SOURCES` which of them are used, and builds those. */
import { z } from 'zod';
import { readFields, type SettingsRead } from '../config/fields.ts';
import { createRedactor } from '../config/redact.ts';
import type { Env } from '../model/adapter-definition.ts';
import type { Finder, Source } from '../model/source-ports.ts';
import { arxiv } from './arxiv.ts';
import { bundled } from './bundled.ts';
import type { SourceDefinition, SourceOutside } from './definition.ts';
import { feed } from './feed.ts';
import { createFinder } from './finder.ts';
import { folder } from './folder.ts';
import { huggingFace } from './hugging-face.ts';

/** Adding a source adds its definition here. Papers that are not in the archive are looked up in this order. */
export const SOURCES: readonly SourceDefinition[] = [huggingFace, arxiv, folder, feed, bundled];

export const SOURCE_SECRETS = SOURCES.flatMap(({ secrets = [] }) => secrets);

/** An entry of `SOURCES`, read. */
export interface SourceEntry {
  scheme: string;
}

export interface SourceSettings {
  entries: SourceEntry[];
  /** Each source's own settings, by its scheme. */
  own: Record<string, object>;
  /** An email address or a link at which a source can contact the operator of this installation. */
  contact?: string | undefined;
}

/** What is read when `SOURCES` names nothing whose past can be fetched, and where papers go to people. */
export const LIVE_DEFAULT: SourceEntry = { scheme: huggingFace.scheme };

/**
 * Reads `SOURCES`, `CONTACT` and every source's own settings. Paths are made absolute against `cwd`.
 * @param isForPeople without `SOURCES`, papers come from a live source, as the bundled digest is old news to a team
 */
export function readSources(env: Env, cwd: string, isForPeople: boolean): SettingsRead<SourceSettings> {
  const redact = createRedactor(env, new Set(SOURCE_SECRETS));
  const contact = readFields(env, { CONTACT: Contact });
  const own = SOURCES.map(({ scheme, readSettings }) => ({
    scheme,
    ...(readSettings?.(env) ?? { values: {}, problems: [] }),
  }));
  const read = readEntries(env.SOURCES ?? defaultEntry(env, isForPeople), cwd);
  const problems = [contact, ...own, read].flatMap((part) => part.problems);
  if (problems.length > 0) return { settings: undefined, problems: problems.map(redact) };
  const ownByScheme = Object.fromEntries(own.map(({ scheme, values = {} }) => [scheme, values]));
  const settings = { entries: read.entries, own: ownByScheme, contact: contact.values?.CONTACT };
  return { settings, problems: [] };
}

/** Builds the sources, and the finder only with a live one: where all papers come from files, no request leaves the machine. */
export function createSources(
  settings: SourceSettings,
  outside: Omit<SourceOutside, 'settings'>,
): { sources: Source[]; finder?: Finder } {
  const ownOf = (scheme: string) => settings.own[scheme] ?? {};
  const sources = settings.entries.flatMap((entry) => {
    const siblings = settings.entries.filter(({ scheme }) => scheme === entry.scheme);
    const definition = SOURCES.find(({ scheme }) => scheme === entry.scheme);
    return definition?.create(entry, { ...outside, settings: ownOf(entry.scheme) }, siblings) ?? [];
  });
  if (!sources.some(({ live }) => live)) return { sources };
  const lookups = SOURCES.flatMap((one) => one.lookup?.({ ...outside, settings: ownOf(one.scheme) }) ?? []);
  return { sources, finder: createFinder({ lookups, clock: outside.clock }) };
}

const Contact = z
  .string()
  .regex(/^[\x20-\x7e]{3,200}$/, 'must be an email address or a link')
  .optional();

function defaultEntry(env: Env, isForPeople: boolean): string {
  const isSetUp = huggingFace.settings?.some((name) => env[name] !== undefined);
  return isForPeople || isSetUp ? huggingFace.scheme : bundled.scheme;
}

function readEntries(text: string, cwd: string): { entries: SourceEntry[]; problems: string[] } {
  const entries: SourceEntry[] = [];
  const problems: string[] = [];
  for (const part of partsOf(text)) {
    const read = readEntry(part, cwd);
    if ('problem' in read) problems.push(`SOURCES has "${part}": ${read.problem}`);
    // Named twice is read once.
    else if (!entries.some((known) => JSON.stringify(known) === JSON.stringify(read))) entries.push(read);
  }
  if (entries.length + problems.length === 0) problems.push(`SOURCES names no source. ${howToWrite()}`);
  return { entries, problems };
}

function readEntry(part: string, cwd: string): SourceEntry | { problem: string } {
  const [scheme = '', rest = ''] = part.split(/:(.*)/s, 2).map((piece) => piece.trim());
  const definition = SOURCES.find((one) => one.scheme === scheme);
  if (definition === undefined) return { problem: `it isn't a source. ${howToWrite()}` };
  const entry = definition.parse(rest, cwd);
  return 'problem' in entry ? entry : { scheme, ...entry };
}

/** Splits the list at its commas, except those inside addresses: a part ends before the next that begins like a source. */
function partsOf(text: string): string[] {
  const schemes = SOURCES.map(({ scheme, describe }) =>
    describe.example.includes(':') ? `${scheme}:` : `${scheme}\\b`,
  );
  const end = new RegExp(`,(?=\\s*(?:$|,|${schemes.join('|')}|(?![^,]*[/=&?])))`);
  return text
    .split(end)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function howToWrite(): string {
  const examples = SOURCES.map(({ describe }) => describe.example);
  return `Use ${examples.slice(0, -1).join(', ')} or ${examples.at(-1)}.`;
}
