/** `paperboy search QUERY`: the papers that are kept, best first. */
import { parseArgs } from 'node:util';
import { cardOf } from '../card.ts';
import { PaperboyError } from '../model/errors.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/tree.ts';
import { withApp } from './open.ts';
import type { Terminal } from './terminal.ts';
import { paperText } from './text.ts';

const SHOWN = 10;

export async function runSearch(args: string[], terminal: Terminal): Promise<number> {
  const { values, query: typed } = readArgs(args);
  if (typed === '') throw new PaperboyError('bad-usage', '`search` wants a query.');
  const limit = limitOf(values.limit);
  const parsed = parseQuery(typed);
  if (!parsed.ok) {
    const { at, length, message, suggestion } = parsed.problem;
    const place = `${typed}\n${' '.repeat(at)}${'^'.repeat(Math.max(1, length))}`;
    const hint = suggestion === undefined ? '' : `\nDid you mean: ${suggestion}`;
    throw new PaperboyError('bad-usage', `${message}\n\n${place}${hint}`);
  }
  return withApp(
    terminal,
    async ({ search, archive }) => {
      const found = search.search(parsed.query, {
        limit: limit ?? (values.json ? Math.max(search.size, 1) : SHOWN),
      });
      const papers = await archive.getMany(found.hits.map(({ id }) => id));
      if (values.json) {
        return terminal.print(`${JSON.stringify({ query: typed, total: found.total, papers }, null, 2)}\n`);
      }
      if (found.total === 0) return sayNothing(parsed.query, typed, search, terminal);
      const texts = papers.map((paper, at) =>
        paperText(paper, at + 1, terminal, cardOf(paper, { query: parsed.query })),
      );
      const more = found.total - papers.length;
      const head = `${found.total} ${found.total === 1 ? 'paper' : 'papers'} for ${typed}`;
      const tail = more > 0 ? `\n${more} more: --limit ${found.total} shows them all.\n` : '';
      return terminal.print(`${terminal.style('bold', head)}\n\n${texts.join('\n')}${tail}`);
    },
    { looksOnly: true },
  );
}

/** Words of a query may begin with a minus, which `parseArgs` would take for options. */
function readArgs(args: string[]): { values: { limit?: string; json?: boolean }; query: string } {
  const ours = new Set(['--limit', '--json']);
  const options: string[] = [];
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!ours.has(arg.split('=', 1)[0] ?? '')) words.push(arg);
    else options.push(arg, ...(arg === '--limit' ? args.slice(++at, at + 1) : []));
  }
  const { values } = parseArgs({
    args: options,
    options: { limit: { type: 'string' }, json: { type: 'boolean' } },
  });
  return {
    values,
    query: words
      .filter((word) => word !== '--')
      .join(' ')
      .trim(),
  };
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (text.trim() !== '' && Number.isInteger(limit) && limit > 0) return limit;
  throw new PaperboyError('bad-usage', `--limit wants a whole number above 0, not "${text}".`);
}

function sayNothing(
  query: Query,
  typed: string,
  search: { size: number; suggest(query: Query): string | undefined },
  terminal: Terminal,
): 0 {
  if (search.size === 0)
    return terminal.print('No papers are kept yet: `paperboy import FILE` keeps some.\n');
  const suggestion = search.suggest(query);
  const hint = suggestion === undefined ? '' : ` Did you mean: ${suggestion}`;
  return terminal.print(`No paper matches ${typed}.${hint}\n`);
}
