/** Plans the posts of channels from what arrived: their candidates, what they got before, and whether they can be reached. */
import { type Channel, type Subscription, scheduleOf } from '../channels/channel.ts';
import type { ChannelId, PaperId } from '../model/channel-id.ts';
import type { Relevance } from '../search/relevance.ts';
import { type Arrived, createArrivals } from './candidates.ts';
import type { DeliveryContext } from './context.ts';
import { coveredBy } from './coverage.ts';
import type { Covered, Planned } from './delivery.ts';
import { type Candidate, plan, ranked } from './plan.ts';
import { type Attempt, attempt, readEach, resultOf } from './read-each.ts';
import { createRoundPapers } from './round-papers.ts';
import { idsOf, readSent } from './sent-papers.ts';
import { withTaste } from './taste-candidates.ts';
import { createTrendingCandidates } from './trending-candidates.ts';

type Needs = Pick<
  DeliveryContext,
  | 'archive'
  | 'channels'
  | 'ledger'
  | 'health'
  | 'match'
  | 'asOfNow'
  | 'judged'
  | 'relevance'
  | 'tastes'
  | 'stale'
  | 'defaults'
>;

/** Deliveries of a channel that are searched for its last post. */
const LOOK_BACK = 14;

/** The moment of planning, and the arrival number up to which papers were surely looked at. */
export interface Round {
  now: number;
  head: number;
  /** As of `createRoundPapers`. */
  only?: readonly Subscription[];
}

/** A channel that is planned, `lateMs` after its slot. */
interface Wanted {
  channel: Channel;
  lateMs: number;
}

/** What a channel's post may hold. */
interface Draft {
  followsTopics: boolean;
  arrived: Arrived;
  /** Of a channel with topics only those that match one. */
  candidates: readonly Candidate[];
  /** How many papers came. */
  came: number;
  /** How many papers gained votes, where the candidates are among these. */
  trending?: number;
}

/**
 * Returns a function that plans what channels get now. What all of the round share is read and matched once, and the ledger is read
 * for all that are given. The plan of each is a function, which throws what kept this channel's from being made.
 */
export function createChannelPlanner(context: Needs, { now, head, only }: Round) {
  const { channels, ledger, health, relevance, stale, defaults } = context;
  const wasFollowed = context.asOfNow();
  const openReaders = (of: typeof only) => {
    const papers = createRoundPapers(context, of);
    return {
      arrivals: createArrivals(context, papers),
      trendingFor: createTrendingCandidates(context, papers, now),
    };
  };
  const shared = openReaders(only);
  /** Papers may have been matched before a topic came that is followed since the round began: that channel's are matched apart. */
  const readersFor = (topics: readonly Subscription[]) =>
    topics.every(({ query }) => wasFollowed(query)) ? shared : openReaders(topics);

  /** The scores of what one topic brings: the same list, in every channel that follows this topic alone. */
  const ofOne = new WeakMap<readonly Candidate[], ReturnType<Relevance>>();
  const scoresOfOne = (topics: readonly Subscription[], candidates: readonly Candidate[]) => {
    const scores = ofOne.get(candidates) ?? relevance(topics, idsOf(candidates));
    ofOne.set(candidates, scores);
    return scores;
  };
  const withRelevance = (
    channel: Channel,
    topics: readonly Subscription[],
    candidates: readonly Candidate[],
  ) => {
    if (channel.byTaste || channel.order !== 'relevance' || topics.length === 0) return candidates;
    const scores =
      topics.length === 1 ? scoresOfOne(topics, candidates) : relevance(topics, idsOf(candidates));
    return candidates.map((one) => ranked(one, scores.get(one.paper.id)));
  };
  const draftFor = async (channel: Channel, stored: Covered | undefined): Promise<Draft> => {
    const topics = channels.topics(channel.id);
    const { arrivals, trendingFor } = readersFor(topics);
    const arrived = await arrivals.since(coveredBy(channel, stored, now, head));
    const draft = { followsTopics: topics.length > 0, arrived, came: arrived.papers.all.length };
    const { every } = scheduleOf(channel, defaults);
    const trending = channel.trending ? await trendingFor(every, topics) : undefined;
    if (trending !== undefined)
      return {
        ...draft,
        candidates: await withTaste(channel, trending.candidates, context),
        trending: trending.total,
      };
    const wanted = topics.length === 0 ? arrived.papers.all : arrived.papers.matching(topics);
    const candidates = withRelevance(channel, topics, wanted);
    return { ...draft, candidates: await withTaste(channel, candidates, context) };
  };
  const planFrom = (
    { channel, lateMs }: Wanted,
    { arrived: { newest, notes }, ...draft }: Draft,
    ledgerSays: { sent: ReadonlySet<PaperId>; posted: boolean },
    leftAlone: string | undefined,
  ): Planned => {
    const unreachable = health.unreachable(channel.id) ?? leftAlone;
    const situation = { channel, now, lateMs, newest, notes, unreachable, stale: stale(now) };
    const made = plan({ ...situation, ...draft, ...ledgerSays });
    return { plan: made, ...(newest === undefined ? {} : { newest }) };
  };

  return async (wanted: readonly Wanted[]): Promise<(() => Planned)[]> => {
    const ids = wanted.map(({ channel }) => ({ channel: channel.id }));
    const covered = await readEach(ids, ledger.covered);
    const left = await readEach(ids, (some) => health.leftAlone(some.map(({ channel }) => channel)));
    const drafts: { id: ChannelId; limit: number; draft: Attempt<Draft> }[] = [];
    for (const { channel } of wanted) {
      const draft = await attempt(async () => draftFor(channel, covered(channel.id)));
      drafts.push({ id: channel.id, limit: channel.limit, draft });
    }
    const made = drafts.flatMap(({ id, limit, draft }) =>
      'value' in draft ? { channel: id, limit, ...draft.value } : [],
    );
    const sent = await readSent(
      ledger,
      made.map(({ channel, candidates, trending, limit }) => {
        return { channel, candidates, ...(trending === undefined ? {} : { most: limit }) };
      }),
    );
    const posted = await readEach(
      made.filter(({ came, trending }) => came === 0 && trending === undefined),
      (some) => ledger.posted(some, LOOK_BACK),
    );
    return wanted.map((one, at) => () => {
      const { id, draft } = drafts[at] as (typeof drafts)[number];
      const ledgerSays = { sent: sent(id), posted: posted(id) ?? false };
      return planFrom(one, resultOf(draft), ledgerSays, left(id));
    });
  };
}
