/** Answers questions about a channel's delivery: its next slot, a preview of its next post, why a paper was not posted. */
import type { Archive } from '../archive/archive.ts';
import { keepAtHand } from '../archive/paper-cache.ts';
import { type Channel, type Defaults, scheduleOf, zoneOf } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { Schedule } from '../channels/schedule.ts';
import type { ChannelId, PaperId } from '../model/channel-id.ts';
import type { Block, Card, Post } from '../model/message.ts';
import type { Day } from '../model/paper.ts';
import type { Clock } from '../model/ports.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/tree.ts';
import type { ChannelHealth } from './channel-health.ts';
import { coveredBy } from './coverage.ts';
import { type Delivery, type Plan, papersOf } from './delivery.ts';
import type { Ledger } from './ledger.ts';
import { type NotPosted, whyNotPosted } from './not-posted.ts';
import type { Planner } from './planner.ts';
import { cardsOf, toPosts } from './post-parts.ts';
import type { PostInput } from './post-text.ts';
import { localDay, type Slot } from './slots.ts';

export interface DeliveryView {
  schedule(channel: Channel): Schedule;
  zone(channel: Channel): string;
  /** The next slot; undefined when it cannot be worked out, and `trouble` says why. */
  next(channel: Channel): Promise<Slot | undefined>;
  /** What keeps posts from this channel although its own settings are well, as a sentence. */
  trouble(channel: Channel): string | undefined;
  /** The post as it would be now. */
  preview(channel: Channel): Promise<{ plan: Plan; blocks: Block[] }>;
  /** Why a paper was not posted to the channel and is not in its next post. */
  notPosted(channel: Channel, paper: PaperId): Promise<NotPosted>;
  /** Cards of a post's papers beyond those it showed. */
  rest(key: string): Promise<{ channel: ChannelId; cards: Card[] } | undefined>;
  /** What became of the channel's deliveries in the last two weeks. */
  latest(channel: Channel): Promise<LatestDeliveries>;
  /** Sends a post again whose delivery could not be confirmed. False when it is none of the channel's, or settled by now. */
  sendAgain(channel: Channel, key: string): Promise<boolean>;
}

export interface LatestDeliveries {
  /** The newest one that was posted, a line on a quiet day included. */
  posted?: Delivery;
  newest?: Delivery;
  /** Those that a person has to look for. */
  unconfirmed: Delivery[];
}

/** Deliveries of a channel that `latest` looks at. */
const LATEST = 14;

export interface DeliveryViewContext {
  archive: Archive;
  channels: Channels;
  ledger: Ledger;
  planner: Planner;
  health: ChannelHealth;
  defaults: Defaults;
  clock: Clock;
  /** Sends what is ready, without waiting for it. */
  wake: () => void;
}

/** `render` makes the messages of a delivery, the same whenever it is asked. */
export function createDeliveryView(
  context: DeliveryViewContext,
): DeliveryView & { render(delivery: Delivery): Promise<Post[]> } {
  const { channels, ledger, planner, health, defaults, clock } = context;
  const atHand = keepAtHand(context.archive);

  const inputFor = async (
    channel: Channel,
    delivery: PostInput['delivery'] & Pick<Delivery, 'plan'>,
  ): Promise<PostInput> => {
    const papers = await atHand(papersOf(delivery.plan));
    return {
      delivery,
      plan: delivery.plan,
      channel,
      zone: zoneOf(channel, defaults),
      papers: new Map(papers.map((paper) => [paper.id, paper])),
      topics: treesOf(delivery.plan),
    };
  };

  const next = (channel: Channel) =>
    health.run(channel.id, 'work out when its post is due', () => planner.next(channel, clock()));

  /** What would be posted now; a silence that says why it cannot be planned. */
  const planned = async (channel: Channel): Promise<{ plan: Plan; newest?: Day }> => {
    const made = await health.run(channel.id, 'plan its post', () => planner.planOne(channel, clock()));
    if (made) return made;
    const reason = health.problem(channel.id) ?? 'its post could not be planned.';
    return { plan: { kind: 'silence', silence: { why: 'no-access', reason } } };
  };

  return {
    schedule: (channel) => scheduleOf(channel, defaults),
    zone: (channel) => zoneOf(channel, defaults),
    next,
    trouble: (channel) => health.problem(channel.id) ?? health.unreachable(channel.id),
    async notPosted(channel, paper) {
      const covered = await coveredBy(channel, clock(), await context.archive.head(), ledger);
      return whyNotPosted(channel, paper, covered, context);
    },
    async preview(channel) {
      const slot = (await next(channel)) ?? { day: localDay('UTC', clock()), at: clock() };
      const { plan, newest } = await planned(channel);
      const delivery = { key: 'preview', channel: channel.id, day: slot.day, slotAt: slot.at, plan };
      const input = await inputFor(channel, newest === undefined ? delivery : { ...delivery, newest });
      return { plan, blocks: toPosts(input).flatMap((post) => post.blocks) };
    },
    async latest({ id }) {
      const history = await ledger.history(id, LATEST);
      const posted = history.find(({ state }) => state === 'posted');
      const [newest] = history;
      return {
        unconfirmed: history.filter(({ state, notBefore }) => state === 'unknown' && notBefore === undefined),
        ...(posted ? { posted } : {}),
        ...(newest ? { newest } : {}),
      };
    },
    async sendAgain({ id }, key) {
      const own = (await ledger.get(key))?.channel === id;
      if (!own || !(await ledger.sendAgain(key, clock()))) return false;
      context.wake();
      return true;
    },
    async rest(key) {
      const delivery = await ledger.get(key);
      const channel = delivery && channels.get(delivery.channel);
      if (!channel || delivery.plan.kind !== 'post') return undefined;
      return { channel: channel.id, cards: cardsOf(delivery.plan.rest, await inputFor(channel, delivery)) };
    },
    async render(delivery) {
      const channel = channels.get(delivery.channel);
      return channel ? toPosts(await inputFor(channel, delivery)) : [];
    },
  };
}

/** The topics that a plan names, as trees: they are read from the plan, so a topic dropped since still says why. */
function treesOf(plan: Delivery['plan']): Map<string, Query> {
  const trees = new Map<string, Query>();
  if (plan.kind !== 'post') return trees;
  for (const query of new Set([...plan.shown, ...plan.rest].flatMap(({ topics }) => topics))) {
    const parsed = parseQuery(query);
    if (parsed.ok) trees.set(query, parsed.query);
  }
  return trees;
}
