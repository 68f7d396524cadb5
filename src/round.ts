/**
 * The flow of a day: channels whose slot has come, what came since their last post, a plan each, the ledger.
 * Part of the composition, like `app.ts`: it is the one place that knows this order.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import type { Archive } from './archive/archive.ts';
import type { Arrival } from './archive/arrivals.ts';
import type { Channel, Subscription } from './channels/channel.ts';
import type { Channels } from './channels/channels.ts';
import type { Schedule } from './channels/schedule.ts';
import type { Plan } from './delivery/delivery.ts';
import { type Slot, slotAfter, slotBefore } from './delivery/due.ts';
import type { Covered, Ledger, NewDelivery } from './delivery/ledger.ts';
import { type Candidate, plan, planMissed } from './delivery/plan.ts';
import type { Day, Paper } from './paper.ts';

/** Which of a channel's subscriptions match which papers: by channel, then by paper. */
export type Matching = (papers: readonly Paper[]) => Map<string, Map<string, Subscription[]>>;

export interface RoundRooms {
  archive: Archive;
  channels: Channels;
  ledger: Ledger;
  match: Matching;
  scheduleOf: (channel: Channel) => Schedule;
  zoneOf: (channel: Channel) => string;
  /** Why nothing here can reach a channel's platform; undefined when it can be reached. */
  unreachable: (channel: Channel) => string | undefined;
  stale: (now: number) => { source: string; since: number } | undefined;
}

/**
 * A late addition to a digest is still news for this many days; papers of older digests, such as an archive filled
 * afterwards, count as seen.
 */
const LATE_ADDITION_DAYS = 3;
/** How many missed slots of a channel are recorded, after a long time of being down. */
const MOST_MISSED = 31;
/** Plans that are made, and written, together. */
const BATCH = 250;

export interface Round {
  /** What every channel whose slot has come by `now` would get, a batch at a time. Writes nothing. */
  due(now: number): AsyncGenerator<NewDelivery[]>;
  /** What one channel would get now. */
  planOne(channel: Channel, now: number): Promise<{ plan: Plan; newest?: Day }>;
  next(channel: Channel, now: number): Promise<Slot>;
}

export function createRound(rooms: RoundRooms): Round {
  const { archive, channels, ledger } = rooms;

  /** By schedule and zone: a slot holds until the next one comes, so most ticks work out none. */
  const slots = new Map<string, { last: Slot; next: Slot }>();

  const owed = async (now: number): Promise<Owed[]> => {
    const open = await ledger.open();
    const last: Owed[] = [];
    for (const channel of channels.all()) {
      if (open.has(channel.id)) continue;
      last.push({ channel, slot: slotOf(channel, now, rooms, slots) });
    }
    return untaken(last);
  };

  /** Those that the channel was there for and that have no delivery yet. */
  const untaken = async (list: readonly Owed[]): Promise<Owed[]> => {
    const found: Owed[] = [];
    const since = list.filter(({ channel, slot }) => slot.at > channel.since);
    for (const [day, sameDay] of Map.groupBy(since, ({ slot }) => slot.day)) {
      const taken = await ledger.taken(
        sameDay.map(({ channel }) => channel.id),
        day,
      );
      found.push(...sameDay.filter(({ channel }) => !taken.has(channel.id)));
    }
    return found;
  };

  /**
   * Slots before the one owed that passed with nobody there to plan them. Each is recorded, so that no day is without its
   * reason; what came then is in the post of the slot owed.
   */
  const missedBefore = async (list: readonly Owed[]): Promise<Map<string, NewDelivery[]>> => {
    const missed = new Map<string, NewDelivery[]>();
    const priors = new Map<string, Slot>();
    let later = list;
    for (let step = 0; step < MOST_MISSED && later.length > 0; step++) {
      later = await untaken(
        later.map(({ channel, slot }) => ({ channel, slot: slotPrior(channel, slot, rooms, priors) })),
      );
      for (const { channel, slot } of later) {
        const delivery = { channel: channel.id, day: slot.day, slotAt: slot.at, plan: planMissed(channel) };
        missed.set(channel.id, [...(missed.get(channel.id) ?? []), delivery]);
      }
    }
    return missed;
  };

  /** Arrivals, papers and matches are read once for all channels that share a starting point. */
  const readNews = async (from: number): Promise<News> => {
    const arrivals = archive.after(from);
    const papers = await archive.getMany(arrivals.map(({ paper }) => paper));
    const byId = new Map(papers.map((paper) => [paper.id, paper]));
    return { arrivals, papers: byId, matches: rooms.match(papers) };
  };

  const planFor = async (channel: Channel, news: News, covered: Covered, lateMs: number, now: number) => {
    const topics = channels.topics(channel.id);
    const candidates = candidatesOf(channel, topics, news, covered);
    const newest = newestOf(candidates, covered);
    const unreachable = rooms.unreachable(channel);
    const stale = rooms.stale(now);
    const sent = await ledger.sent(
      channel.id,
      candidates.map(({ paper }) => paper.id),
    );
    const made = plan({
      channel,
      followsTopics: topics.length > 0,
      lateMs,
      candidates,
      sent: new Set(sent.keys()),
      ...(newest === undefined ? {} : { newest }),
      ...(unreachable === undefined ? {} : { unreachable }),
      ...(stale === undefined ? {} : { stale }),
    });
    return { plan: made, ...(newest === undefined ? {} : { newest }) };
  };

  const coveredBy = async (channel: Channel): Promise<Covered> =>
    (await ledger.covered(channel.id)) ?? { upTo: channel.fromSeq, newest: channel.fromDay };

  return {
    async *due(now) {
      const head = archive.head();
      const list = await owed(now);
      const missed = await missedBefore(list);
      const newsFrom = new Map<number, News>();
      for (let at = 0; at < list.length; at += BATCH) {
        const batch: NewDelivery[] = [];
        for (const { channel, slot } of list.slice(at, at + BATCH)) {
          const covered = await coveredBy(channel);
          const news = newsFrom.get(covered.upTo) ?? (await readNews(covered.upTo));
          newsFrom.set(covered.upTo, news);
          const made = await planFor(channel, news, covered, now - slot.at, now);
          batch.push(...(missed.get(channel.id) ?? []), {
            channel: channel.id,
            day: slot.day,
            slotAt: slot.at,
            ...made,
            ...coverage(made.plan, head),
          });
        }
        yield batch;
        await breathe();
      }
    },
    async planOne(channel, now) {
      const covered = await coveredBy(channel);
      // A preview tells what the next post would hold, paused or not.
      const { paused: _, ...active } = channel;
      return planFor(active, await readNews(covered.upTo), covered, 0, now);
    },
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

interface Owed {
  channel: Channel;
  slot: Slot;
}

interface News {
  arrivals: Arrival[];
  papers: ReadonlyMap<string, Paper>;
  matches: ReturnType<Matching>;
}

/** The last slot of a channel. Channels with the same schedule and zone share it, from one slot to the next. */
function slotOf(
  channel: Channel,
  now: number,
  rooms: RoundRooms,
  slots: Map<string, { last: Slot; next: Slot }>,
): Slot {
  const schedule = rooms.scheduleOf(channel);
  const zone = rooms.zoneOf(channel);
  const key = `${zone} ${JSON.stringify(schedule)}`;
  const known = slots.get(key);
  if (known && known.last.at <= now && now < known.next.at) return known.last;
  const last = slotBefore(schedule, zone, now);
  slots.set(key, { last, next: slotAfter(schedule, zone, now) });
  return last;
}

/** The slot before another. Channels with the same schedule and zone share it. */
function slotPrior(channel: Channel, slot: Slot, rooms: RoundRooms, priors: Map<string, Slot>): Slot {
  const schedule = rooms.scheduleOf(channel);
  const zone = rooms.zoneOf(channel);
  const key = `${zone} ${JSON.stringify(schedule)} ${slot.at}`;
  const prior = priors.get(key) ?? slotBefore(schedule, zone, slot.at - 1);
  priors.set(key, prior);
  return prior;
}

function candidatesOf(
  channel: Channel,
  topics: readonly Subscription[],
  news: News,
  covered: Covered,
): Candidate[] {
  const oldest =
    covered.newest === undefined
      ? ''
      : Temporal.PlainDate.from(covered.newest).subtract({ days: LATE_ADDITION_DAYS }).toString();
  const matches = news.matches.get(channel.id);
  const order = new Map(topics.map((topic, at) => [topic.meaning, at]));
  return news.arrivals.flatMap(({ paper: id, day }): Candidate[] => {
    const paper = news.papers.get(id);
    if (paper === undefined || day < oldest) return [];
    const hits = (matches?.get(id) ?? []).toSorted(
      (a, b) => (order.get(a.meaning) ?? 0) - (order.get(b.meaning) ?? 0),
    );
    return [{ paper, day, topics: hits.map(({ query }) => query), relevance: hits.length }];
  });
}

function newestOf(candidates: readonly Candidate[], covered: Covered): Day | undefined {
  return candidates.reduce<Day | undefined>(
    (newest, { day }) => (newest === undefined || day > newest ? day : newest),
    covered.newest,
  );
}

/** Which plans deal with the papers they looked at, so that the next slot begins after them. */
function coverage(made: Plan, head: number): { upTo?: number } {
  if (made.kind === 'post') return { upTo: head };
  const again = made.silence.why === 'merged' || made.silence.why === 'no-access';
  return again ? {} : { upTo: head };
}
