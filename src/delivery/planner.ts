/** Plans posts: finds the channels whose slot is due and the papers since their last post, and makes a plan for each. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Channel } from '../channels/channel.ts';
import type { ChannelId } from '../model/channel-id.ts';
import { type Arrived, createReadArrived } from './candidates.ts';
import { createChannelPlanner } from './channel-planner.ts';
import type { DeliveryContext } from './context.ts';
import { coverageOf, coveredBy } from './coverage.ts';
import type { NewDelivery, Planned } from './delivery.ts';
import { planMissed } from './plan.ts';
import { createScheduler, type Owed } from './scheduler.ts';
import type { Slot } from './slots.ts';

type Needs = Omit<DeliveryContext, 'messengers' | 'clock' | 'random' | 'sleep' | 'log'>;

/** Plans that are made, and written, together. */
const BATCH = 50;

export type Planner = ReturnType<typeof createPlanner>;

export function createPlanner(context: Needs) {
  const { archive, channels, ledger, health } = context;
  const scheduler = createScheduler(context);
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
    const deliveryFor = ({ day, at }: Slot) => ({ channel: channel.id, day, slotAt: at });
    return [
      ...missed.map((before) => ({ ...deliveryFor(before), plan: planMissed(channel, before.at) })),
      { ...deliveryFor(slot), ...made, ...coverageOf(made.plan, head) },
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
    /** Channels that the last `due` left out, with the reason: their slots stay owed until their platform is connected. */
    unreached: (): ReadonlyMap<ChannelId, string> => unreached,
    /** What every channel whose slot has come by `now` would get, a batch at a time. Writes nothing. */
    async *due(now: number): AsyncGenerator<NewDelivery[]> {
      const owed = withoutUnreachable(await scheduler.due(now));
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
    /** What one channel would get now, and the arrival number up to which papers were surely looked at. */
    async planOne(channel: Channel, now: number): Promise<Planned & { head: number }> {
      const head = await archive.head();
      const covered = await coveredBy(channel, now, head, ledger);
      // A preview tells what the next post would hold, paused or not.
      const { paused: _, ...active } = channel;
      const arrived = await readArrived(covered.upTo, { topics: channels.topics(channel.id), covered });
      return { ...(await planFor(active, arrived, covered, 0, now)), head };
    },
    next: scheduler.next,
  };
}
