/** `paperboy library import FILE...`: reads files of reference managers into the library of a channel. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LIBRARY_CHANNEL } from '../config/zotero.ts';
import { MOST_TEXT } from '../library/read-library.ts';
import { badUsage, fileReason } from '../model/errors.ts';
import { withApp } from './open.ts';
import { replyText } from './reply-text.ts';
import type { Terminal } from './terminal.ts';
import { readWords } from './words.ts';

const HOW = '`library` needs `import` and one or more files: paperboy library import refs.bib.';

/** Returns 0, or 1 when a file was refused. */
export async function runLibrary(args: string[], terminal: Terminal): Promise<number> {
  const [verb, ...rest] = args;
  if (verb !== 'import') throw badUsage(HOW);
  const files: string[] = [];
  const { values } = readWords(
    rest.filter((arg, at) => {
      const isFile = !arg.startsWith('--') && !/^--(?:channel)$/.test(rest[at - 1] ?? '');
      if (isFile) files.push(arg);
      return !isFile;
    }),
    { values: ['channel'], flags: [] },
  );
  if (files.length === 0) throw badUsage(HOW);
  return withApp(terminal, async (app) => {
    const id = values.channel ?? LIBRARY_CHANNEL;
    const name = app.channels.get(id)?.name;
    if (name === undefined && values.channel !== undefined)
      throw badUsage(`There is no channel ${id} here. \`paperboy export\` lists all.`);
    const place = { id, name: name ?? '#general' };
    let refused = 0;
    for (const path of files) {
      const content = await readText(path);
      if (typeof content !== 'string') {
        terminal.complain(`${path}: ${content.problem}`);
        refused++;
        continue;
      }
      const file = { name: basename(path), content };
      const answer = await app.service.importLibrary({
        place,
        person: { id: 'web:terminal', name: 'Terminal' },
        file,
      });
      terminal.print(replyText(answer, terminal));
      if (answer.refused) refused++;
    }
    return refused === 0 ? 0 : 1;
  });
}

async function readText(path: string): Promise<string | { problem: string }> {
  try {
    if ((await stat(path)).size > 4 * MOST_TEXT) return { problem: 'it is too large.' };
    return await readFile(path, 'utf8');
  } catch (error) {
    return { problem: `${fileReason(error)}.` };
  }
}
