/**
 * The flow of a day: channels whose slot has come, what came since their last post, a plan each, the ledger.
 * Part of the composition, like `app.ts`: it is the one place that knows this order.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Archive } from '../archive/archive.ts';
import type { Channel, Subscription } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { Schedule } from '../channels/schedule.ts';
import type { Plan } from '../delivery/delivery.ts';
import { localDay, type Slot, slotAfter } from '../delivery/due.ts';
import { createGuard, type Guard } from '../delivery/guard.ts';
import type { Covered, Ledger, NewDelivery } from '../delivery/ledger.ts';
import { createOwed, type Owed } from '../delivery/owed.ts';
import { type Candidate, plan, planMissed } from '../delivery/plan.ts';
import { Day } from '../model/paper.ts';
import { candidatesOf, createNews, type Matching, type News, newestOf } from './news.ts';

export interface RoundRooms {
  archive: Archive;
  channels: Channels;
  ledger: Ledger;
  match: Matching;
  /** How much the words of a channel's topics weigh in each of these papers, by id, as search ranks them. */
  relevance: (topics: readonly Subscription[], ids: readonly string[]) => ReadonlyMap<string, number>;
  /** Parks channels; one of its own when absent. */
  guard?: Guard;
  scheduleOf: (channel: Channel) => Schedule;
  zoneOf: (channel: Channel) => string;
  /** Why nothing here can reach a channel's platform; undefined when it can be reached. */
  unreachable: (channel: Channel) => string | undefined;
  stale: (now: number) => { source: string; since: number } | undefined;
}

/** No digest is dated further ahead than this. Milliseconds. */
const MOST_AHEAD_MS = 7 * 24 * 3_600_000;
/** Deliveries of a channel that are looked at for its last post. */
const LOOK_BACK = 14;
/** Plans that are made, and written, together. */
const BATCH = 50;

export interface Round {
  /** What every channel whose slot has come by `now` would get, a batch at a time. Writes nothing. */
  due(now: number): AsyncGenerator<NewDelivery[]>;
  /**
   * Channels that the last `due` left out because nothing here can reach them, with the reason: their slots stay owed until
   * their platform is connected.
   */
  unreached(): ReadonlyMap<string, string>;
  /** What one channel would get now, and the number of arrival up to which papers were surely looked at. */
  planOne(channel: Channel, now: number): Promise<{ plan: Plan; newest?: Day; head: number }>;
  next(channel: Channel, now: number): Promise<Slot>;
  /** Where the channel's last post left off. */
  covered(channel: Channel, now: number): Promise<Covered>;
}

export function createRound(rooms: RoundRooms): Round {
  const { archive, channels, ledger, guard = createGuard() } = rooms;
  const owedBy = createOwed({ ...rooms, guard });
  const readNews = createNews(rooms);

  /** With their relevance, where the channel orders by it. */
  const weighed = (channel: Channel, topics: readonly Subscription[], candidates: readonly Candidate[]) => {
    if (channel.order !== 'relevance' || topics.length === 0) return candidates;
    const matching = candidates.filter((one) => one.topics.length > 0).map(({ paper }) => paper.id);
    const weights = rooms.relevance(topics, matching);
    return candidates.map((one) => ({ ...one, relevance: weights.get(one.paper.id) ?? 0 }));
  };

  const planFor = async (channel: Channel, news: News, covered: Covered, lateMs: number, now: number) => {
    const topics = channels.topics(channel.id);
    if (news.unmatched.has(channel.id)) throw news.unmatched.get(channel.id);
    const candidates = weighed(channel, topics, candidatesOf(channel, topics, news, covered));
    const newest = newestOf(candidates, covered);
    const unreachable = rooms.unreachable(channel);
    const stale = rooms.stale(now);
    const followsTopics = topics.length > 0;
    const wanted = followsTopics ? candidates.filter((one) => one.topics.length > 0) : candidates;
    const sent = await ledger.sent(
      channel.id,
      wanted.map(({ paper }) => paper.id),
    );
    const posted = candidates.length === 0 && (await hadPost(channel));
    const made = plan({
      channel,
      posted,
      followsTopics,
      lateMs,
      candidates,
      sent: new Set(sent.keys()),
      ...(newest === undefined ? {} : { newest }),
      ...(unreachable === undefined ? {} : { unreachable }),
      ...(stale === undefined ? {} : { stale }),
    });
    return { plan: made, ...(newest === undefined ? {} : { newest }) };
  };

  /** Whether one of the latest deliveries was a post. */
  const hadPost = async ({ id }: Channel): Promise<boolean> =>
    (await ledger.history(id, LOOK_BACK)).some(
      ({ state, plan: { kind } }) => state === 'posted' && kind === 'post',
    );

  /** Where the channel's last post left off. What is damaged of it gives way to where the channel began. */
  const coveredBy = async (channel: Channel, now: number): Promise<Covered> => {
    const covered = await ledger.covered(channel.id);
    const head = await archive.head();
    const isPlace = (seq: number | undefined): seq is number => seq !== undefined && seq >= 0 && seq <= head;
    const isPast = (day: Day | undefined): day is Day =>
      Day.safeParse(day).success && (day ?? '') <= localDay('UTC', now + MOST_AHEAD_MS);
    const newest = [covered?.newest, channel.fromDay].find(isPast);
    return {
      upTo: [covered?.upTo, channel.fromSeq].find(isPlace) ?? 0,
      ...(newest === undefined ? {} : { newest }),
    };
  };

  /** The slot that a channel is owed, and the ones before it that were missed. */
  const planOwed = async (
    { channel, slot, missed }: Owed,
    now: number,
    newsFrom: Map<number, News>,
    head: number,
  ): Promise<NewDelivery[]> => {
    const covered = await coveredBy(channel, now);
    const news = newsFrom.get(covered.upTo) ?? (await readNews(covered.upTo));
    newsFrom.set(covered.upTo, news);
    const made = await planFor(channel, news, covered, now - slot.at, now);
    return [
      ...missed.map((before) => deliveryFor(channel, before, { plan: planMissed(channel) })),
      deliveryFor(channel, slot, { ...made, ...coverage(made.plan, head) }),
    ];
  };

  let unreached = new Map<string, string>();
  /** Those that can be reached; the others are noted. */
  const reached = (owed: readonly Owed[]): Owed[] => {
    unreached = new Map();
    return owed.filter(({ channel }) => {
      const why = rooms.unreachable(channel);
      if (why !== undefined) unreached.set(channel.id, why);
      return why === undefined;
    });
  };

  return {
    unreached: () => unreached,
    async *due(now) {
      const head = await archive.head();
      const list = reached(await owedBy(now));
      const newsFrom = new Map<number, News>();
      for (let at = 0; at < list.length; at += BATCH) {
        const batch: NewDelivery[] = [];
        for (const owed of list.slice(at, at + BATCH)) {
          const made = await guard.step(owed.channel.id, 'plan its post', () =>
            planOwed(owed, now, newsFrom, head),
          );
          batch.push(...(made ?? []));
        }
        yield batch;
        await breathe();
      }
    },
    async planOne(channel, now) {
      // Before the news are read: what comes in between is looked at again, not left out.
      const head = await archive.head();
      const covered = await coveredBy(channel, now);
      // A preview tells what the next post would hold, paused or not.
      const { paused: _, ...active } = channel;
      const news = await readNews(covered.upTo, channels.topics(channel.id));
      return { ...(await planFor(active, news, covered, 0, now)), head };
    },
    covered: coveredBy,
    async next(channel, now) {
      let slot = slotAfter(rooms.scheduleOf(channel), rooms.zoneOf(channel), now);
      // A day that has its post already, as after a change of schedule, gets no second one.
      while ((await ledger.taken([channel.id], slot.day)).size > 0) {
        slot = slotAfter(rooms.scheduleOf(channel), rooms.zoneOf(channel), slot.at);
      }
      return slot;
    },
  };
}

function deliveryFor(
  channel: Channel,
  slot: Slot,
  made: Omit<NewDelivery, 'channel' | 'day' | 'slotAt'>,
): NewDelivery {
  return { channel: channel.id, day: slot.day, slotAt: slot.at, ...made };
}

/** Which plans deal with the papers they looked at, so that the next slot begins after them. */
function coverage(made: Plan, head: number): { upTo?: number } {
  if (made.kind === 'post') return { upTo: head };
  const again = ['merged', 'no-access', 'damaged'].includes(made.silence.why);
  return again ? {} : { upTo: head };
}
