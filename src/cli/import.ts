/** `paperboy import FILE...`: adds the papers of digests to the archive.A bad file doesn't stop the others. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { App } from '../app/app.ts';
import { parseDigests } from '../digest/parse.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Day, Digest } from '../model/paper.ts';
import { sayRepeat } from '../sources/repeat.ts';
import { asOfOption, sayGuess } from './digest.ts';
import { withApp } from './open.ts';
import type { Terminal } from './terminal.ts';

export async function runImport(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'as-of': { type: 'string' } },
  });
  if (positionals.length === 0) {
    throw new PaperboyError('bad-usage', '`import` needs one or more files, or - for standard input.');
  }
  const options = asOfOption(values['as-of']);
  return withApp(terminal, async (app) => {
    let failed = 0;
    for (const path of positionals) {
      try {
        await importFile(path, options, app, terminal);
      } catch (error) {
        if (error instanceof PaperboyError && error.code === 'store') throw error;
        const reason = messageOf(error);
        terminal.complain(reason.startsWith(`${path} `) ? reason : `${path}: ${reason}`);
        failed++;
      }
    }
    await app.keepIndex();
    return failed === 0 ? 0 : 1;
  });
}

async function importFile(
  path: string,
  options: { asOf?: Day },
  app: App,
  terminal: Terminal,
): Promise<void> {
  const digests = parseDigests(await terminal.read(path), {
    ...options,
    fileName: basename(path),
    now: Date.now(),
    onGuess: sayGuess(terminal),
  });
  const source = path === '-' ? 'standard input' : basename(path);
  const total = digests.reduce((sum, digest) => sum + digest.papers.length, 0);
  let before = 0;
  for (const digest of digests) {
    const count = await app.archive.put(digest, source, (done) =>
      terminal.progress(`${source}: ${before + done} of ${total} papers`),
    );
    before += digest.papers.length;
    terminal.progress('');
    const papers = digest.papers.length === 1 ? '1 paper' : `${digest.papers.length} papers`;
    terminal.print(`${source}: ${papers} of ${digest.date}: ${say(count)}\n`);
    const repeat = await sayRepeat(app.archive, digest.date);
    if (repeat !== undefined) terminal.complain(`${source}: ${repeat}`);
    complainOfSkipped(source, digest, terminal);
  }
}

function say({ added, changed, unchanged }: { added: number; changed: number; unchanged: number }): string {
  return `${added} new, ${changed} changed, ${unchanged} known`;
}

/** Skipped parts shown of one file. */
const SKIPPED_SHOWN = 20;

function complainOfSkipped(source: string, { skipped }: Digest, terminal: Terminal): void {
  for (const { line, reason } of skipped.slice(0, SKIPPED_SHOWN)) {
    terminal.complain(`${source}, line ${line}: skipped: ${reason}`);
  }
  const more = skipped.length - SKIPPED_SHOWN;
  if (more > 0) terminal.complain(`${source}: ${more} more were skipped.`);
}
