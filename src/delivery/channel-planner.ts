/** Plans the post of one channel from what arrived: its candidates, what it got before, and whether it can be reached. */
import type { Channel, Subscription } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { Day } from '../model/paper.ts';
import type { Relevance } from '../search/relevance.ts';
import { type Arrived, candidatesOf } from './candidates.ts';
import type { ChannelHealth } from './channel-health.ts';
import { newestOf } from './coverage.ts';
import type { Plan } from './delivery.ts';
import type { Covered, Ledger } from './ledger.ts';
import { type Candidate, plan } from './plan.ts';

export interface ChannelPlannerContext {
  channels: Pick<Channels, 'topics'>;
  ledger: Ledger;
  health: Pick<ChannelHealth, 'unreachable'>;
  relevance: Relevance;
  /** The source that should have given something newer by now; undefined when all are well. */
  stale: (now: number) => { source: string; since: number } | undefined;
}

/** `newest` is the newest day of a digest that the plan covers. */
export type PlanChannel = (
  channel: Channel,
  arrived: Arrived,
  covered: Covered,
  lateMs: number,
  now: number,
) => Promise<{ plan: Plan; newest?: Day }>;

/** Deliveries of a channel that are searched for its last post. */
const LOOK_BACK = 14;

export function createChannelPlanner(context: ChannelPlannerContext): PlanChannel {
  const { channels, ledger, health } = context;

  const withRelevance = (
    channel: Channel,
    topics: readonly Subscription[],
    candidates: readonly Candidate[],
  ) => {
    if (channel.order !== 'relevance' || topics.length === 0) return candidates;
    const matching = candidates.filter((one) => one.topics.length > 0).map(({ paper }) => paper.id);
    const scores = context.relevance(topics, matching);
    return candidates.map((one) => ({ ...one, relevance: scores.get(one.paper.id) ?? 0 }));
  };

  /** Whether one of the latest deliveries was a post. */
  const hadPost = async ({ id }: Channel): Promise<boolean> =>
    (await ledger.history(id, LOOK_BACK)).some(
      ({ state, plan: { kind } }) => state === 'posted' && kind === 'post',
    );

  return async (channel, arrived, covered, lateMs, now) => {
    const topics = channels.topics(channel.id);
    if (arrived.unmatched.has(channel.id)) throw arrived.unmatched.get(channel.id);
    const candidates = withRelevance(channel, topics, candidatesOf(channel, topics, arrived, covered));
    const newest = newestOf(candidates, covered);
    const unreachable = health.unreachable(channel.id);
    const stale = context.stale(now);
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
}
