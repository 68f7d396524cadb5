/** `paperboy import FILE...`: adds the papers of digests to the archive. A bad file doesn't stop the others. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { App } from '../app/app.ts';
import { counted } from '../model/counted.ts';
import { badUsage, messageOf, PaperboyError } from '../model/errors.ts';
import type { Day, Digest } from '../model/paper.ts';
import { sayRepeat } from '../sources/repeat.ts';
import { asOfOption, readDigests } from './digest.ts';
import { withApp } from './open.ts';
import type { Terminal } from './terminal.ts';
import { count } from './text.ts';

export async function runImport(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'as-of': { type: 'string' } },
  });
  if (positionals.length === 0) {
    throw badUsage('`import` needs one or more files, or - for standard input.');
  }
  const asOf = asOfOption(values['as-of']);
  return withApp(terminal, async (app) => {
    let failed = 0;
    for (const path of positionals) {
      try {
        await importFile(path, asOf, app, terminal);
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

async function importFile(path: string, asOf: Day | undefined, app: App, terminal: Terminal): Promise<void> {
  const digests = await readDigests(path, asOf, terminal);
  const source = path === '-' ? 'standard input' : basename(path);
  const total = digests.reduce((sum, digest) => sum + digest.papers.length, 0);
  let before = 0;
  for (const digest of digests) {
    const put = await app.archive.put(digest, source, (done) =>
      terminal.progress(`${source}: ${before + done} of ${counted(total, 'paper')}`),
    );
    before += digest.papers.length;
    terminal.progress('');
    const known = `${put.added} new, ${put.changed} changed, ${put.unchanged} known`;
    terminal.print(`${source}: ${count(digest.papers.length, 'paper')} of ${digest.date}: ${known}\n`);
    const repeat = await sayRepeat(app.archive, digest.date);
    if (repeat !== undefined) terminal.complain(`${source}: ${repeat}`);
    complainOfSkipped(source, digest, terminal);
  }
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
