/** A store, a ledger, a sender and a clock that only moves when told: what the delivery tests happen in. */

import type { Delivery, NewDelivery } from '../../src/delivery/delivery.ts';
import { type Ledger, openLedger } from '../../src/delivery/ledger.ts';
import { createReadyQueue } from '../../src/delivery/ready-queue.ts';
import { createSender } from '../../src/delivery/sender.ts';
import type { Post } from '../../src/model/message.ts';
import type { Log, Messenger } from '../../src/model/ports.ts';
import { openStore, type Store } from '../../src/store/store.ts';

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A sender with the queue of one process. */
export interface Sends {
  sendReady(): Promise<void>;
  stop(): Promise<void>;
}

export interface World {
  store: Store;
  ledger: Ledger;
  now: number;
  /** `before` is called before the parts of a delivery are made; what it throws, making them throws. */
  sender(messenger: Messenger, owner?: string, ledger?: Ledger, before?: (delivery: Delivery) => void): Sends;
  /** Moves the clock on and wakes what slept until then. */
  pass(ms: number): Promise<void>;
}

/** @param place a store, or the path of one */
export async function createWorld(
  place: string | Store = ':memory:',
  start = Date.parse('2026-11-23T09:00:00Z'),
): Promise<World> {
  const store = typeof place === 'string' ? await openStore(place) : place;
  const ledger = openLedger(store);
  const sleepers: { until: number; wake: () => void }[] = [];
  const world: World = {
    store,
    ledger,
    now: start,
    sender: (messenger, owner = 'one', own = ledger, before = () => {}) => {
      const sender = createSender({
        ledger: own,
        render: async (delivery) => {
          before(delivery);
          return postsOf(delivery.key, delivery.channel, delivery.plan);
        },
        onSettled: async () => {},
        owner,
        clock: () => world.now,
        random: () => 0.5,
        sleep: (ms, signal) =>
          new Promise<void>((wake) => {
            sleepers.push({ until: world.now + ms, wake });
            signal?.addEventListener('abort', () => wake());
          }),
        log: silent,
      });
      const messengers = new Map([[messenger.platform, messenger]]);
      const queue = createReadyQueue({ ledger: own, sender, messengers, clock: () => world.now });
      return { sendReady: queue.drain, stop: queue.stop };
    },
    async pass(ms) {
      world.now += ms;
      for (const sleeper of sleepers.filter(({ until }) => until <= world.now)) sleeper.wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return world;
}

/** One part for every two papers, so that posts of several parts are common. */
export function postsOf(key: string, channel: string, plan: NewDelivery['plan']): Post[] {
  const ids = plan.kind === 'post' ? plan.shown.map(({ id }) => id) : [];
  const parts: string[][] = [];
  for (let at = 0; at < ids.length; at += 2) parts.push(ids.slice(at, at + 2));
  return parts.map((papers, at) => ({
    key: at === 0 ? key : `${key} #${at + 1}`,
    channel,
    summary: papers.join(' '),
    blocks: [
      {
        kind: 'cards',
        cards: papers.map((id) => ({
          id,
          title: [{ text: id }],
          url: 'https://x.test',
          excerpt: [],
          actions: [],
        })),
      },
    ],
    actions: [],
  }));
}

/** A delivery of these papers to `test:t:<channel>` on a day of November 2026, due at nine. */
export function deliveryOf(channel: string, day: number, ...papers: string[]): NewDelivery {
  const date = `2026-11-${String(day).padStart(2, '0')}`;
  return {
    channel: `test:t:${channel}`,
    day: date,
    slotAt: Date.parse(`${date}T09:00:00Z`),
    plan: { kind: 'post', shown: papers.map((id) => ({ id, topics: [] })), rest: [], of: papers.length },
    upTo: day * 10,
    newest: date,
  };
}

/** Works until nothing waits any more, moving the clock to each wait's end; at most so many steps. */
export async function settleAll(world: World, sender: Sends, steps = 60): Promise<void> {
  for (let step = 0; step < steps; step++) {
    let done = false;
    const run = sender.sendReady().finally(() => {
      done = true;
    });
    // A hanging messenger is cut off by the clock, not by real time.
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!done) await world.pass(1_000);
    }
    await run;
    const next = await world.ledger.nextReady(world.now);
    if (next === undefined) return;
    world.now = Math.max(world.now, next);
  }
}
