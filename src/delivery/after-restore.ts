/**
 * Makes a store that was restored from a copy safe to send from. What was posted after the copy was made is unknown to it, and so is
 * how schedules and topics were changed: whatever could have been posted by now counts as posted, and whatever waited is looked for on
 * its platform before it is sent.
 */
import type { Archive } from '../archive/archive.ts';
import { type Channel, type Defaults, zoneOf } from '../channels/channel.ts';
import type { PaperId } from '../model/channel-id.ts';
import { addDays, dayAt, daysBetween, laterOf } from '../model/days.ts';
import type { Day } from '../model/paper.ts';
import { coveredBy, oldestNews } from './coverage.ts';
import { type Covered, deliveryKey, type NewDelivery } from './delivery.ts';
import type { Ledger } from './ledger.ts';
import { localDay } from './slots.ts';

/** So many channels are worked on at a time. */
const PAGE = 500;

/** `copied`, when the copy was made, and `now`, in milliseconds since 1970; `head`: the number of the newest arrival in the copy. */
interface Times {
  copied: number;
  now: number;
  head: number;
  defaults: Defaults;
}

/** What may have been posted: papers of the copy, whether a topic matches them or not, and the channels that had not got them. */
export interface Settled {
  papers: number;
  channels: number;
}

type Needs = Pick<Ledger, 'plan' | 'cover' | 'covered' | 'sentTo'>;

/** Counts all that came before, and digests up to today's, as posted in every channel. Returns how much of it the copy has. */
export async function settleRestored(
  channels: readonly Channel[],
  archive: Pick<Archive, 'after'>,
  ledger: Needs & Pick<Ledger, 'doubtWaiting'>,
  times: Times,
): Promise<Settled> {
  await ledger.doubtWaiting(times.now);
  const papers = new Set<PaperId>();
  const waiting = createWaiting(archive);
  let count = 0;
  for (let at = 0; at < channels.length; at += PAGE) {
    const page = channels.slice(at, at + PAGE);
    for (const open of await openIn(page, waiting, ledger, times)) {
      if (open.length > 0) count++;
      for (const paper of open) papers.add(paper);
    }
    await recordEach(page, ledger, times);
  }
  return { papers: papers.size, channels: count };
}

type Waiting = (covered: Covered) => Promise<readonly PaperId[]>;

/** Returns what reads the papers that came since a post; thousands of channels share them. */
function createWaiting(archive: Pick<Archive, 'after'>): Waiting {
  const places = new Map<string, readonly PaperId[]>();
  return async ({ upTo, newest }) => {
    const place = `${upTo} ${newest}`;
    const oldest = newest === undefined ? '' : oldestNews(newest);
    const papers =
      places.get(place) ??
      (await archive.after(upTo)).filter(({ day }) => day >= oldest).map(({ paper }) => paper);
    places.set(place, papers);
    return papers;
  };
}

/** The papers that each channel had not got. */
async function openIn(page: readonly Channel[], waiting: Waiting, ledger: Needs, { now, head }: Times) {
  const covered = await ledger.covered(page.map(({ id }) => ({ channel: id })));
  const asked: { channel: Channel['id']; papers: readonly PaperId[] }[] = [];
  for (const channel of page) {
    const papers = await waiting(coveredBy(channel, covered.get(channel.id), now, head));
    asked.push({ channel: channel.id, papers });
  }
  const sent = await ledger.sentTo(asked);
  return asked.map(({ channel, papers }) => papers.filter((paper) => !sent.get(channel)?.has(paper)));
}

/** Records today's slot as dealt with; where it has a delivery already, that one covers as much. */
async function recordEach(page: readonly Channel[], ledger: Needs, times: Times): Promise<void> {
  const records = page.map((channel) => recordOf(channel, times));
  const written = await ledger.plan(records, times.now);
  for (const { channel, day, newest } of records) {
    const key = deliveryKey(channel, day);
    if (!written.has(key) && newest !== undefined) await ledger.cover(key, { upTo: times.head, newest });
  }
}

function recordOf(channel: Channel, { copied, now, head, defaults }: Times): NewDelivery {
  const plan = { kind: 'silence', silence: { why: 'restored', copied } } as const;
  const day = localDay(zoneOf(channel, defaults), now);
  const newest = allSeen(laterOf(day, dayAt(now)));
  return { channel: channel.id, day, slotAt: now, plan, upTo: head, newest };
}

/** The newest day for which no paper of a digest up to `day` is news any more. */
function allSeen(day: Day): Day {
  return addDays(day, daysBetween(oldestNews(day), day).length);
}
