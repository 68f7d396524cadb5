/** Changes one topic of a channel, named by its number: the topic keeps that number, who subscribed and when. */
import { z } from 'zod';
import { MOST_TOPICS, type Subscription } from '../channels/channel.ts';
import { isUnchanged } from '../channels/topic-list.ts';
import type { Reply } from '../model/message.ts';
import type { Argument } from './command.ts';
import type { Caller, Context } from './context.ts';
import { reply, text } from './reply.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

export const numberArgument: Argument = {
  name: 'number',
  does: 'The number of the topic, which topics lists',
  value: z.int().min(1).max(MOST_TOPICS),
  required: true,
};

/** `#2 rest` or `2 rest`; `how` to type it where either is missing; undefined where no number begins the words. */
export function readNumbered(
  typed: string,
  how: string,
): { number: number; rest: string } | { problem: string } | undefined {
  if (typed === '') return { problem: how };
  const [, number, words = ''] = /^#?(\d{1,3})(?:[:.]?\s+(.*))?$/s.exec(typed) ?? [];
  if (number === undefined) return undefined;
  const rest = words.trim();
  return rest === '' ? { problem: how } : { number: Number(number), rest };
}

/** The topic of a number, or the answer that there is none. */
export async function topicNumbered(
  number: number,
  caller: Caller,
  context: TopicListNeeds,
): Promise<{ topic: Subscription; others: Subscription[] } | Reply> {
  const topics = context.channels.topics(caller.channel.id);
  const topic = topics[number - 1];
  if (topic !== undefined) return { topic, others: topics.toSpliced(number - 1, 1) };
  const none = text(`Nothing was changed. There is no topic #${number} here.`, 'warning');
  return reply([none, ...(await topicList(caller, context))]);
}

/**
 * Writes a topic in place of another, once; false when someone changed that one, or what it would collide with, meanwhile.
 * @param fits whether the changed topic may stand beside the others, as they are when it is written
 */
export async function replaceTopic(
  before: Subscription,
  after: Subscription,
  caller: Pick<Caller, 'change'>,
  fits: (others: readonly Subscription[]) => boolean,
): Promise<boolean> {
  const { added } = await caller.change((_channel, topics) => {
    const others = topics.filter((one) => !isUnchanged(one, before));
    return others.length < topics.length && fits(others) ? { remove: [before], add: [after] } : {};
  });
  return added.length > 0;
}

/** The answer where someone else was first. */
export async function changedMeanwhile(
  number: number,
  caller: Caller,
  context: TopicListNeeds & Pick<Context, 'ledger'>,
): Promise<Reply> {
  const said = `Nothing was changed. Someone else changed topic #${number}, or another one, at the same moment. Look at the list and try again.`;
  return reply([text(said, 'warning'), ...(await topicList(caller, context))]);
}
