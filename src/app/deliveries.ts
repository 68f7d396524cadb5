/** Runs deliveries: plans what is due, records the plans, sends what is ready. */
import { zoneOf } from '../channels/channel.ts';
import type { DeliveryContext } from '../delivery/context.ts';
import { deliveryKey, type NewDelivery } from '../delivery/delivery.ts';
import type { DeliveryObserver } from '../delivery/observer.ts';
import type { Planner } from '../delivery/planner.ts';
import type { DeliveryQueue } from '../delivery/queue.ts';
import { localDay } from '../delivery/slots.ts';
import type { ChannelId } from '../model/channel-id.ts';

type Needs = Pick<
  DeliveryContext,
  'archive' | 'channels' | 'ledger' | 'health' | 'defaults' | 'clock' | 'log'
>;

interface DeliveriesContext extends Needs {
  planner: Planner;
  queue: DeliveryQueue;
  observer?: DeliveryObserver;
  /** Forgets turns that nobody waits for. */
  pruneTurns: () => Promise<void>;
  /** Runs work that must not overlap with other work of this kind. */
  inTurn: (work: () => Promise<void>) => Promise<void>;
}

export function createDeliveries(context: DeliveriesContext) {
  const { archive, channels, ledger, health, planner, queue, observer, inTurn, pruneTurns, clock, log } =
    context;

  /** What other processes on the store have changed. */
  const refresh = async () => {
    await archive.refresh();
    await channels.refresh();
  };

  /** Writes plans; one that cannot be written parks its channel alone. Returns the keys that were written. */
  const record = async (batch: readonly NewDelivery[], now: number) => {
    const each = await health.runBatch(
      batch,
      'record its post',
      ({ channel }) => channel,
      (some) => ledger.plan(some, now),
    );
    return new Set(each.flatMap((keys) => [...keys]));
  };

  /** A line for each at `debug`: the line at `info` counts a whole batch. */
  const tell = ({ channel, day, plan }: NewDelivery) => {
    observer?.planned(plan);
    const reason = plan.kind === 'silence' ? { silence: plan.silence.why } : { papers: plan.shown.length };
    log.debug('planned', { delivery: deliveryKey(channel, day), ...reason });
  };

  const planDue = () =>
    inTurn(async () => {
      await refresh();
      const now = clock();
      for (const key of await ledger.failUnreadable(now))
        log.error("a delivery can't be sent, as its stored key or channel can't be read", { delivery: key });
      for await (const made of planner.due(now)) {
        // Nothing is kept of a channel that Paperboy left while its post was planned.
        const batch = made.filter(({ channel }) => channels.get(channel) !== undefined);
        const written = await record(batch, now);
        const planned = batch.filter(({ channel, day }) => written.has(deliveryKey(channel, day)));
        for (const one of planned) tell(one);
        const posts = planned.filter(({ plan }) => plan.kind === 'post').length;
        if (planned.length > 0) log.info('planned', { posts, silences: planned.length - posts });
      }
    });

  return {
    /** Plans what is due and writes the plans. Calls queue. */
    async plan() {
      await planDue();
      await pruneTurns();
    },
    /** Sends what is ready; resolves when nothing is ready any more. */
    send: queue.drain,
    /** Sends nothing more; resolves when the posts under way have ended. */
    stopSending: queue.stop,
    /** Plans what is due, then sends what is ready. */
    async deliver() {
      await planDue();
      await queue.drain();
      await pruneTurns();
    },
    /** What `deliver` would plan now: nothing is written and nothing is sent. */
    async due() {
      await refresh();
      return (await Array.fromAsync(planner.due(clock()))).flat();
    },
    /** Channels whose post could not be planned, with the reason: they are tried again at the next planner. */
    parked(): ReadonlyMap<ChannelId, string> {
      const damaged = [...channels.all()].flatMap(({ id, state }) =>
        state.kind === 'damaged' ? [[id, state.why] as const] : [],
      );
      return new Map([...planner.unreached(), ...health.parked(), ...damaged]);
    },
    /** Gives a channel that never had a post the newest digest at once, if there is one. */
    async welcome(channelId: ChannelId) {
      let planned = false;
      await inTurn(async () => {
        const channel = channels.get(channelId);
        if (!channel || (await ledger.history(channelId, 1)).length > 0) return;
        const now = clock();
        const made = await health.run(channelId, 'plan its post', () => planner.planOne(channel, now));
        if (made?.plan.kind !== 'post') return;
        const { head, ...plan } = made;
        const day = localDay(zoneOf(channel, context.defaults), now);
        const delivery = { channel: channelId, day, slotAt: now, upTo: head, ...plan };
        planned = (await ledger.plan([delivery], now)).size > 0;
        if (planned) tell(delivery);
      });
      if (planned) await queue.drain();
    },
  };
}
