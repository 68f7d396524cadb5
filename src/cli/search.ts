/** `paperboy search QUERY`: the papers that are kept, best first. */
import { cardOf } from '../card.ts';
import { PaperboyError } from '../model/errors.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/tree.ts';
import { withApp } from './open.ts';
import { printableJson } from './printable.ts';
import type { Terminal } from './terminal.ts';
import { paperText } from './text.ts';
import { readWords } from './words.ts';

const SHOWN = 10;

export async function runSearch(args: string[], terminal: Terminal): Promise<number> {
  const { values, flags, text: typed } = readWords(args, { values: ['limit'], flags: ['json'] });
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
        limit: limit ?? (flags.json ? Math.max(search.size, 1) : SHOWN),
        asTyped: typed,
      });
      const papers = await archive.getMany(found.hits.map(({ id }) => id));
      if (flags.json) {
        return terminal.print(`${printableJson({ query: typed, total: found.total, papers })}\n`);
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
