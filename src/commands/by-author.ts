/** Finds papers by an author whose name was searched for without `author:`, if no paper has these words. */
import type { Paper } from '../model/paper.ts';
import { readPaper } from '../query/document.ts';
import { predicateOf } from '../query/meaning.ts';
import { parseQuery } from '../query/parse.ts';
import { isPlainWords } from '../query/positive-leaves.ts';
import type { Query } from '../query/tree.ts';
import type { SearchIndex, SearchOptions, SearchResult } from '../search/search-index.ts';

/** Names have at most so many words. */
const MOST_WORDS = 5;

export interface ByAuthor {
  /** The query that finds them: `author:"Isaac Gerber"`. */
  typed: string;
  query: Query;
  found: SearchResult;
  /** Says that these papers are by someone, and do not hold the words. @param papers those that are shown */
  heading(papers: readonly Paper[]): string;
  /** The author's name as these papers write it, or as typed where they differ. */
  nameIn(papers: readonly Paper[]): string;
}

/** Undefined where the query is more than a few plain words, or no author has such a name. */
export function findByAuthor(
  typed: string,
  query: Query,
  search: SearchIndex,
  options: SearchOptions,
): ByAuthor | undefined {
  const name = typed.trim().replace(/\s+/g, ' ');
  if (!isPlainWords(query) || !/^[\p{L}\p{M}][\p{L}\p{M}.,'\u2019 -]*$/u.test(name)) return undefined;
  const words = name.split(' ').length;
  if (words > MOST_WORDS) return undefined;
  for (const written of [`author:"${name}"`, `author:(${name})`]) {
    const parsed = parseQuery(written);
    const found = parsed.ok ? search.search(parsed.query, options) : undefined;
    if (!parsed.ok || found === undefined || found.total === 0) continue;
    const isMentioned = search.closest(query, { limit: 1 }).total > 0;
    const heading = (papers: readonly Paper[]) => headingOf(parsed.query, name, words, isMentioned, papers);
    const named = (papers: readonly Paper[]) => nameIn(parsed.query, papers) ?? name;
    return { typed: written, query: parsed.query, found, heading, nameIn: named };
  }
  return undefined;
}

function headingOf(
  query: Query,
  typed: string,
  words: number,
  isMentioned: boolean,
  papers: readonly Paper[],
): string {
  const these = words === 1 ? 'this word' : isMentioned ? 'all of these words' : 'these words';
  const verb = isMentioned ? 'has' : 'mentions';
  return `No paper ${verb} ${these}; these are by ${nameIn(query, papers) ?? typed}`;
}

/** The author's name as the papers write it; undefined where they differ. */
function nameIn(query: Query, papers: readonly Paper[]): string | undefined {
  const holds = predicateOf(query);
  const isMeant = (name: string) => holds(readPaper({ id: '-', title: '-', abstract: '', authors: [name] }));
  const names = new Set(papers.flatMap(({ authors = [] }) => authors.filter(isMeant)));
  return names.size === 1 ? [...names][0] : undefined;
}
