/** A file or a folder of digests in, digests out: each file once, and again when it changes. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseDigests } from '../digest/parse.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Digest } from '../model/paper.ts';
import type { Batch, Clock, Shelf, Source } from '../model/ports.ts';

/** Endings of files that can hold a digest; others in a folder are left alone. */
const ENDINGS = ['.txt', '.html', '.htm', '.json', '.jsonl', '.xml', '.rss', '.atom', '.rdf'];
/** The reader takes a hundred megabytes; what is larger is no digest. Bytes. */
const MAX_BYTES = 200_000_000;

/** What was read of a folder: by file, when it was last changed and its size, and what was wrong with it. */
export type FileMemory = Record<string, { stamp: string; problem?: string }>;

/** @param memory where it is remembered over a restart what was read; without it, everything is read at every start */
export function createFileSource(
  name: string,
  path: string,
  clock: Clock,
  memory?: Shelf<FileMemory>,
): Source {
  let read: FileMemory | undefined;
  return {
    name,
    async fetch(): Promise<Batch> {
      read ??= (await memory?.get(name)) ?? {};
      const now: FileMemory = {};
      const digests: Digest[] = [];
      let isNew = false;
      for (const file of await filesAt(path)) {
        const stamp = await stampOf(file);
        const known = read[file];
        if (stamp === undefined) continue;
        if (known?.stamp === stamp) {
          now[file] = known;
          continue;
        }
        isNew = true;
        try {
          digests.push(...(await readDigests(file, clock())));
          now[file] = { stamp };
        } catch (error) {
          // A bad file is not read again until it changes: what could be read is kept, what could not is said.
          now[file] = { stamp, problem: `${basename(file)}: ${messageOf(error)}` };
        }
      }
      const isGone = Object.keys(read).some((file) => now[file] === undefined);
      return {
        digests: digests.sort((a, b) => (a.date < b.date ? -1 : 1)),
        problems: Object.values(now).flatMap(({ problem }) => problem ?? []),
        async kept() {
          read = now;
          if (isNew || isGone) await memory?.set(name, now);
        },
      };
    },
  };
}

async function readDigests(file: string, now: number): Promise<Digest[]> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) throw new PaperboyError('bad-digest', `it has ${size.toLocaleString('en')} bytes.`);
  return parseDigests(await readFile(file), { now, fileName: basename(file) });
}

async function filesAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = await readdir(path);
    return names
      .filter(
        (file) => !file.startsWith('.') && ENDINGS.some((ending) => file.toLowerCase().endsWith(ending)),
      )
      .sort()
      .map((file) => join(path, file));
  } catch (error) {
    throw new PaperboyError('source', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Undefined for what is no file, or gone meanwhile. */
async function stampOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? `${found.mtimeMs} ${found.size}` : undefined;
}
