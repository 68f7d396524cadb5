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
import { PaperboyError } from '../model/errors.ts';
import { Day, type Paper } from '../model/paper.ts';

/** Which subscriptions match which papers: by channel, then by paper. Of all of them, or of those given only. */
export type Matching = (
  papers: readonly Paper[],
  only?: readonly Subscription[],
) => Map<string, Map<string, Subscription[]>>;

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

/**
 * A late addition to a digest is still news for this many days; papers of older digests, such as an archive filled
 * afterwards, count as seen.
 */
const LATE_ADDITION_DAYS = 3;
/** No digest is dated further ahead than this. Milliseconds. */
const MOST_AHEAD_MS = 7 * 24 * 3_600_000;
/** Papers matched at a time; between two, others have a turn. */
const MATCHED = 25;
/** Deliveries of a channel that are looked at for its last post. */
const LOOK_BACK = 14;
/** Plans that are made, and written, together. */
const BATCH = 50;

export interface Round {
  /** What every channel whose slot has come by `now` would get, a batch at a time. Writes nothing. */
  due(now: number): AsyncGenerator<NewDelivery[]>;
  /** What one channel would get now, and the number of arrival up to which papers were surely looked at. */
  planOne(channel: Channel, now: number): Promise<{ plan: Plan; newest?: Day; head: number }>;
  next(channel: Channel, now: number): Promise<Slot>;
}

export function createRound(rooms: RoundRooms): Round {
  const { archive, channels, ledger, guard = createGuard() } = rooms;
  const owedBy = createOwed({ ...rooms, guard });

  /** Arrivals, papers and matches are read once for all channels that share a starting point. */
  const readNews = async (from: number, only?: readonly Subscription[]): Promise<News> => {
    const arrivals = archive.after(from);
    const papers = await archive.getMany(arrivals.map(({ paper }) => paper));
    const byId = new Map(papers.map((paper) => [paper.id, paper]));
    const news: Omit<News, 'came'> = { matches: new Map(), unmatched: new Map() };
    for (let at = 0; at < papers.length; at += MATCHED) {
      matchInto(news, papers.slice(at, at + MATCHED), only);
      await breathe();
    }
    const came = arrivals.flatMap(({ paper: id, day }): Candidate[] => {
      const paper = byId.get(id);
      return paper === undefined ? [] : [{ paper, day, topics: [], relevance: 0 }];
    });
    return { came, ...news };
  };

  /** All channels at once; one at a time when that throws, so that a topic which cannot be matched costs its own only. */
  const matchInto = (news: Omit<News, 'came'>, papers: readonly Paper[], only?: readonly Subscription[]) => {
    try {
      collect(news.matches, rooms.match(papers, only));
    } catch (error) {
      if (only !== undefined) throw error;
      for (const { id } of channels.all()) {
        try {
          collect(news.matches, rooms.match(papers, channels.topics(id)));
        } catch (failure) {
          news.unmatched.set(id, failure);
        }
      }
    }
  };

  /** With their relevance, where the channel orders by it. */
  const weighed = (channel: Channel, topics: readonly Subscription[], candidates: readonly Candidate[]) => {
    if (channel.order !== 'relevance' || topics.length === 0) return candidates;
    const matching = candidates.filter((one) => one.topics.length > 0).map(({ paper }) => paper.id);
    const weights = rooms.relevance(topics, matching);
    return candidates.map((one) => ({ ...one, relevance: weights.get(one.paper.id) ?? 0 }));
  };

  const planFor = async (channel: Channel, news: News, covered: Covered, lateMs: number, now: number) => {
    const topics = channels.topics(channel.id);
    const unread = topics.find(({ problem }) => problem !== undefined);
    if (unread) throw unreadTopic(unread);
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
    const head = archive.head();
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

  return {
    async *due(now) {
      const head = archive.head();
      const list = await owedBy(now);
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
      const head = archive.head();
      const covered = await coveredBy(channel, now);
      // A preview tells what the next post would hold, paused or not.
      const { paused: _, ...active } = channel;
      const news = await readNews(covered.upTo, channels.topics(channel.id));
      return { ...(await planFor(active, news, covered, 0, now)), head };
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

/** The channel is parked until someone drops the topic: what its people wanted is not known. */
function unreadTopic({ query, problem = '' }: Subscription): PaperboyError {
  const name = query.replaceAll('`', "'").slice(0, 100);
  const message = `the topic \`${name}\` can't be read (${problem}). Unsubscribe from it and subscribe again.`;
  return new PaperboyError('bad-channels', message);
}

function collect(matches: News['matches'], found: News['matches']): void {
  for (const [channel, hits] of found) {
    const before = matches.get(channel);
    if (before === undefined) matches.set(channel, hits);
    else for (const [paper, topics] of hits) before.set(paper, topics);
  }
}

function deliveryFor(
  channel: Channel,
  slot: Slot,
  made: Omit<NewDelivery, 'channel' | 'day' | 'slotAt'>,
): NewDelivery {
  return { channel: channel.id, day: slot.day, slotAt: slot.at, ...made };
}

interface News {
  /** What came, as for a channel without topics: thousands of channels share these. */
  came: readonly Candidate[];
  matches: ReturnType<Matching>;
  /** Channels whose topics could not be matched, with what was thrown. */
  unmatched: Map<string, unknown>;
}

function candidatesOf(
  channel: Channel,
  topics: readonly Subscription[],
  news: News,
  covered: Covered,
): readonly Candidate[] {
  // Where no digest was covered, the first that comes is news, however old; not a whole archive with it.
  const newest = covered.newest ?? newestOf(news.came, covered);
  const oldest = newest === undefined ? '' : daysBefore(newest, LATE_ADDITION_DAYS);
  const recent = news.came.filter(({ day }) => day >= oldest);
  const matches = news.matches.get(channel.id);
  if (matches === undefined) return recent;
  const order = new Map(topics.map((topic, at) => [topic.meaning, at]));
  return recent.map((candidate) => {
    const hits = matches.get(candidate.paper.id);
    if (hits === undefined) return candidate;
    const sorted = hits.toSorted((a, b) => (order.get(a.meaning) ?? 0) - (order.get(b.meaning) ?? 0));
    return { ...candidate, topics: sorted.map(({ query }) => query) };
  });
}

/** Days have no zone, so the arithmetic of UTC is right for them. */
function daysBefore(day: Day, days: number): Day {
  return new Date(Date.parse(day) - days * 24 * 3_600_000).toISOString().slice(0, 10);
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
  const again = ['merged', 'no-access', 'damaged'].includes(made.silence.why);
  return again ? {} : { upTo: head };
}
