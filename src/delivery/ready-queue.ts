/**
 * The queue of one process: reads from the ledger what is ready. Each platform has a lane of its own, so that a slow platform
 * delays no other.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Messenger } from '../model/ports.ts';
import type { DeliveryContext } from './context.ts';
import type { Delivery } from './delivery.ts';
import type { Ledger } from './ledger.ts';
import type { DeliveryQueue } from './queue.ts';
import type { Sender } from './sender.ts';

/** Posts under way at once on one platform. */
const IN_FLIGHT = 25;
/** Rows taken from the ledger at a time. */
const PAGE = 200;

/** Deliveries to platforms that are not connected wait. */
interface ReadyQueueContext extends Pick<DeliveryContext, 'messengers' | 'clock'> {
  ledger: Pick<Ledger, 'ready'>;
  sender: Sender;
}

export function createReadyQueue({ ledger, sender, messengers, clock }: ReadyQueueContext): DeliveryQueue {
  const lanes = new Map<string, Lane>();
  let stopped = false;

  const drainLane = async (messenger: Messenger, lane: Lane) => {
    const underWay = new Map<string, Promise<void>>();
    /** Not tried again in this run: what could not be claimed, or failed. */
    const left = new Set<string>();
    const send = async ({ key }: Delivery) => {
      if (!(await sender.send(key, messenger))) left.add(key);
      underWay.delete(key);
    };
    try {
      while (!stopped) {
        lane.again = false;
        const page = await ledger.ready(clock(), PAGE + underWay.size + left.size, messenger.platform);
        const fresh = page.filter(({ key }) => !underWay.has(key) && !left.has(key));
        if (fresh.length === 0 && underWay.size === 0 && !lane.again) return;
        for (const delivery of fresh) {
          if (stopped) break;
          underWay.set(delivery.key, send(delivery));
          if (underWay.size >= IN_FLIGHT) await Promise.race(underWay.values());
        }
        if (fresh.length === 0 && underWay.size > 0) await Promise.race(underWay.values());
        // Other work of the process runs in between, such as a signal to stop, even when every step resolves at once.
        await breathe();
      }
    } finally {
      // Nothing may come between the last reading and this, or what became ready then would wait.
      if (underWay.size > 0) await Promise.all(underWay.values());
      lanes.delete(messenger.platform);
    }
  };

  /** What became ready after a running lane read the ledger is read by it once more. */
  const run = (messenger: Messenger): Promise<void> => {
    const running = lanes.get(messenger.platform);
    if (running !== undefined) {
      running.again = true;
      return running.done;
    }
    const lane: Lane = { again: false, done: Promise.resolve() };
    lanes.set(messenger.platform, lane);
    lane.done = drainLane(messenger, lane);
    return lane.done;
  };

  return {
    async drain() {
      await Promise.all([...messengers.values()].map(run));
    },
    async stop() {
      stopped = true;
      await sender.stop();
      await Promise.allSettled([...lanes.values()].map(({ done }) => done));
    },
  };
}

/** The deliveries of one platform that are being handed out. */
interface Lane {
  /** Whether the ledger must be read again before the lane ends. */
  again: boolean;
  done: Promise<void>;
}
