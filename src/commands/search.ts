/** `search`: searches for what was typed, or shows the command that is meant by it. */
import { z } from 'zod';
import type { Channel } from '../channels/channel.ts';
import { localDay } from '../delivery/slots.ts';
import type { Reply } from '../model/message.ts';
import { queryLimits } from '../query/tree.ts';
import type { Command } from './command.ts';
import { commandMeant, firstWord } from './command-meant.ts';
import type { Context } from './context.ts';
import type { FindPaperNeeds } from './find-paper.ts';
import { offerActions } from './offers.ts';
import { daysOf, readPeriod } from './period.ts';
import type { AskedFor } from './phrases/asked-for.ts';
import { SEARCH_PHRASES } from './phrases/search.ts';
import { editMeant, type Replaced } from './replaced-topic.ts';
import { code, eitherCode, reply, text } from './reply.ts';
import { searchPage } from './search-page.ts';
import { talkMeant } from './talk-meant.ts';
import { withDays } from './within-days.ts';

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
  phrases: SEARCH_PHRASES,
  parse(rest, { typed }) {
    if (rest === '') return { problem: 'Add some words to search for.', offers: ['today', 'top', 'help'] };
    // "search and rescue" is a phrase of its own.
    return { query: /^(?:and|&) /i.test(rest) ? typed : rest };
  },
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
  context: FindPaperNeeds & Pick<Context, 'commands' | 'clock' | 'delivery'>,
): Promise<Reply> {
  const talk = sort || within ? undefined : talkMeant(query, context);
  if (!sort && !within) {
    const meant = commandMeant(query, context);
    if (meant !== undefined) return misspelled(query, meant);
    if (talk && !talk.isTitle) return said(query, talk.offers);
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

/** @param meant the command with its name as it is spelled */
function misspelled(query: string, meant: string): Reply {
  const line = [
    { text: 'There is no command ' },
    ...code(firstWord(query)),
    { text: '. Did you mean ' },
    ...code(`/papers ${meant}`),
    { text: '?' },
  ];
  return reply([text(line, 'warning')], { actions: offerActions([meant, `search ${query}`]) });
}

/** For a sentence that no paper has. */
function said(query: string, offers: readonly string[]): Reply {
  const line = [{ text: 'No paper matches ' }, ...code(query), { text: '. Did you mean one of these?' }];
  return reply([text(line, 'warning')], { actions: offerActions([...offers, `search ${query}`]) });
}
