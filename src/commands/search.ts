/** `search`: shows a page of matching papers, the closest matches if none has every word, or what is wrong with the query. */
import { z } from 'zod';
import { cardOf } from '../card.ts';
import type { Channel } from '../channels/channel.ts';
import { localDay } from '../delivery/slots.ts';
import { counted } from '../model/counted.ts';
import { type Block, type ButtonAction, inline, type Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { isLink } from '../model/paper-id.ts';
import { parseQuery } from '../query/parse.ts';
import { type Query, queryLimits } from '../query/tree.ts';
import type { AskedFor } from './asked-for.ts';
import { type ByAuthor, findByAuthor } from './by-author.ts';
import type { Command } from './command.ts';
import { commandMeant, firstWord } from './command-meant.ts';
import type { Context } from './context.ts';
import { externalAction, externalBlocks, LITTLE } from './external-search.ts';
import { type FindPaperNeeds, storedPaper, withPaper } from './find-paper.ts';
import { offerActions } from './offers.ts';
import { daysOf, readPeriod } from './period.ts';
import { didYouMean, notesActions, notesBlocks, problemReply, useAction } from './problem.ts';
import { editMeant, type Replaced } from './replaced-topic.ts';
import { code, eitherCode, reply, text, toChannel } from './reply.ts';
import { SEARCH_NEAR } from './search-near.ts';
import { results, type SortedBy, saySort } from './search-results.ts';
import { talkMeant } from './talk-meant.ts';
import { whyNothing } from './why-nothing.ts';
import { withDays } from './within-days.ts';

/** Cards in one answer: what fits a screen in chat. */
const PAGE = 5;

/** A search as it was understood. */
interface Values extends AskedFor {
  /** Commands that the words may be meant as, beside the search. */
  also?: readonly string[];
  /** Words that a channel's topic may be changed by. */
  replaces?: Replaced;
}

export const search: Command<Values> = {
  name: 'search',
  group: 'find',
  usage: '<words>',
  does: 'search all papers',
  details: 'Buttons show more results, share them with the channel, or follow the search.',
  example: 'hyperparameter tuning',
  isDefault: true,
  arguments: [
    {
      name: 'query',
      does: 'Words, a "phrase", -without, title:..., or a command',
      value: z.string().max(queryLimits.length),
      required: true,
      completes: 'query',
    },
  ],
  near: SEARCH_NEAR,
  parse: (rest) =>
    rest === ''
      ? { problem: 'Add some words to search for.', offers: ['today', 'top', 'help'] }
      : { query: rest },
  async run({ also = [], replaces, ...asked }, { channel }, context) {
    const topics = context.channels.topics(channel.id);
    const edited = replaces && editMeant(asked.query, replaces, topics);
    const answer = edited ?? (await searchAsked(asked, channel, context));
    return also.length === 0 ? answer : withOffers(answer, also);
  },
};

/** The answer with a button for each of these commands, before its own. */
function withOffers(answer: Reply, also: readonly string[]): Reply {
  const hint = text(
    `Asking about Paperboy itself? Type ${eitherCode(also.map((typed) => `/papers ${typed}`))}.`,
    'quiet',
  );
  const [heading, ...rest] = answer.blocks;
  const blocks = heading === undefined ? [hint] : [heading, hint, ...rest];
  return { ...answer, blocks, actions: [...offerActions(also), ...answer.actions] };
}

/** Papers for a search as typed, or the command that its first word misses by a typing error. */
async function searchAsked(
  { query, sort, within }: AskedFor,
  channel: Channel,
  context: Needs,
): Promise<Reply> {
  const meant = sort || within ? undefined : commandMeant(query, context);
  if (meant !== undefined) {
    const said = [
      { text: 'There is no command ' },
      ...code(firstWord(query)),
      { text: '. Did you mean ' },
      ...code(`/papers ${meant}`),
      { text: '?' },
    ];
    return reply([text(said, 'warning')], { actions: offerActions([meant, `search ${query}`]) });
  }
  const talk = sort || within ? undefined : talkMeant(query, context);
  if (talk !== undefined && !talk.isTitle) {
    const said = [{ text: 'No paper matches ' }, ...code(query), { text: '. Did you mean one of these?' }];
    return reply([text(said, 'warning')], { actions: offerActions([...talk.offers, `search ${query}`]) });
  }
  const period = within === undefined ? undefined : readPeriod(within);
  const today = localDay(context.delivery.zone(channel), context.clock());
  const typed = period ? withDays(query, daysOf(period, today), today) : query;
  const answer = await searchPage(typed, 0, context, sort);
  if (period && !answer.blocks.some(({ kind }) => kind === 'cards'))
    return { ...answer, actions: [...offerActions([`search ${query}`]), ...answer.actions] };
  return talk === undefined
    ? answer
    : { ...answer, actions: [...offerActions(talk.offers), ...answer.actions] };
}

type Needs = FindPaperNeeds & Pick<Context, 'commands' | 'clock' | 'delivery'>;

/** @param from how many results were shown before */
export async function searchPage(
  typed: string,
  from: number,
  context: Needs,
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
  const found = context.search.search(query, { limit: count ?? PAGE, from, asTyped: typed, ...sorted });
  const papers = counted(found.total, 'paper');
  if (found.hits.length > 0) {
    const heading = isOfIds(query) ? papers : `${papers} for ${typed}${saySort(sort)}`;
    const answer = await results({ typed, query, found, from, heading, ...sorted, ...counts }, context);
    if (found.total >= LITTLE || isId(query)) return answer;
    return { ...answer, actions: [...answer.actions, ...externalAction(typed, query, context)] };
  }
  if (found.total > 0) return reply([text(`No more results: ${papers} in all.`)]);
  if (isId(query) && context.external) return fetched(query.value, context);
  const named = findByAuthor(typed, query, context.search, { limit: PAGE, from });
  if (named !== undefined) return byAuthor(named, from, context);
  const answer = await closest(typed, query, from, context);
  if (from > 0) return answer;
  return { ...answer, blocks: [...answer.blocks, ...(await externalBlocks(typed, query, context))] };
}

/** Papers by the author that was searched for without a field, and the query that says so. */
async function byAuthor({ heading, ...named }: ByAuthor, from: number, context: Needs): Promise<Reply> {
  const papers = await context.archive.getMany(named.found.hits.map(({ id }) => id));
  const offer = text(
    [{ text: 'To search for authors, write ' }, ...code(named.typed), { text: '.' }],
    'quiet',
  );
  return results({ ...named, from, heading: `${heading(papers)}:`, hints: [offer] }, context);
}

/** A paper that is not stored here yet, whole. */
async function fetched(id: string, context: Needs): Promise<Reply> {
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
  context: Needs,
): Promise<Reply> {
  // What is shared is what is kept here: the channel's people did not ask anyone else.
  const { external: _, ...here } = context;
  const answer = await searchPage(typed, from, here, sort);
  const kept = answer.actions.filter(({ act }) => act.do === 'search');
  const blocks: Block[] = [text([{ text: `${by} shared a search` }], 'quiet'), ...answer.blocks];
  return toChannel({ ...answer, blocks, actions: kept });
}

async function closest(typed: string, query: Query, from: number, context: Needs): Promise<Reply> {
  const suggestion = context.search.suggest(query);
  const found = context.search.closest(query, { limit: PAGE, from, asTyped: typed });
  const hints = [...(suggestion === undefined ? [] : [didYouMean(suggestion)])];
  const offers = suggestion === undefined ? [] : [useAction(suggestion, 'search')];
  if (found.total > 0) {
    const heading = `No paper matches all of ${typed}. Closest matches:`;
    const answer = await results({ typed, query, found, from, heading, hints }, context);
    return { ...answer, actions: [...offers, ...answer.actions] };
  }
  const why = inline(`. ${whyNothing(typed, query, context.search)}`);
  const none = text([{ text: 'Nothing found for ' }, ...code(typed), ...why]);
  return reply([none, ...hints, ...notesBlocks(typed)], { actions: [...offers, ...notesActions(typed)] });
}
