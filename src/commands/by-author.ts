/** Finds papers by an author whose name was searched for without `author:`, if no paper has these words. */
import { counted } from '../model/counted.ts';
import { type Action, type Block, inline } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { readPaper } from '../query/document.ts';
import { predicateOf } from '../query/meaning.ts';
import { notesOn, parseQuery } from '../query/parse.ts';
import { isPlainWords, type Query } from '../query/tree.ts';
import type { SearchIndex, SearchOptions } from '../search/search-index.ts';
import type { Context } from './context.ts';
import { useAction } from './problem.ts';
import { code, text } from './reply.ts';

/** Names have at most so many words. */
const MOST_WORDS = 5;

export type ByAuthor = NonNullable<ReturnType<typeof findByAuthor>>;

/** Undefined where the query is more than a few plain words, or no author has such a name. */
export function findByAuthor(typed: string, asked: Query, search: SearchIndex, options: SearchOptions) {
  const name = typed.trim().replace(/\s+/g, ' ');
  if (!isPlainWords(asked) || !/^[\p{L}\p{M}][\p{L}\p{M}.,'\u2019 -]*$/u.test(name)) return undefined;
  const words = name.split(' ').length;
  if (words > MOST_WORDS) return undefined;
  for (const written of [`author:"${name}"`, `author:(${name})`]) {
    const parsed = parseQuery(written);
    if (!parsed.ok) continue;
    const { query } = parsed;
    const found = search.search(query, options);
    if (found.total === 0) continue;
    const isMentioned = search.closest(asked, { limit: 1 }).total > 0;
    const these = words === 1 ? 'this word' : isMentioned ? 'all of these words' : 'these words';
    const none = `No paper ${isMentioned ? 'has' : 'mentions'} ${these}`;
    /** The author's name as these papers write it, or as typed where they differ. */
    const nameIn = (papers: readonly Paper[]) => sharedName(query, papers) ?? name;
    return {
      /** The query that finds them: `author:"Isaac Gerber"`. */
      typed: written,
      query,
      found,
      nameIn,
      /** Says that these papers are by someone, and do not hold the words. @param papers those that are shown */
      heading: (papers: readonly Paper[]) => `${none}; these are by ${nameIn(papers)}`,
    };
  }
  return undefined;
}

/** Offers to follow an author, with a button, for each topic that is an author's name where no paper has its words. */
export async function authorOffers(
  parts: readonly string[],
  { archive, search }: Pick<Context, 'archive' | 'search'>,
): Promise<{ blocks: Block[]; actions: Action[] }> {
  const blocks: Block[] = [];
  const actions: Action[] = [];
  for (const part of parts) {
    const parsed = parseQuery(part);
    if (!parsed.ok || search.search(parsed.query, { limit: 1 }).total > 0) continue;
    const author = findByAuthor(part, parsed.query, search, { limit: 5 });
    if (author === undefined || notesOn(part).some(({ suggestion }) => suggestion === author.typed)) continue;
    const papers = await archive.getMany(author.found.hits.map(({ id }) => id));
    const verb = author.found.total === 1 ? 'is' : 'are';
    const said = `${counted(author.found.total, 'paper')} ${verb} by ${author.nameIn(papers)}. To follow the author, subscribe to `;
    blocks.push(text([...inline(said), ...code(author.typed), { text: '.' }], 'warning'));
    actions.push(useAction(author.typed, 'subscribe'));
  }
  return { blocks, actions };
}

/** The author's name as the papers write it; undefined where they differ. */
function sharedName(query: Query, papers: readonly Paper[]): string | undefined {
  const holds = predicateOf(query);
  const isMeant = (name: string) => holds(readPaper({ id: '-', title: '-', abstract: '', authors: [name] }));
  const names = new Set(papers.flatMap(({ authors = [] }) => authors.filter(isMeant)));
  return names.size === 1 ? [...names][0] : undefined;
}
