/** Starts what an address confirmed: its channel is made, and gets the posts of another channel, a topic, or what is trending. */
import type { Channel } from '../channels/channel.ts';
import { orderFields } from '../channels/order.ts';
import { PaperboyError } from '../model/errors.ts';
import { plain, type Reply } from '../model/message.ts';
import type { CommandService } from '../model/ports.ts';
import { callerOf, freshChannel } from './callers.ts';
import { cleanName } from './clean-input.ts';
import type { Context } from './context.ts';
import { schedule } from './schedule.ts';
import { subscribeTo } from './subscribe.ts';

/** The query that every paper matches. */
export const EVERYTHING = '*';

/** Returns `all` where all papers come in place of those that are trending. @throws what the store throws; PaperboyError `refused` where the channel is gone or the topic cannot be followed */
export async function accept(
  { place, person, wish }: Parameters<CommandService['accept']>[0],
  context: Context,
): Promise<'all' | undefined> {
  const { channels } = context;
  await channels.refresh();
  const copies = 'copies' in wish ? { copies: wish.copies.id } : {};
  if (copies.copies !== undefined && channels.get(copies.copies) === undefined)
    throw new PaperboyError('refused', 'Nothing is posted there any more.');
  const topic = 'topic' in wish ? wish.topic : undefined;
  const isTrending = !('copies' in wish) && topic === undefined;
  const fresh = await freshChannel(cleanName(place), isTrending, context);
  const hasTopics = channels.topics(place.id).length > 0;
  const gotAll = channels.get(place.id)?.joined === true && !hasTopics;
  // What the address got before stays, beside what it confirmed now: then all papers come, those with most votes first.
  const isAllBeside = isTrending ? hasTopics : topic !== undefined && gotAll;
  const order = (channel: Channel) => {
    if (isAllBeside && channel.trending) return orderFields('votes', channel);
    return isTrending && !hasTopics ? orderFields('trending', channel) : {};
  };
  const edit = (channel: Channel) => ({
    // Confirming again is how an address that was refused comes back.
    channel: { ...channel, ...copies, ...order(channel), state: { kind: 'ok' as const } },
  });
  await channels.change(place.id, edit, fresh);
  const caller = await callerOf(place, person, context);
  if (isAllBeside) check(await subscribeTo(EVERYTHING, caller, context));
  if (topic !== undefined) check(await subscribeTo(topic, caller, context));
  const read = wish.schedule === undefined ? undefined : readSchedule(wish.schedule);
  if (read !== undefined) check(await schedule.run(read, caller, context));
  return isAllBeside ? 'all' : undefined;
}

/** A schedule as after `/papers schedule`; undefined for other words. */
export function readSchedule(text: string): Parameters<typeof schedule.run>[0] | undefined {
  const read = schedule.parse(text, { typed: `schedule ${text}`, nameOf: () => undefined });
  return read === undefined || 'name' in read || 'problem' in read || !('schedule' in read || 'days' in read)
    ? undefined
    : (read as Parameters<typeof schedule.run>[0]);
}

function check(answer: Reply): void {
  if (!answer.refused) return;
  const [first] = answer.blocks;
  throw new PaperboyError('refused', first?.kind === 'text' ? plain(first.line) : answer.summary);
}
