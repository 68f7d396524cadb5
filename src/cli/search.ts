/** `paperboy search QUERY`: prints the papers of the archive that match, best first. */
import type { Archive } from '../archive/archive.ts';
import { cardOf } from '../card.ts';
import { type ByAuthor, findByAuthor } from '../commands/by-author.ts';
import { readDay, resolveDay } from '../commands/day.ts';
import { storedPaper } from '../commands/find-paper.ts';
import { inclusionLine } from '../commands/inclusions.ts';
import { mayAskLike, withLikeWords } from '../commands/like-topics.ts';
import { daysOf, readPeriod } from '../commands/period.ts';
import { tooBroad } from '../commands/too-broad.ts';
import { whyNothing } from '../commands/why-nothing.ts';
import { withDays } from '../commands/within-days.ts';
import { localDay } from '../delivery/slots.ts';
import { badUsage } from '../model/errors.ts';
import { plain } from '../model/message.ts';
import type { Day, Paper } from '../model/paper.ts';
import { withoutLikeWords } from '../query/like.ts';
import { notesOn, parseQuery } from '../query/parse.ts';
import type { Query } from '../query/tree.ts';
import type { ResultPage, SearchIndex, Sort } from '../search/search-index.ts';
import { withApp } from './open.ts';
import { printableJson } from './printable.ts';
import type { Terminal } from './terminal.ts';
import { count, paperText } from './text.ts';
import { readWords } from './words.ts';

const SHOWN = 10;

export async function runSearch(args: string[], terminal: Terminal): Promise<number> {
  const { values, flags, text } = readWords(args, { values: ['limit', 'sort', 'since'], flags: ['json'] });
  const limit = limitOf(values.limit);
  const sort = sortOf(values.sort);
  const since = sinceOf(values.since);
  // `search --since yesterday` asks for everything since then.
  const asked = text === '' && since ? '*' : text;
  if (asked === '') throw badUsage('`search` needs a query.');
  // What is like a paper is known only once the store is open.
  if (!mayAskLike(asked)) checkQuery(asked);
  return withApp(
    terminal,
    async ({ search, archive }, { settings, clock }) => {
      const today = localDay(settings.timezone, clock());
      const known = await withLikeWords(asked, (id) => storedPaper(id, { archive, search }));
      const typed = since ? withDays(known, { from: since(today), to: today }, today) : known;
      const parsed = parseQuery(typed);
      if (!parsed.ok) throw badUsage(parsed.problem.message);
      const found = search.page(parsed.query, {
        sort,
        limit: limit ?? (flags.json ? Math.max(search.size, 1) : SHOWN),
        asTyped: typed,
      });
      const [matching, close] = await partsOf(found, archive);
      if (flags.json) {
        const { total, searched, closeSearched } = found;
        const part = {
          query: typed,
          total,
          ...(searched !== undefined && { searched }),
          ...(closeSearched !== undefined && { closeSearched }),
          papers: matching,
          close,
        };
        return terminal.print(`${printableJson(part)}\n`);
      }
      for (const { message, suggestion } of notesOn(typed))
        terminal.print(`${message} If you meant something else: ${suggestion}\n\n`);
      if (found.total === 0) {
        const named = findByAuthor(typed, parsed.query, search, { limit: limit ?? SHOWN });
        if (named !== undefined) return printByAuthor(named, archive, terminal);
        if (found.close === 0) return sayNothing(parsed.query, typed, found, search, terminal);
      }
      const texts = [...matching, ...close].map((paper, at) =>
        paperText(paper, at + 1, terminal, cardOf(paper, { query: parsed.query })),
      );
      if (close.length > 0) texts.splice(matching.length, 0, `${terminal.style('bold', 'Also close')}\n`);
      const more = found.total + found.close - matching.length - close.length;
      const closeCount = found.close > 0 ? `, and ${found.close} close` : '';
      const head = `${count(found.total, 'paper')} for ${withoutLikeWords(typed)}${closeCount}`;
      const tail = more > 0 ? `\n${more} more: --limit ${found.total + found.close} shows them all.\n` : '';
      const included = inclusionLine(parsed.query);
      const suggestion = found.total === 0 ? search.suggest(parsed.query) : undefined;
      const meant = suggestion === undefined ? '' : `Did you mean: ${suggestion}\n`;
      const broad = tooBroad(found);
      const lines = [broad, included && plain(included)].filter((line) => line !== undefined);
      const note = `${lines.map((line) => `${line}\n`).join('')}${meant}`;
      return terminal.print(`${terminal.style('bold', head)}\n${note}\n${texts.join('\n')}${tail}`);
    },
    { looksOnly: true },
  );
}

/** The papers that match, and those that are close. */
async function partsOf({ total, hits }: ResultPage, archive: Archive): Promise<[Paper[], Paper[]]> {
  const idsOf = (part: ResultPage['hits']) => part.map(({ id }) => id);
  return [
    await archive.getMany(idsOf(hits.slice(0, total))),
    await archive.getMany(idsOf(hits.slice(total))),
  ];
}

/** Prints papers by an author whose name was searched for without a field. */
async function printByAuthor({ typed, found, heading }: ByAuthor, archive: Archive, terminal: Terminal) {
  const papers = await archive.getMany(found.hits.map(({ id }) => id));
  const texts = papers.map((paper, at) => paperText(paper, at + 1, terminal));
  const head = `${heading(papers)} (${typed}):`;
  return terminal.print(`${terminal.style('bold', head)}\n\n${texts.join('\n')}`);
}

/** @throws PaperboyError `bad-usage` with the place of what can't be read */
function checkQuery(typed: string): void {
  const parsed = parseQuery(typed);
  if (parsed.ok) return;
  const { at, length, message, suggestion } = parsed.problem;
  const place = `${typed}\n${' '.repeat(at)}${'^'.repeat(Math.max(1, length))}`;
  const hint = suggestion === undefined ? '' : `\nDid you mean: ${suggestion}`;
  throw badUsage(`${message}\n\n${place}${hint}`);
}

const SORTS: readonly Sort[] = ['relevance', 'date', 'votes'];

function sortOf(text = 'relevance'): Sort {
  const sort = SORTS.find((one) => one === text);
  if (sort !== undefined) return sort;
  throw badUsage(`--sort needs relevance, date or votes, not "${text}".`);
}

/** The first day that counts, given the current one; undefined where none is named. */
function sinceOf(text: string | undefined): ((today: Day) => Day) | undefined {
  if (text === undefined) return undefined;
  const period = readPeriod(text);
  if (period !== undefined) return (today) => daysOf(period, today).from;
  const day = readDay(text);
  if (day !== undefined && !('problem' in day)) return (today) => resolveDay(day, today);
  throw badUsage(`--since needs a day or a period, such as 2025-12-01 or "last week", not "${text}".`);
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (text.trim() !== '' && Number.isInteger(limit) && limit > 0) return limit;
  throw badUsage(`--limit needs a whole number above 0, not "${text}".`);
}

function sayNothing(
  query: Query,
  typed: string,
  found: ResultPage,
  search: SearchIndex,
  terminal: Terminal,
): 0 {
  if (search.size === 0)
    return terminal.print('The archive is empty. Add papers with `paperboy import FILE`.\n');
  const suggestion = search.suggest(query);
  const hint = suggestion === undefined ? '' : ` Did you mean: ${suggestion}`;
  return terminal.print(
    `Nothing found for ${typed}. ${tooBroad(found) ?? whyNothing(typed, query, search)}${hint}\n`,
  );
}
