/** One suite for every queue: what is ready is sent once and in order, and nothing waits for another platform. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createJobQueue } from '../../src/delivery/job-queue.ts';
import { type Ledger, openLedger } from '../../src/delivery/ledger.ts';
import type { DeliveryQueue } from '../../src/delivery/queue.ts';
import { createReadyQueue } from '../../src/delivery/ready-queue.ts';
import { createSender } from '../../src/delivery/sender.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Messenger } from '../../src/model/ports.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnStores } from '../store/stores.ts';
import { createReaders, type Readers } from './readers.ts';
import { deliveryOf, postsOf, silent } from './world.ts';

/** The ledger, the sender and the queue of one process. */
interface Process {
  ledger: Ledger;
  queue: DeliveryQueue;
}

const START = Date.parse('2026-11-24T12:00:00Z');

/** Processes of one store on one platform each; time passes as it does. */
function createProcesses(store: Store, open: OpenQueue) {
  const shift = START - store.now();
  const clock = () => store.now() + shift;
  return async (...messengers: Messenger[]): Promise<Process> => {
    const byPlatform = new Map(messengers.map((messenger) => [messenger.platform, messenger]));
    const process = await open(store, clock, byPlatform);
    onTestFinished(() => process.queue.stop());
    for (const messenger of messengers) process.queue.connect?.(messenger);
    return process;
  };
}

type OpenQueue = (
  store: Store,
  clock: () => number,
  messengers: ReadonlyMap<string, Messenger>,
) => Promise<Process>;

function senderOf(ledger: Ledger, clock: () => number) {
  return createSender({
    ledger,
    render: async ({ key, channel, plan }) => postsOf(key, channel, plan),
    onSettled: async () => {},
    owner: `process ${Math.random()}`,
    leaseMs: 2_000,
    clock,
    random: () => 0.5,
    sleep: (ms, signal) => pause(ms, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {}),
    log: silent,
  });
}

const QUEUES: Record<string, { stores: Parameters<typeof describeOnStores>[2]; open: OpenQueue }> = {
  'of one process': {
    stores: ['SQLite', 'Postgres'],
    async open(store, clock, messengers) {
      const ledger = openLedger(store);
      return {
        ledger,
        queue: createReadyQueue({ ledger, sender: senderOf(ledger, clock), messengers, clock }),
      };
    },
  },
  'of many processes': {
    stores: ['Postgres'],
    async open(store, clock) {
      const jobs = await store.openJobs?.(silent);
      if (jobs === undefined) throw new Error('the store has no jobs');
      const jobQueue = createJobQueue({ jobs, database: store, clock, log: silent });
      const ledger = openLedger(store, jobQueue);
      return { ledger, queue: jobQueue.open(ledger, senderOf(ledger, clock)) };
    },
  },
};

/** Drains the queues again and again until it is so, as a process does at its ticks. */
async function drainUntil(processes: readonly Process[], isSo: () => boolean): Promise<void> {
  await vi.waitUntil(
    async () => {
      await Promise.all(processes.map(({ queue }) => queue.drain()));
      return isSo();
    },
    { timeout: 120_000, interval: 50 },
  );
}

const seenBy = ({ seen }: Readers) => seen.map(({ channel, summary }) => `${channel.slice(7)} ${summary}`);

describe.each(Object.entries(QUEUES))('the queue %s', (_, { stores, open }) => {
  describeOnStores(
    'a queue',
    (place) => {
      test('hands out each delivery once, also between two processes', async () => {
        const store = await place.open();
        const start = createProcesses(store, open);
        const readers = createReaders(() => 'none');
        const [one, two] = [await start(readers), await start(readers)];
        const channels = Array.from({ length: 120 }, (_one, at) => `c${at}`);
        await one.ledger.plan(
          channels.map((channel) => deliveryOf(channel, 23, 'p1')),
          START,
        );
        await drainUntil([one, two], () => readers.seen.length >= 120);
        expect([...readers.counts().values()]).toEqual(channels.map(() => 1));
      });

      test('hands out those of a channel in order, though an earlier one is put off', async () => {
        const store = await place.open();
        let first = true;
        const readers = createReaders(({ summary }) => {
          const late = first && summary === 'p1';
          if (late) first = false;
          return late ? 'later' : 'none';
        });
        const process = await createProcesses(store, open)(readers);
        // Of three days, and all due today: what is put off for too long is given up.
        const dueToday = (day: number, paper: string) => ({
          ...deliveryOf('a', day, paper),
          slotAt: START - (30 - day) * 60_000,
        });
        await process.ledger.plan([dueToday(21, 'p1'), dueToday(22, 'p2')], START);
        await process.ledger.plan([dueToday(23, 'p3')], START);
        await drainUntil([process], () => readers.seen.length >= 3);
        expect(seenBy(readers)).toEqual(['a p1', 'a p2', 'a p3']);
      });

      test('lets no platform wait for another', async () => {
        const store = await place.open();
        const stuck = Promise.withResolvers<void>();
        const slow: Messenger = {
          ...createReaders(() => 'none', { platform: 'slow' }),
          async post() {
            await stuck.promise;
            throw new PaperboyError('refused', 'No.');
          },
        };
        const readers = createReaders(() => 'none');
        const process = await createProcesses(store, open)(slow, readers);
        const many = Array.from({ length: 60 }, (_one, at) => ({
          ...deliveryOf(`s${at}`, 22, 'p1'),
          channel: `slow:t:s${at}`,
        }));
        await process.ledger.plan([...many, deliveryOf('a', 23, 'p1')], START);
        const drained = process.queue.drain();
        await vi.waitUntil(() => readers.seen.length === 1, { timeout: 120_000 });
        stuck.resolve();
        await drained;
      });

      test('hands out what another process left when it died', async () => {
        const store = await place.open();
        const readers = createReaders(() => 'none');
        const start = createProcesses(store, open);
        const one = await start();
        await one.ledger.plan([deliveryOf('a', 23, 'p1')], START);
        await one.ledger.claim('test:t:a 2026-11-23', 'dead', START, 1_000);
        const two = await start(readers);
        await drainUntil([two], () => readers.seen.length >= 1);
        expect(seenBy(readers)).toEqual(['a p1']);
      });

      test('hands out nothing more once it is stopped, and waits for what is under way', async () => {
        const store = await place.open();
        const answer = Promise.withResolvers<void>();
        const readers = createReaders(() => 'none');
        let begun = 0;
        const slow: Messenger = {
          ...readers,
          async post(post, first) {
            begun++;
            await answer.promise;
            return readers.post(post, first);
          },
        };
        const process = await createProcesses(store, open)(slow);
        const channels = Array.from({ length: 90 }, (_one, at) => `c${at}`);
        await process.ledger.plan(
          channels.map((channel) => deliveryOf(channel, 23, 'p1')),
          START,
        );
        void process.queue.drain();
        await vi.waitUntil(() => begun >= 25, { timeout: 120_000 });
        const stopped = process.queue.stop();
        answer.resolve();
        await stopped;
        expect(readers.seen.length).toBe(begun);
        expect(begun).toBeLessThan(channels.length);
      });

      test('hands back what waits for its turn when it is stopped, and the next process sends it at once', async () => {
        const store = await place.open();
        const start = createProcesses(store, open);
        const slow = createReaders(() => 'none', { perSecond: 0.02 });
        const one = await start(slow);
        const channels = Array.from({ length: 5 }, (_one, at) => `c${at}`);
        await one.ledger.plan(
          channels.map((channel) => deliveryOf(channel, 23, 'p1')),
          START,
        );
        const statesOf = async () => {
          const each = channels.map((channel) => one.ledger.get(`test:t:${channel} 2026-11-23`));
          return (await Promise.all(each))
            .map((delivery) => `${delivery?.state} ${delivery?.attempts}`)
            .sort();
        };
        void one.queue.drain();
        await vi.waitUntil(async () => slow.seen.length === 1 && !(await statesOf()).includes('planned 0'), {
          timeout: 120_000,
        });
        await one.queue.stop();
        expect(await statesOf()).toEqual([...Array(4).fill('planned 0'), 'posted 0']);
        const readers = createReaders(() => 'none');
        const two = await start(readers);
        await drainUntil([two], () => readers.seen.length === 4);
      });
    },
    stores,
  );
});
