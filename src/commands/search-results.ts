/** Shows a page of search results: papers that match and papers that are close, what is included in the words, and buttons. */
import { cardOf } from '../card.ts';
import type { Action, Block, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { printQuery } from '../query/print.ts';
import type { Query } from '../query/tree.ts';
import type { ResultPage, SearchResult } from '../search/search-index.ts';
import type { Context } from './context.ts';
import { inclusionBlocks } from './inclusions.ts';
import type { AskedFor } from './phrases/asked-for.ts';
import { notesActions, notesBlocks } from './problem.ts';
import { nextPage, reply, text } from './reply.ts';
import { tooBroad } from './too-broad.ts';

export type SortedBy = NonNullable<AskedFor['sort']>;

export interface Page {
  typed: string;
  query: Query;
  found: SearchResult | ResultPage;
  from: number;
  heading: string;
  /** Absent: the best first. */
  sort?: SortedBy;
  /** How many papers a page shows; absent: as many as usual. */
  count?: number;
  /** Stand below the heading. */
  hints?: Block[];
}

/** Stands above papers that do not have all the words. */
const ALSO_CLOSE = 'Also close';

/** Whether no new paper can match: a channel that followed it would get nothing. */
function isOfThePast(query: Query): boolean {
  const operands = query.kind === 'and' ? query.of : [query];
  return operands.some((one) => one.kind === 'date' && one.side === 'before');
}

/** To follow it where it was searched for, or alone. */
function following(query: string): Action[] {
  const act = { do: 'subscribe' as const, query };
  return [
    { label: 'Follow here', act },
    { label: 'Follow for me', act: { do: 'for-me', act } },
  ];
}

/** `, newest first`, at the end of a heading. */
export function saySort(sort?: SortedBy): string {
  if (sort === undefined) return '';
  return sort === 'date' ? ', newest first' : ', most votes first';
}

/** A page with the papers of `found`, after `from` others. */
export async function results(page: Page, { archive }: Pick<Context, 'archive'>): Promise<Reply> {
  const { typed, query, found, from, heading, sort, count, hints = [] } = page;
  const papers = await archive.getMany(found.hits.map(({ id }) => id));
  const end = from + found.hits.length;
  const left = found.total + ('close' in found ? found.close : 0) - end;
  const isFirst = from === 0;
  const broad = tooBroad(found);
  const keeping: Action[] = [
    {
      label: 'Share to channel',
      act: { do: 'share', query: typed, from, ...(sort === undefined ? {} : { sort }) },
    },
    ...(isOfThePast(query) ? [] : following(printQuery(query))),
  ];
  const actions = [
    ...(isFirst ? notesActions(typed) : []),
    ...nextPage(left, `More results (${left})`, {
      do: 'search',
      query: typed,
      from: end,
      ...(sort === undefined ? {} : { sort }),
      ...(count === undefined ? {} : { count }),
    }),
    ...keeping,
  ];
  const blocks: Block[] = [
    { kind: 'heading', text: isFirst ? heading : `${heading} (from ${from + 1})` },
    ...hints,
    ...(broad === undefined ? [] : [text(broad, 'quiet')]),
    ...(isFirst ? [...inclusionBlocks(query), ...notesBlocks(typed)] : []),
    ...cardBlocks(papers, page),
  ];
  return reply(blocks, { actions });
}

/** The papers as cards, with a heading above those that only come close to what others match. */
function cardBlocks(papers: readonly Paper[], { query, found: { total, hits }, from }: Page): Block[] {
  const border = Math.max(0, total - from);
  const closeIds = new Set(total > 0 ? hits.slice(border).map(({ id }) => id) : []);
  const blockOf = (some: readonly Paper[]): Block[] =>
    some.length === 0 ? [] : [{ kind: 'cards', cards: some.map((paper) => cardOf(paper, { query })) }];
  const close = blockOf(papers.filter(({ id }) => closeIds.has(id)));
  const heading: Block[] = close.length === 0 ? [] : [{ kind: 'heading', text: ALSO_CLOSE }];
  return [...blockOf(papers.filter(({ id }) => !closeIds.has(id))), ...heading, ...close];
}
