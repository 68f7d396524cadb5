/** Runs deliveries: plans what is due, records the plans, sends what is ready. */
import type { Archive } from '../archive/archive.ts';
import type { Channel } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import { deliveryKey } from '../delivery/delivery.ts';
import { localDay } from '../delivery/due.ts';
import type { Guard } from '../delivery/guard.ts';
import type { Ledger, NewDelivery } from '../delivery/ledger.ts';
import type { Sender } from '../delivery/send.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { Round } from './round.ts';

export interface Deliveries {
  /** Plans what is due and sends what is ready; resolves when nothing is ready any more. Calls queue. */
  deliver(): Promise<void>;
  /** What `deliver` would plan now: nothing is written and nothing is sent. */
  due(): Promise<NewDelivery[]>;
  /** Channels whose post could not be planned, with the reason: they are tried again at the next round. */
  parked(): ReadonlyMap<string, string>;
  /** Gives a channel that never had a post the newest digest at once, if there is one. */
  welcome(channelId: string): Promise<void>;
}

export interface DeliveriesRooms {
  archive: Archive;
  channels: Channels;
  ledger: Ledger;
  guard: Guard;
  round: Round;
  sender: Sender;
  zoneOf: (channel: Channel) => string;
  /** Runs work that must not overlap with another round. */
  inTurn: (work: () => Promise<void>) => Promise<void>;
  clock: Clock;
  log: Log;
}

/** Deliveries are forgotten after this long; that a paper was sent is not. Milliseconds. */
const KEEP_MS = 400 * 24 * 3_600_000;

export function createDeliveries(rooms: DeliveriesRooms): Deliveries {
  const { archive, channels, ledger, guard, round, sender, inTurn, clock, log } = rooms;

  /** What other processes on the store have changed. */
  const refresh = async () => {
    await archive.refresh();
    await channels.refresh();
  };

  /** Writes plans; one that cannot be written parks its channel alone. Returns the keys that were written. */
  const record = async (batch: readonly NewDelivery[], now: number) => {
    const each = await guard.batch(
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
        for await (const batch of round.due(now)) {
          const written = await record(batch, now);
          const planned = batch.filter(({ channel, day }) => written.has(deliveryKey(channel, day)));
          if (planned.length > 0) log.info('planned', countByKind(planned));
        }
        await sender.sendReady();
        await ledger.prune(clock() - KEEP_MS);
      }),
    async due() {
      await refresh();
      return (await Array.fromAsync(round.due(clock()))).flat();
    },
    parked() {
      const damaged = [...channels.all()].flatMap(({ id, state }): [string, string][] =>
        state.kind === 'damaged' ? [[id, state.why]] : [],
      );
      return new Map([...round.unreached(), ...guard.parked(), ...damaged]);
    },
    welcome: (channelId) =>
      inTurn(async () => {
        const channel = channels.get(channelId);
        if (!channel || (await ledger.history(channelId, 1)).length > 0) return;
        const now = clock();
        const planned = await guard.step(channelId, 'plan its post', () => round.planOne(channel, now));
        if (planned?.plan.kind !== 'post') return;
        const { head, ...made } = planned;
        const day = localDay(rooms.zoneOf(channel), now);
        await ledger.plan([{ channel: channelId, day, slotAt: now, upTo: head, ...made }], now);
        await sender.sendReady();
      }),
  };
}

function countByKind(planned: readonly { plan: { kind: string } }[]): Record<string, number> {
  const posts = planned.filter(({ plan }) => plan.kind === 'post').length;
  return { posts, silences: planned.length - posts };
}
