/** Plans posts: finds the channels whose slot is due and the papers since their last post, and makes a plan for each. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Channel } from '../channels/channel.ts';
import type { ChannelId } from '../model/channel-id.ts';
import { createChannelPlanner } from './channel-planner.ts';
import type { DeliveryContext } from './context.ts';
import { coverageOf } from './coverage.ts';
import type { NewDelivery, Planned } from './delivery.ts';
import { planMissed } from './plan.ts';
import { createScheduler, type Owed } from './scheduler.ts';
import type { Slot } from './slots.ts';

type Needs = Omit<DeliveryContext, 'messengers' | 'clock' | 'random' | 'sleep' | 'log'>;

/** Channels whose plans are made and written together: more would keep commands waiting, fewer would commit more often. */
const BATCH = 100;

export type Planner = ReturnType<typeof createPlanner>;

export function createPlanner(context: Needs) {
  const { archive, channels, health } = context;
  const scheduler = createScheduler(context);

  /** The slot that is due in a channel, and the ones before it that were missed. */
  const deliveriesOf = ({ channel, slot, missed }: Owed, made: Planned, head: number): NewDelivery[] => {
    const deliveryFor = ({ day, at }: Slot) => ({ channel: channel.id, day, slotAt: at });
    return [
      ...missed.map((before) => ({ ...deliveryFor(before), plan: planMissed(channel, before.at) })),
      { ...deliveryFor(slot), ...made, ...coverageOf(made.plan, head) },
    ];
  };

  let unreached = new Map<ChannelId, string>();
  /** Notes the channels that nothing here can reach in `left`, with the reason. */
  const withoutUnreachable = (owed: readonly Owed[], left: Map<ChannelId, string>): Owed[] =>
    owed.filter(({ channel }) => {
      const why = health.unreachable(channel.id);
      if (why !== undefined) left.set(channel.id, why);
      return why === undefined;
    });

  return {
    /** Channels that the last `due` left out, with the reason: their slots stay owed until their platform is connected. */
    unreached: (): ReadonlyMap<ChannelId, string> => unreached,
    /** What every channel whose slot has come by `now` would get, a batch at a time. Writes nothing. */
    async *due(now: number): AsyncGenerator<NewDelivery[]> {
      // Before arrivals are read: what comes in between is looked at again, not left out.
      const head = await archive.head();
      const planEach = createChannelPlanner(context, { now, head });
      const left = new Map<ChannelId, string>();
      for await (const page of scheduler.due(now)) {
        const owed = withoutUnreachable(page, left);
        for (let at = 0; at < owed.length; at += BATCH) {
          // A round takes a while: what was paused or changed since it began is planned as it is now.
          const some = owed.slice(at, at + BATCH).flatMap((one): Owed[] => {
            const channel = channels.get(one.channel.id);
            return channel === undefined ? [] : [{ ...one, channel }];
          });
          const plans = await planEach(some.map(({ channel, slot }) => ({ channel, lateMs: now - slot.at })));
          yield some.flatMap((one, at) => {
            const made = health.run(one.channel.id, 'plan its post', plans[at] as () => Planned);
            return made === undefined ? [] : deliveriesOf(one, made, head);
          });
          await breathe();
        }
      }
      unreached = left;
    },
    /** What one channel would get now, and the arrival number up to which papers were surely looked at. */
    async planOne(channel: Channel, now: number): Promise<Planned & { head: number }> {
      const head = await archive.head();
      // A preview tells what the next post would hold, paused or not.
      const { paused: _, ...active } = channel;
      const planEach = createChannelPlanner(context, { now, head, only: channels.topics(channel.id) });
      const [made] = await planEach([{ channel: active, lateMs: 0 }]);
      return { ...(made as () => Planned)(), head };
    },
    next: scheduler.next,
  };
}
