/** `unsubscribe`: ends the subscriptions that one command names: all of them, or none with the one that is not followed. */
import { z } from 'zod';
import type { Line, Reply } from '../model/message.ts';
import { queryLimits } from '../query/tree.ts';
import { type Command, misused, offering } from './command.ts';
import type { Caller } from './context.ts';
import { NUMBERS } from './list-numbers.ts';
import { type Named, pickAll, type Shown } from './named-topics.ts';
import { firstOf, says } from './phrases/match.ts';
import { objectOf, subjectOf } from './place-names.ts';
import { code, reply, text } from './reply.ts';
import { titlesOf } from './topic-name.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

const ALL =
  '(?:(?:from )?(?:alle|alles|all|everything|every topic)(?: (?:(?:my|our|the|of) )*(?:topics|subscriptions|them))?|(?:my |our |the )?(?:topics|subscriptions))';
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
  phrases: [
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
        '(?:unsubscribe|unfollow|unsub)(?: (?:me|us|this channel))? from (?:(?:everything|all|anything|posts?|papers|the topic) (?:(?:papers|posts) )?(?:about|on|with|regarding) )?(.+)',
        'stop (?:following|tracking|watching|subscribing to|posting (?:about|on(?! (?:mon|tues|wednes|thurs|fri|satur|sun)days?$))) (.+)',
        '(?:remove|delete|drop|cancel|kill|get rid of) (?:(?:the|my|our) )?(?:topics?|subscriptions?|keywords?)(?: (?:to|numbers?|no\\.?|for))?(?: |(?=#))(.+)',
        '(?:remove|delete|drop) (.+) from (?:(?:my|our|the) )?(?:topics|subscriptions|keywords)',
      ),
      means: (...found) => `unsubscribe ${firstOf(found)}`,
    },
    {
      says: says(`(?:remove|delete|drop|cancel) (#${NUMBERS})`),
      means: (numbers) =>
        offering('Topics, or papers on your reading list?', `unsubscribe ${numbers}`, `unsave ${numbers}`),
    },
    {
      says: says(
        "(?:i|we) (?:no longer|don't) (?:want|need|care about)(?: (?:any|more|papers|posts|the|about|on))* (.+)",
        "(?:(?:no more|enough)(?: papers| posts)? (?:about|on)|(?:i'm |we're )?not interested in) (?!(?:the )?(?:week(?:end|day)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\\b)(.+)",
      ),
      means: (...found) =>
        offering('Unsubscribe this channel from it?', `unsubscribe ${firstOf(found)}`, 'topics'),
    },
    {
      // A longer line may be a title.
      says: says(
        '(?:remove|delete) ((?!(?:the|my|our|a|an|note|paper|it|this|that|post|channels?|paperboy|bot|yourself|me|us)\\b)[^\\s:#\\d]+)',
      ),
      means: (topic) =>
        offering('Unsubscribe from it, or search?', `unsubscribe ${topic}`, `search remove ${topic}`),
    },
    {
      says: says('(?:mute|hide) (?:topic )?(#\\d{1,3})', '(?:stop|mute) topic (.+)'),
      means: (...found) => offering('Unsubscribe from this topic?', `unsubscribe ${firstOf(found)}`),
    },
    {
      says: says(
        '(?:pause|disable|snooze|suspend|turn off|deactivate|silence|mute|stop|hide)(?: (?:the|my|our))* topics? (?:number )?#?(\\d{1,3})(?: (?:for|until) .{1,30})?',
        '(?:pause|disable|snooze|suspend|turn off|deactivate|silence|mute|stop|hide|resume|enable|activate|turn on|restart)(?: (?:this|that|the|a|one|single))* topic',
        '(?:resume|enable|activate|turn on|restart)(?: (?:the|my|our))* topics? (?:number )?#?\\d{1,3}',
      ),
      means: (number) =>
        offering(
          "One topic can't be paused by itself. Unsubscribe from it, and subscribe again later; `pause` stops all posts here.",
          ...(number === '' ? [] : [`unsubscribe #${number}`]),
          'topics',
          'pause',
        ),
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

function topicName(name: string): Line {
  return /^#\d+$/.test(name) ? [{ text: `topic ${name}` }] : code(name);
}

async function notFollowed(name: Line, caller: Caller, context: TopicListNeeds): Promise<Reply> {
  const { name: subject, doesNotFollow } = subjectOf(caller.place);
  const line: Line = [{ text: `Nothing was changed. ${subject} ${doesNotFollow} ` }, ...name, { text: '.' }];
  return reply([text(line, 'warning'), ...(await topicList(caller, context))]);
}
