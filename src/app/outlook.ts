/** What delivery can tell and show about a channel, for answers and for sending. */
import type { Archive } from '../archive/archive.ts';
import { keepAtHand } from '../archive/paper-cache.ts';
import type { Channel } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { Outlook } from '../commands/context.ts';
import type { Settings } from '../config/settings.ts';
import { type Delivery, type Plan, papersOf } from '../delivery/delivery.ts';
import { localDay } from '../delivery/due.ts';
import type { Guard } from '../delivery/guard.ts';
import type { Ledger } from '../delivery/ledger.ts';
import { cardsOf, type PostInput, toPosts } from '../delivery/post.ts';
import type { Post } from '../model/message.ts';
import type { Day } from '../model/paper.ts';
import type { Clock } from '../model/ports.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/tree.ts';
import { missedBy } from './missed.ts';
import type { Round } from './round.ts';

export interface OutlookRooms {
  settings: Pick<Settings, 'postAt' | 'timezone'>;
  archive: Archive;
  channels: Channels;
  ledger: Ledger;
  round: Round;
  clock: Clock;
  wake: () => void;
  guard: Guard;
  /** Why nothing here can reach a channel's platform; undefined when it can be reached. */
  unreachable: (channel: Channel) => string | undefined;
}

/** `render` makes the messages of a delivery, the same whenever it is asked. */
export function createOutlook(
  rooms: OutlookRooms,
): Outlook & { render(delivery: Delivery): Promise<Post[]> } {
  const { channels, ledger, round, clock } = rooms;
  const atHand = keepAtHand(rooms.archive);

  const inputFor = async (
    channel: Channel,
    delivery: PostInput['delivery'] & Pick<Delivery, 'plan'>,
  ): Promise<PostInput> => {
    const papers = await atHand(papersOf(delivery.plan));
    return {
      delivery,
      plan: delivery.plan,
      channel,
      zone: zoneOf(channel, rooms.settings),
      papers: new Map(papers.map((paper) => [paper.id, paper])),
      topics: treesOf(delivery.plan),
    };
  };

  const next = (channel: Channel) =>
    rooms.guard.step(channel.id, 'work out when its post is due', () => round.next(channel, clock()));

  /** What would be posted now; a silence that says why it cannot be planned. */
  const planned = async (channel: Channel): Promise<{ plan: Plan; newest?: Day }> => {
    const made = await rooms.guard.step(channel.id, 'plan its post', () => round.planOne(channel, clock()));
    if (made) return made;
    const reason = rooms.guard.why(channel.id) ?? 'its post could not be planned.';
    return { plan: { kind: 'silence', silence: { why: 'no-access', reason } } };
  };

  return {
    schedule: (channel) => scheduleOf(channel, rooms.settings),
    zone: (channel) => zoneOf(channel, rooms.settings),
    next: (channel) => next(channel),
    trouble: (channel) => rooms.guard.why(channel.id) ?? rooms.unreachable(channel),
    wake: rooms.wake,
    async missed(channel, paper) {
      return missedBy(channel, paper, await round.covered(channel, clock()), rooms);
    },
    async preview(channel) {
      const slot = (await next(channel)) ?? { day: localDay('UTC', clock()), at: clock() };
      const { plan, newest } = await planned(channel);
      const delivery = { key: 'preview', channel: channel.id, day: slot.day, slotAt: slot.at, plan };
      const input = await inputFor(channel, newest === undefined ? delivery : { ...delivery, newest });
      return { plan, blocks: toPosts(input).flatMap((post) => post.blocks) };
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

export function scheduleOf(channel: Channel, settings: Pick<Settings, 'postAt'>) {
  return channel.schedule ?? { every: 'day' as const, time: settings.postAt };
}

export function zoneOf(channel: Channel, settings: Pick<Settings, 'timezone'>): string {
  return channel.zone ?? settings.timezone;
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
