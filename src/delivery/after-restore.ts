/**
 * Makes a store that was restored from a copy safe to send from. What was posted after the copy was made is unknown to it, so whatever was
 * due in between counts as posted, and whatever waited is looked for on its platform before it is sent.
 */
import { type Channel, type Defaults, scheduleOf, zoneOf } from '../channels/channel.ts';
import type { Day } from '../model/paper.ts';
import { oldestNews } from './coverage.ts';
import type { NewDelivery } from './delivery.ts';
import type { Ledger } from './ledger.ts';
import { slotBefore } from './slots.ts';

const DAY_MS = 24 * 3_600_000;
/** So many are written at a time. */
const PAGE = 500;

/**
 * @param copied when the copy was made, and `now`, in milliseconds since 1970
 * @param head the number of the newest arrival in the copy
 * @returns how many channels had a post due in between
 */
export async function settleRestored(
  channels: readonly Channel[],
  ledger: Pick<Ledger, 'plan' | 'doubtWaiting'>,
  { copied, now, head, defaults }: { copied: number; now: number; head: number; defaults: Defaults },
): Promise<number> {
  await ledger.doubtWaiting(now);
  const missed = channels.flatMap((channel) => missedBy(channel, copied, now, head, defaults) ?? []);
  for (let at = 0; at < missed.length; at += PAGE) await ledger.plan(missed.slice(at, at + PAGE), now);
  return missed.length;
}

/** The record that a channel's last slot was dealt with; undefined where none was due since the copy was made. */
function missedBy(
  channel: Channel,
  copied: number,
  now: number,
  head: number,
  defaults: Defaults,
): NewDelivery | undefined {
  const slot = slotBefore(scheduleOf(channel, defaults), zoneOf(channel, defaults), now);
  if (slot.at <= copied) return undefined;
  const plan = { kind: 'silence', silence: { why: 'restored', copied } } as const;
  return { channel: channel.id, day: slot.day, slotAt: slot.at, plan, upTo: head, newest: allSeen(slot.day) };
}

/** The newest day for which no paper of a digest up to `day` is news any more. */
function allSeen(day: Day): Day {
  const lateDays = (Date.parse(day) - Date.parse(oldestNews(day))) / DAY_MS;
  return new Date(Date.parse(day) + (lateDays + 1) * DAY_MS).toISOString().slice(0, 10);
}
