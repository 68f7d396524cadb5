/** `unsubscribe`: ends the subscriptions that one command names: all of them, or none with the one that is not followed. */
import { z } from 'zod';
import type { Subscription } from '../channels/channel.ts';
import type { Line, Reply } from '../model/message.ts';
import { splitTopics } from '../query/split-topics.ts';
import { readTopic } from '../query/topic.ts';
import { queryLimits } from '../query/tree.ts';
import { type Command, misused, offering } from './command.ts';
import type { Caller } from './context.ts';
import { NUMBERS, readNumbers } from './list-numbers.ts';
import { says } from './near.ts';
import { objectOf, subjectOf } from './place-names.ts';
import { code, reply, text } from './reply.ts';
import { splitName, titlesOf } from './topic-name.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

type Named = { all: true } | { number: number } | { query: string };
/** As a button has it: the query of the topic that it stood for. */
interface Shown {
  topic: string;
}

const ALL =
  '(?:(?:from )?(?:alle|alles|all|everything|every topic)(?: (?:(?:my|our|the|of) )*(?:topics|subscriptions|them))?|(?:my |our |the )?(?:topics|subscriptions))';
/** What may stand before a topic. */
const LEAD = /^(?:(?:the|my|our) )?(?:topic|subscription|keyword)s? (?:(?:number|no\.?) )?/i;

export const unsubscribe: Command<{ what: Named }> = {
  name: 'unsubscribe',
  aliases: ['unfollow', 'unsub'],
  keywords: 'longer anymore remove unsubscribe delete'.split(' '),
  group: 'follow',
  usage: 'unsubscribe <#n | name | query | all>',
  does: 'unsubscribe from topics',
  details: 'You can name several, as in `unsubscribe #1, #3`.',
  example: 'unsubscribe #1',
  changes: 'always',
  arguments: [
    {
      name: 'topic',
      does: 'The topic, its name, its number such as #1, or all',
      value: z.string().max(queryLimits.length),
      required: true,
      completes: 'topic',
    },
  ],
  near: [
    {
      // All of a reading list may be meant.
      says: says('(?:cancel|remove|delete|drop|clear) (?:all|everything)'),
      means: offering('Unsubscribe from all topics?', 'unsubscribe all', 'topics', 'saved'),
    },
    {
      says: says(
        `(?:unsubscribe|unfollow|unsub|stop following|cancel|remove|delete|drop|clear|abbestellen)(?: (?:me|us|here|this channel))?(?: from)? ${ALL}`,
        `stop (?:all|every) (?:my |our |the )?(?:topics?|subscriptions?)`,
      ),
      means: 'unsubscribe all',
    },
    {
      says: says(
        '(?:unsubscribe|unfollow|unsub)(?: (?:me|us|this channel))? from (.+)',
        'stop (?:following|tracking|watching|subscribing to|posting (?:about|on(?! (?:mon|tues|wednes|thurs|fri|satur|sun)days?$))) (.+)',
        '(?:remove|delete|drop|cancel|kill|get rid of) (?:(?:the|my|our) )?(?:topics?|subscriptions?|keywords?)(?: (?:to|numbers?|no\\.?|for))?(?: |(?=#))(.+)',
        '(?:remove|delete|drop) (.+) from (?:(?:my|our|the) )?(?:topics|subscriptions|keywords)',
      ),
      means: (...found) => `unsubscribe ${found.find((topic) => topic !== '')}`,
    },
    {
      says: says(`(?:remove|delete|drop|cancel) (#${NUMBERS})`),
      means: (numbers) =>
        offering('Topics, or papers on your reading list?', `unsubscribe ${numbers}`, `unsave ${numbers}`),
    },
    {
      says: says(
        "(?:i|we) (?:no longer|don't) (?:want|need|care about)(?: (?:any|more|papers|posts|the|about|on))* (.+)",
        "(?:(?:no more|enough)(?: papers| posts)? (?:about|on)|(?:i'm |we're )?not interested in) (.+)",
      ),
      means: (...found) =>
        offering(
          'Unsubscribe this channel from it?',
          `unsubscribe ${found.find((topic) => topic !== '')}`,
          'topics',
        ),
    },
    {
      // A longer line may be a title.
      says: says(
        '(?:remove|delete) ((?!(?:the|my|our|a|an|note|paper|it|this|that|post|channel)\\b)[^\\s:#\\d]+)',
      ),
      means: (topic) =>
        offering('Unsubscribe from it, or search?', `unsubscribe ${topic}`, `search remove ${topic}`),
    },
    {
      says: says('(?:mute|hide) (?:topic )?(#\\d{1,3})', '(?:stop|mute) topic (.+)'),
      means: (...found) =>
        offering('Unsubscribe from this topic?', `unsubscribe ${found.find((topic) => topic !== '')}`),
    },
    {
      says: says(
        '(?:unsubscribe|unfollow|unsub)(?: (?:me|us|here|this channel|this|it|from this|from here))?',
        '(?:cancel|remove|delete|end)(?: (?:my|our|the))? (?:subscription|topic)',
        'abmelden',
      ),
      means: misused('unsubscribe', 'Which topic? `/papers topics` lists them with their numbers.', [
        'topics',
        'unsubscribe all',
        'pause',
      ]),
    },
  ],
  parse(rest) {
    if (rest === '') return { problem: 'Which topic? `/papers topics` lists them with their numbers.' };
    if (/^(?:all|everything|all topics)$/i.test(rest)) return { what: { all: true } };
    const number = /^#?(\d{1,4})$/.exec(rest)?.[1];
    return { what: number === undefined ? { query: rest } : { number: Number(number) } };
  },
  run: ({ what }, caller, context) => unsubscribeFrom(what, caller, context),
};

export async function unsubscribeFrom(
  what: Named | Shown,
  caller: Caller,
  context: TopicListNeeds,
): Promise<Reply> {
  const topics = context.channels.topics(caller.channel.id);
  const picked = pickAll(what, topics);
  if ('unknown' in picked) return notFollowed(topicName(picked.unknown), caller, context);
  if (picked.length === 0) return notFollowed([{ text: 'any topic' }], caller, context);
  const { removed } = await caller.change(() => ({ remove: picked }));
  if (removed.length === 0) return notFollowed([{ text: 'these topics anymore' }], caller, context);
  const names = titlesOf(removed);
  const said = [text([{ text: `Unsubscribed ${objectOf(caller.place)} from ` }, ...names, { text: '.' }])];
  caller.wrote(said);
  return reply([...said, ...(await topicList(caller, context))]);
}

/** The topics that are named, each once, or the first name of none. `topic 2` is `#2`, and `topic modeling` may be followed. */
function pickAll(
  what: Named | Shown,
  topics: readonly Subscription[],
): readonly Subscription[] | { unknown: string } {
  if ('all' in what) return topics;
  if ('topic' in what) return pickShown(what.topic, topics);
  if ('number' in what) return pickEach([nameOf(what.number, topics)], topics);
  const found = pickEach(namesIn(what.query, topics), topics);
  const bare = what.query.replace(LEAD, '');
  return 'unknown' in found && bare !== what.query ? pickEach(namesIn(bare, topics), topics) : found;
}

/** Never another topic, such as the one that has its number by now. */
function pickShown(query: string, topics: readonly Subscription[]): Subscription[] | { unknown: string } {
  const topic = topics.find((one) => one.query === query);
  return topic === undefined ? { unknown: query } : [topic];
}

function pickEach(
  names: readonly string[],
  topics: readonly Subscription[],
): Subscription[] | { unknown: string } {
  const picked = new Set<Subscription>();
  for (const name of names) {
    const found = pick(name, topics);
    if (found.length === 0) return { unknown: name };
    for (const topic of found) picked.add(topic);
  }
  return [...picked];
}

/** `2024` is the topic of that name where there is no such number. */
function nameOf(number: number, topics: readonly Subscription[]): string {
  const isTopic = number > topics.length && pick(`${number}`, topics).length > 0;
  return isTopic ? `${number}` : `#${number}`;
}

/** `#1, #3`, `1 3`, `#1 and #3`, `rl, llm agents`; what is followed as it is typed is one topic. */
function namesIn(typed: string, topics: readonly Subscription[]): string[] {
  if (topics.some(({ query }) => query === typed)) return [typed];
  const words = typed.split(/[\s,;&]+/).filter((word) => word !== '' && !/^and$/i.test(word));
  const numbers = readNumbers(typed);
  if (Array.isArray(numbers)) return numbers;
  if (words.every((word) => /^#?\d{1,4}$/.test(word))) return words.map((word) => word.replace(/^#?/, '#'));
  if (pick(typed, topics).length > 0) return [typed];
  const parts = splitTopics(typed);
  const joined = parts.length === 1 ? typed.split(/\s+and\s+/i) : [];
  return joined.length > 1 && joined.every((name) => pick(name, topics).length > 0) ? joined : parts;
}

function pick(name: string, topics: readonly Subscription[]): Subscription[] {
  const number = /^#(\d{1,4})$/.exec(name)?.[1];
  if (number !== undefined) return topics.slice(Number(number) - 1, Number(number));
  const named = topics.filter((topic) => topic.name?.toLowerCase() === name.trim().toLowerCase());
  if (named.length > 0) return named;
  const { query } = splitName(name);
  if (query !== name) return pick(query, topics);
  const read = readTopic(name);
  const meaning = 'topic' in read ? read.topic.meaning : undefined;
  return topics.filter((topic) => topic.meaning === meaning || topic.query === name);
}

function topicName(name: string): Line {
  return /^#\d+$/.test(name) ? [{ text: `topic ${name}` }] : code(name);
}

async function notFollowed(name: Line, caller: Caller, context: TopicListNeeds): Promise<Reply> {
  const { name: subject, doesNotFollow } = subjectOf(caller.place);
  const line: Line = [{ text: `Nothing was changed. ${subject} ${doesNotFollow} ` }, ...name, { text: '.' }];
  return reply([text(line, 'warning'), ...(await topicList(caller, context))]);
}
