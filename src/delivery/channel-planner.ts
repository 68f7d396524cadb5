/** Plans the post of one channel from what arrived: its candidates, what it got before, and whether it can be reached. */
import { type Channel, type Subscription, scheduleOf } from '../channels/channel.ts';
import { topicsOwner } from '../channels/copies.ts';
import { type Arrived, candidatesOf } from './candidates.ts';
import type { DeliveryContext } from './context.ts';
import { newestOf } from './coverage.ts';
import type { Covered, Planned } from './delivery.ts';
import { type Candidate, plan } from './plan.ts';
import { createTrendingCandidates } from './trending-candidates.ts';

type Needs = Pick<
  DeliveryContext,
  'archive' | 'channels' | 'ledger' | 'health' | 'match' | 'relevance' | 'stale' | 'defaults'
>;

/** Deliveries of a channel that are searched for its last post. */
const LOOK_BACK = 14;

/** Returns a function that plans what a channel gets now, `lateMs` after its slot. */
export function createChannelPlanner(context: Needs) {
  const { channels, ledger, health, relevance, stale, defaults } = context;
  const trendingFor = createTrendingCandidates(context);
  const withRelevance = (
    channel: Channel,
    topics: readonly Subscription[],
    candidates: readonly Candidate[],
  ) => {
    if (channel.order !== 'relevance' || topics.length === 0) return candidates;
    const matching = candidates.filter((one) => one.topics.length > 0).map(({ paper }) => paper.id);
    const scores = relevance(topics, matching);
    return candidates.map((one) => ({ ...one, relevance: scores.get(one.paper.id) ?? 0 }));
  };

  /** Whether one of the latest deliveries was a post. */
  const hadPost = async ({ id }: Channel): Promise<boolean> =>
    (await ledger.history(id, LOOK_BACK)).some(
      ({ state, plan: { kind } }) => state === 'posted' && kind === 'post',
    );

  return async (channel: Channel, arrived: Arrived, covered: Covered, lateMs: number, now: number) => {
    const topics = channels.topics(channel.id);
    const owner = topicsOwner(channel);
    if (arrived.unmatched.has(owner)) throw arrived.unmatched.get(owner);
    const came = withRelevance(channel, topics, candidatesOf(channel, topics, arrived, covered));
    const newest = newestOf(came, covered);
    const { every } = scheduleOf(channel, defaults);
    const trending = channel.trending ? await trendingFor(channel, every, topics, now) : undefined;
    const candidates = trending?.candidates ?? came;
    const followsTopics = topics.length > 0;
    const wanted = followsTopics ? candidates.filter((one) => one.topics.length > 0) : candidates;
    const ids = wanted.map(({ paper }) => paper.id);
    const made = plan({
      channel,
      posted: candidates.length === 0 && (await hadPost(channel)),
      followsTopics,
      now,
      lateMs,
      candidates,
      trending: trending?.total,
      notes: arrived.notes,
      sent: new Set((await ledger.sent(channel.id, ids)).keys()),
      newest,
      unreachable: health.unreachable(channel.id),
      stale: stale(now),
    });
    return { plan: made, ...(newest === undefined ? {} : { newest }) } satisfies Planned;
  };
}
