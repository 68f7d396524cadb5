/** Plans posts: finds the channels whose slot is due and the papers since their last post, and makes a plan for each. */

import { setImmediate as breathe } from 'node:timers/promises';
import type { Archive } from '../archive/archive.ts';
import { type Channel, type Defaults, scheduleOf, zoneOf } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { ChannelId } from '../model/channel-id.ts';
import type { Day } from '../model/paper.ts';
import { type Arrived, type ArrivedContext, createReadArrived } from './candidates.ts';
import type { ChannelHealth } from './channel-health.ts';
import { type ChannelPlannerContext, createChannelPlanner } from './channel-planner.ts';
import { coverageOf, coveredBy } from './coverage.ts';
import type { Plan } from './delivery.ts';
import type { NewDelivery } from './ledger.ts';
import { planMissed } from './plan.ts';
import { createScheduler, type Owed } from './scheduler.ts';
import { type Slot, slotAfter } from './slots.ts';

export interface PlannerContext extends ChannelPlannerContext {
  archive: Archive;
  channels: Channels;
  health: ChannelHealth;
  match: ArrivedContext['match'];
  defaults: Defaults;
}

/** Plans that are made, and written, together. */
const BATCH = 50;

export interface Planner {
  /** What every channel whose slot has come by `now` would get, a batch at a time. Writes nothing. */
  due(now: number): AsyncGenerator<NewDelivery[]>;
  /**
   * Channels that the last `due` left out because nothing here can reach them, with the reason: their slots stay owed until
   * their platform is connected.
   */
  unreached(): ReadonlyMap<ChannelId, string>;
  /** What one channel would get now, and the arrival number up to which papers were surely looked at. */
  planOne(channel: Channel, now: number): Promise<{ plan: Plan; newest?: Day; head: number }>;
  next(channel: Channel, now: number): Promise<Slot>;
}

export function createPlanner(context: PlannerContext): Planner {
  const { archive, channels, ledger, health, defaults } = context;
  const owedAt = createScheduler(context);
  const readArrived = createReadArrived(context);
  const planFor = createChannelPlanner(context);

  /** The slot that is due in a channel, and the ones before it that were missed. */
  const planOwed = async (
    { channel, slot, missed }: Owed,
    now: number,
    arrivedFrom: Map<number, Arrived>,
    head: number,
  ): Promise<NewDelivery[]> => {
    const covered = await coveredBy(channel, now, head, ledger);
    const arrived = arrivedFrom.get(covered.upTo) ?? (await readArrived(covered.upTo));
    arrivedFrom.set(covered.upTo, arrived);
    const made = await planFor(channel, arrived, covered, now - slot.at, now);
    return [
      ...missed.map((before) => deliveryFor(channel, before, { plan: planMissed(channel) })),
      deliveryFor(channel, slot, { ...made, ...coverageOf(made.plan, head) }),
    ];
  };

  let unreached = new Map<ChannelId, string>();
  const withoutUnreachable = (owed: readonly Owed[]): Owed[] => {
    unreached = new Map();
    return owed.filter(({ channel }) => {
      const why = health.unreachable(channel.id);
      if (why !== undefined) unreached.set(channel.id, why);
      return why === undefined;
    });
  };

  return {
    unreached: () => unreached,
    async *due(now) {
      const owed = withoutUnreachable(await owedAt(now));
      // Before arrivals are read: what comes in between is looked at again, not left out.
      const head = await archive.head();
      const arrivedFrom = new Map<number, Arrived>();
      for (let at = 0; at < owed.length; at += BATCH) {
        const batch: NewDelivery[] = [];
        for (const one of owed.slice(at, at + BATCH)) {
          // A round takes a while: what was paused or changed since it began is planned as it is now.
          const channel = channels.get(one.channel.id);
          if (channel === undefined) continue;
          const made = await health.run(channel.id, 'plan its post', () =>
            planOwed({ ...one, channel }, now, arrivedFrom, head),
          );
          batch.push(...(made ?? []));
        }
        yield batch;
        await breathe();
      }
    },
    async planOne(channel, now) {
      const head = await archive.head();
      const covered = await coveredBy(channel, now, head, ledger);
      // A preview tells what the next post would hold, paused or not.
      const { paused: _, ...active } = channel;
      const arrived = await readArrived(covered.upTo, channels.topics(channel.id));
      return { ...(await planFor(active, arrived, covered, 0, now)), head };
    },
    async next(channel, now) {
      const [schedule, zone] = [scheduleOf(channel, defaults), zoneOf(channel, defaults)];
      let slot = slotAfter(schedule, zone, now);
      // A day that has its post already, as after a change of schedule, gets no second one.
      while ((await ledger.taken([channel.id], slot.day)).size > 0) slot = slotAfter(schedule, zone, slot.at);
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
