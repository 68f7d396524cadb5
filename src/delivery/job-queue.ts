/**
 * The queue of many processes: a job in the database for each delivery that is ready or waits. The ledger says what may be
 * sent, so a job that is there twice, or that nothing is left to do for, costs a look at the ledger and no more.
 */
import { platformOf } from '../model/channel-id.ts';
import { messageOf } from '../model/errors.ts';
import type { Clock, Log, Messenger } from '../model/ports.ts';
import type { Database, Tx } from '../store/database.ts';
import type { Job, Jobs } from '../store/jobs.ts';
import { deliveryChannel } from './delivery.ts';
import type { Ledger } from './ledger.ts';
import type { DeliveryQueue, QueueWriter, Ready } from './queue.ts';
import type { Sender } from './sender.ts';

/** Posts that one process has under way at once on one platform. */
const AT_ONCE = 50;
/** Deliveries that are looked at for a job that got lost. */
const PAGE = 1_000;
/** How long a stop waits for running jobs; the sender gives up on most of them earlier. Milliseconds. */
const STOP_MS = 7_000;

export interface JobQueueContext {
  jobs: Jobs;
  database: Pick<Database, 'transact'>;
  clock: Clock;
  log: Log;
}

export interface JobQueue extends QueueWriter {
  /** The ledger is made with this queue, and the sender with the ledger: so both come later. */
  open(ledger: Pick<Ledger, 'ready' | 'nextTry'>, sender: Sender): DeliveryQueue;
}

export function createJobQueue({ jobs, database, clock, log }: JobQueueContext): JobQueue {
  /** Jobs that this process works on, by the key of their delivery. */
  const atWork = new Map<string, Job>();

  const enqueue = async (tx: Tx, deliveries: readonly Ready[]) => {
    const now = clock();
    const byPlatform = Map.groupBy(deliveries, ({ key }) => platformOf(deliveryChannel(key)));
    for (const [platform, some] of byPlatform) {
      const waiting = some.map(({ key, at = now }) => ({ key, inMs: at - now }));
      await jobs.enqueue(tx, queueOf(platform), waiting);
    }
  };
  const settled = async (tx: Tx, key: string, deliveries: readonly Ready[]) => {
    await atWork.get(key)?.finish(tx);
    await enqueue(tx, deliveries);
  };

  const open: JobQueue['open'] = (ledger, sender) => {
    /** By platform: whether this process works on its queue. */
    const isOpen = new Map<Messenger, boolean>();

    const work = async (job: Job, messenger: Messenger) => {
      atWork.set(job.key, job);
      try {
        if (await sender.send(job.key, messenger)) return;
        // Another process has it, or it waits; the job of one that is settled just ends.
        const at = await ledger.nextTry(job.key);
        if (at !== undefined) await database.transact((tx) => settled(tx, job.key, [{ key: job.key, at }]));
      } finally {
        atWork.delete(job.key);
      }
    };
    /** Tried again at every drain, as the database may be away. */
    const openQueues = async () => {
      for (const [messenger, opened] of isOpen) {
        if (opened) continue;
        isOpen.set(messenger, true);
        await jobs
          .work(queueOf(messenger.platform), { atOnce: AT_ONCE }, (job) => work(job, messenger))
          .catch((error) => {
            isOpen.set(messenger, false);
            throw error;
          });
      }
    };

    return {
      connect(messenger) {
        isOpen.set(messenger, false);
        openQueues().catch((error) =>
          log.error('the job queue could not be opened; trying again', { reason: messageOf(error) }),
        );
      },
      /**
       * Jobs are made with their deliveries: this finds those that have none, as after jobs were deleted by hand, or when a job was
       * looked at in the very moment that the delivery before it was settled.
       */
      async drain() {
        await openQueues();
        for (const { platform } of isOpen.keys()) {
          const ready = await ledger.ready(clock(), PAGE, platform);
          if (ready.length > 0)
            await database.transact((tx) =>
              enqueue(
                tx,
                ready.map(({ key }) => ({ key })),
              ),
            );
        }
      },
      async stop() {
        await Promise.all([sender.stop(), jobs.stop(STOP_MS)]);
      },
    };
  };
  return { enqueue, settled, open };
}

function queueOf(platform: string): string {
  return `deliver-${platform}`;
}
