/** Shows a page of a search: matching papers and then the closest, or what is wrong with the query. */
import { cardOf } from '../card.ts';
import { counted } from '../model/counted.ts';
import { type Block, type ButtonAction, inline, type Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { isLink } from '../model/paper-id.ts';
import { withoutLikeWords } from '../query/like.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/tree.ts';
import { searchedAbout } from './about-topics.ts';
import { type ByAuthor, findByAuthor } from './by-author.ts';
import { externalAction, externalBlocks, LITTLE } from './external-search.ts';
import { type FindPaperNeeds, storedPaper, withPaper } from './find-paper.ts';
import { didYouMean, notesActions, notesBlocks, problemReply, useAction } from './problem.ts';
import { code, reply, text, toChannel } from './reply.ts';
import { type Page, results, type SortedBy, saySort } from './search-results.ts';
import { tooBroad } from './too-broad.ts';
import { whyNothing } from './why-nothing.ts';

/** Cards in one answer: what fits a screen in chat. */
const PAGE = 5;

/** @param from how many results were shown before */
export async function searchPage(
  typed: string,
  from: number,
  context: FindPaperNeeds,
  sort?: SortedBy,
  count?: number,
): Promise<Reply> {
  const parsed = parseQuery(typed);
  if (!parsed.ok) {
    const linked = isLink(typed) ? await storedPaper(typed, context) : undefined;
    return linked === undefined ? problemReply(typed, parsed.problem) : onePaper(linked, '1 paper');
  }
  const { query } = parsed;
  const sorted = sort === undefined ? {} : { sort };
  const counts = count === undefined ? {} : { count };
  const found = context.search.page(query, { limit: count ?? PAGE, from, asTyped: typed, ...sorted });
  const papers = counted(found.total, 'paper');
  if (found.total > 0 && found.hits.length > 0) {
    const close = found.close > 0 ? `, and ${found.close} close` : '';
    const heading = isOfIds(query)
      ? papers
      : `${papers} for ${withoutLikeWords(typed)}${saySort(sort)}${close}`;
    const hints = searchedAbout(query);
    const answer = await results(
      { typed, query, found, from, heading, ...sorted, ...counts, ...(hints.length > 0 ? { hints } : {}) },
      context,
    );
    if (found.total >= LITTLE || isId(query)) return answer;
    return { ...answer, actions: [...answer.actions, ...externalAction(typed, query, context)] };
  }
  if (found.total > 0) return reply([text(`No more results: ${papers} in all.`)]);
  if (isId(query) && context.external) return fetched(query.value, context);
  const named = findByAuthor(typed, query, context.search, { limit: PAGE, from });
  if (named !== undefined) return byAuthor(named, from, context);
  const answer = await closest({ typed, query, found, from, ...sorted, ...counts }, context);
  if (from > 0) return answer;
  return { ...answer, blocks: [...answer.blocks, ...(await externalBlocks(typed, query, context))] };
}

/** Papers by the author that was searched for without a field, and the query that says so. */
async function byAuthor(
  { heading, ...named }: ByAuthor,
  from: number,
  context: FindPaperNeeds,
): Promise<Reply> {
  const papers = await context.archive.getMany(named.found.hits.map(({ id }) => id));
  const offer = text(
    [{ text: 'To search for authors, write ' }, ...code(named.typed), { text: '.' }],
    'quiet',
  );
  return results({ ...named, from, heading: `${heading(papers)}:`, hints: [offer] }, context);
}

/** A paper that is not stored here yet, whole. */
async function fetched(id: string, context: FindPaperNeeds): Promise<Reply> {
  return withPaper(id, context, (paper) => onePaper(paper, '1 paper, fetched just now'));
}

/** One paper, where no query can name what was asked for. */
function onePaper(paper: Paper, heading: string): Reply {
  return reply([
    { kind: 'heading', text: heading },
    { kind: 'cards', cards: [cardOf(paper)] },
  ]);
}

function isId(query: Query): query is Extract<Query, { kind: 'id' }> {
  return query.kind === 'id';
}

/** A query of nothing but ids, as a link in a message makes it, says nothing to people. */
function isOfIds(query: Query): boolean {
  return isId(query) || (query.kind === 'or' && query.of.every(isOfIds));
}

/** The same page for the whole channel, saying who shared it. */
export async function shareSearch(
  { query: typed, from, sort }: Extract<ButtonAction, { do: 'share' }>,
  by: string,
  context: FindPaperNeeds,
): Promise<Reply> {
  // What is shared is what is kept here: the channel's people did not ask anyone else.
  const { external: _, ...here } = context;
  const answer = await searchPage(typed, from, here, sort);
  const kept = answer.actions.filter(({ act }) => act.do === 'search');
  const blocks: Block[] = [text([{ text: `${by} shared a search` }], 'quiet'), ...answer.blocks];
  return toChannel({ ...answer, blocks, actions: kept });
}

/** The closest papers to what none has, or why there are none. */
async function closest(asked: Omit<Page, 'heading'>, context: FindPaperNeeds): Promise<Reply> {
  const { typed, query, found } = asked;
  const suggestion = context.search.suggest(query);
  const hints = [...(suggestion === undefined ? [] : [didYouMean(suggestion)])];
  const offers = suggestion === undefined ? [] : [useAction(suggestion, 'search')];
  if (found.hits.length > 0) {
    const heading = `No paper matches all of ${withoutLikeWords(typed)}. Closest matches:`;
    const answer = await results({ ...asked, heading, hints }, context);
    return { ...answer, actions: [...offers, ...answer.actions] };
  }
  const why = inline(`. ${tooBroad(found) ?? whyNothing(typed, query, context.search)}`);
  const none = text([{ text: 'Nothing found for ' }, ...code(typed), ...why]);
  return reply([none, ...hints, ...notesBlocks(typed)], { actions: [...offers, ...notesActions(typed)] });
}
