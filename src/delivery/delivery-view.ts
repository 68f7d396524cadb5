/** Answers questions about a channel's delivery: its next slot, a preview of its next post, why a paper was not posted. */
import { keepAtHand } from '../archive/paper-cache.ts';
import { type Channel, scheduleOf, zoneOf } from '../channels/channel.ts';
import { type PaperId, platformOf } from '../model/channel-id.ts';
import { PaperboyError } from '../model/errors.ts';
import { SUMMARY } from '../model/judgement.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/tree.ts';
import type { DeliveryContext } from './context.ts';
import { coveredBy } from './coverage.ts';
import { type Delivery, type Plan, type Planned, papersOf } from './delivery.ts';
import { whyNotPosted } from './not-posted.ts';
import type { Planner } from './planner.ts';
import { restOf, toPosts } from './post-parts.ts';
import type { PostInput } from './post-text.ts';
import { localDay } from './slots.ts';

/** Deliveries of a channel that `latest` looks at. */
const LATEST = 14;

interface ViewContext
  extends Pick<
    DeliveryContext,
    'archive' | 'channels' | 'ledger' | 'health' | 'messengers' | 'judged' | 'tastes' | 'defaults' | 'clock'
  > {
  planner: Planner;
  /** Sends what is ready, without waiting for it. */
  wake: () => void;
}

export type DeliveryView = ReturnType<typeof createDeliveryView>;

export function createDeliveryView(context: ViewContext) {
  const { channels, ledger, planner, health, defaults, clock } = context;
  const atHand = keepAtHand(context.archive);

  /** Sentences that sum papers up; none where they cannot be read now, as a post does without. */
  const summariesOf = async (ids: readonly PaperId[]): Promise<Map<PaperId, string>> => {
    const said = await context.judged?.(ids, [SUMMARY]).catch(() => undefined);
    return new Map(
      [...(said ?? [])].flatMap(([id, own]) => {
        const sentence = own.get(SUMMARY)?.said;
        return sentence ? [[id, sentence] as const] : [];
      }),
    );
  };

  const inputFor = async (
    channel: Channel,
    delivery: PostInput['delivery'] & Pick<Delivery, 'plan'>,
  ): Promise<PostInput> => {
    const { plan } = delivery;
    const papers = new Map((await atHand(papersOf(plan))).map((paper) => [paper.id, paper]));
    const named = channels.topics(channel.id).flatMap(({ query, name }) => (name ? [[query, name]] : []));
    const names = new Map(named as [string, string][]);
    const zone = zoneOf(channel, defaults);
    const isWhole = context.messengers.get(platformOf(channel.id))?.isWhole === true;
    const summaries = await summariesOf([...papers.keys()]);
    return { delivery, plan, channel, zone, papers, topics: treesOf(plan), names, isWhole, summaries };
  };

  const next = (channel: Channel) =>
    health.run(channel.id, 'work out when its post is due', () => planner.next(channel, clock()));

  /** What would be posted now; a silence that says why it cannot be planned. */
  const planned = async (channel: Channel): Promise<Planned> => {
    const made = await health.run(channel.id, 'plan its post', () => planner.planOne(channel, clock()));
    if (made) return made;
    const reason = health.problem(channel.id) ?? 'its post could not be planned.';
    return { plan: { kind: 'silence', silence: { why: 'no-access', reason } } };
  };

  return {
    schedule: (channel: Channel) => scheduleOf(channel, defaults),
    zone: (channel: Channel) => zoneOf(channel, defaults),
    /** The next slot, which may be due already; undefined when it cannot be worked out, and `trouble` says why. */
    next,
    /** What keeps posts from this channel although its own settings are well, as a sentence. */
    trouble: ({ id }: Channel) => health.problem(id) ?? health.unreachable(id),
    /** Why a paper was not posted to the channel and is not in its next post. */
    async notPosted(channel: Channel, paper: PaperId) {
      const stored = (await ledger.covered([{ channel: channel.id }])).get(channel.id);
      const covered = coveredBy(channel, stored, clock(), await context.archive.head());
      return whyNotPosted(channel, paper, covered, context);
    },
    /** The post as it would be now. */
    async preview(channel: Channel) {
      const slot = (await next(channel)) ?? { day: localDay('UTC', clock()), at: clock() };
      const made = await planned(channel);
      const delivery = { key: 'preview', channel: channel.id, day: slot.day, slotAt: slot.at, ...made };
      const posts = toPosts(await inputFor(channel, delivery));
      return { plan: made.plan, blocks: posts.flatMap((post) => post.blocks) };
    },
    /**
     * What became of the channel's deliveries in the last two weeks: the newest, the newest that was posted, a line on a
     * quiet day included, and those that a person has to look for.
     */
    async latest({ id }: Channel) {
      const history = await ledger.history(id, LATEST);
      return {
        newest: history.at(0),
        posted: history.find(({ state }) => state === 'posted'),
        unconfirmed: history.filter(({ state, notBefore }) => state === 'unknown' && notBefore === undefined),
      };
    },
    /** Sends a post again whose delivery could not be confirmed. False when it is none of the channel's, or settled by now. */
    async sendAgain({ id }: Channel, key: string) {
      const own = (await ledger.get(key))?.channel === id;
      if (!own || !(await ledger.sendAgain(key, clock()))) return false;
      context.wake();
      return true;
    },
    /** A post's papers beyond those it showed. */
    async rest(key: string) {
      const delivery = await ledger.get(key);
      const channel = delivery && channels.get(delivery.channel);
      if (!channel || delivery.plan.kind !== 'post') return undefined;
      const input = await inputFor(channel, delivery);
      return { channel: channel.id, ...restOf({ ...input, plan: delivery.plan }) };
    },
    /**
     * The messages of a delivery, the same whenever it is asked.
     * @throws PaperboyError `store` when its channel is not known here: it may be new, and another process planned its post
     */
    async render(delivery: Delivery) {
      const known = () => channels.get(delivery.channel);
      if (known() === undefined) await channels.refresh();
      const channel = known();
      if (channel === undefined) throw new PaperboyError('store', "Its channel isn't stored.");
      return toPosts(await inputFor(channel, delivery));
    },
  };
}

/** The topics that a plan names, as trees: they are read from the plan, so a topic dropped since still says why. */
function treesOf(plan: Plan): Map<string, Query> {
  const trees = new Map<string, Query>();
  if (plan.kind !== 'post') return trees;
  for (const query of new Set([...plan.shown, ...plan.rest].flatMap(({ topics }) => topics))) {
    const parsed = parseQuery(query);
    if (parsed.ok) trees.set(query, parsed.query);
  }
  return trees;
}
