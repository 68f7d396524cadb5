/** Reads digests from a file or a folder: each file once, and again when it changes. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileReason, PaperboyError } from '../model/errors.ts';
import type { Digest } from '../model/paper.ts';
import type { Clock, Shelf } from '../model/ports.ts';
import type { Batch, Source } from '../model/source-ports.ts';
import type { SourceDefinition } from './definition.ts';
import { createFileParser } from './file-parser.ts';

/** Extensions of files that can hold a digest; other files in a folder are ignored. */
const ENDINGS = ['.txt', '.html', '.htm', '.json', '.jsonl', '.xml', '.rss', '.atom', '.rdf'];
/** Larger files are not read. Bytes. */
const MAX_BYTES = 200_000_000;
/** How much one batch holds at most. */
const MOST_FILES = 50;
const MOST_BYTES = 4_000_000;

export const folder: SourceDefinition<{ path: string }> = {
  scheme: 'folder',
  describe: {
    example: 'folder:./digests',
    gives:
      "files in a folder: Daily Papers pages (text or HTML), the API's JSON, JSON Lines of papers, feeds (RSS, Atom, RDF, JSON Feed), arXiv's listings and API answers, Paperboy's own JSON",
  },
  parse: (rest, cwd) =>
    rest === ''
      ? { problem: 'it has no folder path. Write folder:./digests.' }
      : { path: resolve(cwd, rest) },
  create({ path }, { memory, clock }, siblings) {
    const paths = siblings.map((one) => one.path);
    return createFileSource({ name: `folder ${folderName(path, paths)}`, path, clock, memory: memory() });
  },
};

/** The name of one of several folders for people: `papers`, or `a/papers` where another is `b/papers`. */
export function folderName(path: string, among: readonly string[]): string {
  const partsOf = (one: string) => one.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  const endOf = (one: string, length: number) => partsOf(one).slice(-length).join('/');
  const others = among.filter((other) => other !== path);
  const { length } = partsOf(path);
  for (let count = 1; count <= length; count++) {
    const name = endOf(path, count);
    if (others.every((other) => endOf(other, count) !== name)) return name;
  }
  return endOf(path, length) || '/';
}

/** What was read of a folder, by file: its time of change and size, and what was wrong with it. */
export type FileMemory = Record<string, { stamp: string; problem?: string }>;

interface Found {
  file: string;
  stamp: string;
  size: number;
}

/**
 * A source of the file or folder at `path`, under a name that does not show people the whole path. Many files come in several
 * batches, all but the last with `more`.
 */
export function createFileSource(options: {
  name: string;
  path: string;
  clock: Clock;
  /** Remembers over a restart what was read; without it, everything is read at every start. */
  memory?: Shelf<FileMemory>;
}): Source {
  const { name, path, clock, memory } = options;
  const key = `folder ${path}`;
  let read: FileMemory | undefined;
  let listed: Found[] | undefined;
  return {
    name,
    async fetch(): Promise<Batch> {
      const before = read ?? (await memory?.get(key)) ?? {};
      read = before;
      // A folder is listed again once all listed files are read.
      const files = listed ?? (await filesAt(name, path));
      const changed = files.filter(({ file, stamp }) => before[file]?.stamp !== stamp);
      const part = firstOf(changed);
      const { digests, results } = await readFiles(part, clock());
      const now: FileMemory = {};
      for (const { file } of files) {
        const result = results.get(file) ?? before[file];
        if (result) now[file] = result;
      }
      const isGone = Object.keys(before).some((file) => now[file] === undefined);
      return {
        digests: digests.sort((a, b) => (a.date < b.date ? -1 : 1)),
        problems: Object.values(now).flatMap(({ problem }) => problem ?? []),
        ...(part.length < changed.length ? { more: true } : {}),
        async kept() {
          read = now;
          listed = part.length < changed.length ? files : undefined;
          if (part.length > 0 || isGone) await memory?.set(key, now);
        },
      };
    },
  };
}

function firstOf(files: readonly Found[]): Found[] {
  let bytes = 0;
  const after = files.findIndex(({ size }, at) => {
    bytes += size;
    return at >= MOST_FILES || (at > 0 && bytes > MOST_BYTES);
  });
  return after === -1 ? [...files] : files.slice(0, after);
}

/** A bad file is not read again until it changes, and its problem is kept. */
async function readFiles(files: readonly Found[], now: number) {
  const parser = createFileParser();
  const digests: Digest[] = [];
  const results = new Map<string, FileMemory[string]>();
  try {
    for (const { file, stamp, size } of files) {
      try {
        if (size > MAX_BYTES)
          throw new Error(`it has ${size.toLocaleString('en')} bytes, which is too large.`);
        digests.push(...(await parser.parse(file, size, now)));
        results.set(file, { stamp });
      } catch (error) {
        results.set(file, { stamp, problem: `${basename(file)}: ${fileReason(error)}` });
      }
    }
  } finally {
    await parser.close();
  }
  return { digests, results };
}

/** The files that can hold digests, sorted by name. */
async function filesAt(name: string, path: string): Promise<Found[]> {
  try {
    if (!(await stat(path)).isDirectory()) return await stamped([path]);
    const names = await readdir(path);
    const own = names.filter(
      (file) => !file.startsWith('.') && ENDINGS.some((ending) => file.toLowerCase().endsWith(ending)),
    );
    return await stamped(own.sort().map((file) => join(path, file)));
  } catch (error) {
    throw new PaperboyError('source', `${name} cannot be read: ${fileReason(error)}.`, { cause: error });
  }
}

/** Leaves out what is not a file, or was deleted in the meantime. */
async function stamped(files: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const file of files) {
    const seen = await stat(file).catch(() => undefined);
    if (seen?.isFile()) found.push({ file, stamp: `${seen.mtimeMs} ${seen.size}`, size: seen.size });
  }
  return found;
}
