/** Runs deliveries: plans what is due, records the plans, sends what is ready. */

import type { Archive } from '../archive/archive.ts';
import { type Defaults, zoneOf } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { ChannelHealth } from '../delivery/channel-health.ts';
import { deliveryKey } from '../delivery/delivery.ts';
import type { Ledger, NewDelivery } from '../delivery/ledger.ts';
import type { Planner } from '../delivery/planner.ts';
import type { Sender } from '../delivery/sender.ts';
import { localDay } from '../delivery/slots.ts';
import type { ChannelId } from '../model/channel-id.ts';
import type { Clock, Log } from '../model/ports.ts';

export interface Deliveries {
  /** Plans what is due and sends what is ready; resolves when nothing is ready any more. Calls queue. */
  deliver(): Promise<void>;
  /** What `deliver` would plan now: nothing is written and nothing is sent. */
  due(): Promise<NewDelivery[]>;
  /** Channels whose post could not be planned, with the reason: they are tried again at the next planner. */
  parked(): ReadonlyMap<ChannelId, string>;
  /** Gives a channel that never had a post the newest digest at once, if there is one. */
  welcome(channelId: ChannelId): Promise<void>;
}

export interface DeliveriesContext {
  archive: Archive;
  channels: Channels;
  ledger: Ledger;
  health: ChannelHealth;
  planner: Planner;
  sender: Sender;
  defaults: Defaults;
  /** Runs work that must not overlap with other work of this kind. */
  inTurn: (work: () => Promise<void>) => Promise<void>;
  clock: Clock;
  log: Log;
}

/** Deliveries are forgotten after this long; that a paper was sent is not. Milliseconds. */
const KEEP_MS = 400 * 24 * 3_600_000;

export function createDeliveries(context: DeliveriesContext): Deliveries {
  const { archive, channels, ledger, health, planner, sender, inTurn, clock, log } = context;

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

  return {
    deliver: () =>
      inTurn(async () => {
        await refresh();
        const now = clock();
        for await (const made of planner.due(now)) {
          // Nothing is kept of a channel that Paperboy left while its post was planned.
          const batch = made.filter(({ channel }) => channels.get(channel) !== undefined);
          const written = await record(batch, now);
          const planned = batch.filter(({ channel, day }) => written.has(deliveryKey(channel, day)));
          if (planned.length > 0) log.info('planned', countByKind(planned));
        }
        await sender.sendReady();
        await ledger.prune(clock() - KEEP_MS);
      }),
    async due() {
      await refresh();
      return (await Array.fromAsync(planner.due(clock()))).flat();
    },
    parked() {
      const damaged = [...channels.all()].flatMap(({ id, state }): [ChannelId, string][] =>
        state.kind === 'damaged' ? [[id, state.why]] : [],
      );
      return new Map([...planner.unreached(), ...health.parked(), ...damaged]);
    },
    welcome: (channelId) =>
      inTurn(async () => {
        const channel = channels.get(channelId);
        if (!channel || (await ledger.history(channelId, 1)).length > 0) return;
        const now = clock();
        const planned = await health.run(channelId, 'plan its post', () => planner.planOne(channel, now));
        if (planned?.plan.kind !== 'post') return;
        const { head, ...made } = planned;
        const day = localDay(zoneOf(channel, context.defaults), now);
        await ledger.plan([{ channel: channelId, day, slotAt: now, upTo: head, ...made }], now);
        await sender.sendReady();
      }),
  };
}

function countByKind(planned: readonly { plan: { kind: string } }[]): Record<string, number> {
  const posts = planned.filter(({ plan }) => plan.kind === 'post').length;
  return { posts, silences: planned.length - posts };
}
