/** A file or a folder of digests in, digests out: each file once, and again when it changes. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseDigests } from '../digest/parse.ts';
import { messageOf, PaperboyError } from '../errors.ts';
import type { Digest } from '../paper.ts';
import type { Clock, Source } from '../ports.ts';

/** Endings of files that can hold a digest; others in a folder are left alone. */
const ENDINGS = ['.txt', '.html', '.htm', '.json', '.jsonl'];

export function createFileSource(name: string, path: string, clock: Clock): Source {
  const read = new Map<string, string>();
  return {
    name,
    async fetch() {
      const digests: Digest[] = [];
      const problems: string[] = [];
      for (const file of await filesAt(path)) {
        const stamp = await stampOf(file);
        if (read.get(file) === stamp) continue;
        read.set(file, stamp);
        try {
          digests.push(...parseDigests(await readFile(file), { now: clock() }));
        } catch (error) {
          problems.push(`${basename(file)}: ${messageOf(error)}`);
        }
      }
      // What could be read is kept; what could not is said. A bad file is not read again until it changes.
      if (digests.length === 0 && problems.length > 0) throw new PaperboyError('source', problems.join(' '));
      return digests.sort((a, b) => (a.date < b.date ? -1 : 1));
    },
  };
}

async function filesAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = await readdir(path);
    return names
      .filter((file) => ENDINGS.some((ending) => file.toLowerCase().endsWith(ending)))
      .sort()
      .map((file) => join(path, file));
  } catch (error) {
    throw new PaperboyError('source', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function stampOf(file: string): Promise<string> {
  const { mtimeMs, size } = await stat(file);
  return `${mtimeMs} ${size}`;
}
