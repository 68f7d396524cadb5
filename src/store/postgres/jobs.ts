/** Keeps jobs in Postgres by pg-boss, in a schema of its own beside the tables. */
import { createHash } from 'node:crypto';
import { type Job as BossJob, fromKysely, PgBoss } from 'pg-boss';
import { messageOf } from '../../model/errors.ts';
import type { Log } from '../../model/ports.ts';
import type { Job, Jobs, JobTx, NewJob } from '../jobs.ts';
import { connectionString, nameOfAddress } from './address.ts';
import { createTeller, jobErrors } from './job-errors.ts';

/** A job of a dead process is given to another after this long without a sign of life: pg-boss's least. Seconds. */
const HEARTBEAT_SECONDS = 10;
/** How often jobs without a sign of life are looked for. Seconds. */
const SUPERVISE_SECONDS = 2;
/** A job is given up by its process after this long. Seconds. */
const EXPIRE_SECONDS = 600;
/** Jobs that are done are deleted after this long. Seconds. */
const KEEP_SECONDS = 300;
/** A job is tried again without end, because what it is about is in a table and waits for it. */
const RETRIES = 1_000_000;
/** Jobs that one worker takes at a time. With fewer it would wait for the next poll after each. */
const BATCH = 5;
/** Beside one more that listens. */
const CONNECTIONS = 4;

const QUEUE = {
  // One job of a key, queued or at work.
  policy: 'exclusive',
  notify: true,
  retryLimit: RETRIES,
  retryDelay: 1,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  expireInSeconds: EXPIRE_SECONDS,
  deleteAfterSeconds: KEEP_SECONDS,
} as const;

/** The queue of rounds. */
const TICK = 'tick';
const ROUNDS = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 } as const;

/**
 * Opens the jobs of a database. Several processes may do so at once.
 * @param tables the schema of the store's tables
 * @throws PaperboyError `store` naming the store and what to do; the connections are closed then
 */
export async function openJobs(url: string, tables: string, log: Log): Promise<Jobs> {
  const schema = tables === 'public' ? 'pgboss' : `${tables}_jobs`;
  const failed = jobErrors(nameOfAddress(url), schema);
  const boss = await startBoss(url, schema, createTeller(log, failed)).catch((error) => {
    throw failed('opened', error);
  });
  const opened = new Map<string, Promise<void>>();
  /** Queues that could not be used, and why. */
  const problems = new Map<string, string>();
  const open = (queue: string): Promise<void> => {
    const known = opened.get(queue) ?? create(queue);
    opened.set(queue, known);
    return known;
  };
  /** One that fails is tried again when the queue is next used. */
  const create = (queue: string) =>
    using(queue, () => boss.createQueue(queue, QUEUE)).catch((error) => {
      opened.delete(queue);
      throw error;
    });
  const using = async (queue: string, use: () => Promise<void>) => {
    try {
      await use();
      problems.delete(queue);
    } catch (thrown) {
      const error = failed('written', thrown);
      problems.set(queue, error.message);
      throw error;
    }
  };
  /** Whether this process takes rounds. */
  let isTaking = false;

  return {
    async enqueue(tx, queue, jobs) {
      if (jobs.length === 0) return;
      await open(queue);
      await boss.insert(queue, jobs.map(toInsert), { db: fromKysely(tx.query) });
    },
    async work(queue, { atOnce }, work) {
      await open(queue);
      const options = {
        batchSize: BATCH,
        localConcurrency: Math.max(1, Math.round(atOnce / BATCH)),
        perJobResults: true,
        burstWhenBatchFull: true,
        pollingIntervalSeconds: 1,
        notifyPollingIntervalSeconds: 2,
      } as const;
      await boss.work<{ key: string }, unknown, typeof options>(queue, options, (batch) =>
        Promise.all(batch.map((job) => resultOf(job, work(jobOf(boss, queue, job))))),
      );
    },
    async round(work, minute) {
      await using(TICK, async () => {
        if (!isTaking) {
          isTaking = true;
          await boss.work(TICK, ROUNDS, work);
        }
        const id = minute === undefined ? {} : { id: idOf(minute) };
        await boss.send(TICK, { key: TICK }, { singletonKey: TICK, ...id });
      });
    },
    trouble: () => problems.values().next().value,
    stop: (withinMs) => boss.stop({ graceful: true, close: true, timeout: withinMs }),
  };
}

/** @throws what pg-boss throws, after what it had opened was closed */
async function startBoss(url: string, schema: string, onError: (error: Error) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: connectionString(url),
    schema,
    application_name: 'paperboy jobs',
    max: CONNECTIONS,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    registerInstance: false,
    schedule: false,
    openTelemetry: { enabled: false },
  });
  // Without a listener, an error of the connection would end the process.
  boss.on('error', onError);
  try {
    await boss.start();
    await boss.createQueue(TICK, QUEUE);
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
}

/** The id of a minute's round: a second one is left out, also when the first is done, as long as that is kept. */
function idOf(minute: number): string {
  const hex = createHash('sha256').update(`${TICK} ${minute}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function toInsert({ key, inMs = 0 }: NewJob) {
  return { data: { key }, singletonKey: key, startAfter: Math.max(0, inMs) / 1_000 };
}

function jobOf(boss: PgBoss, queue: string, { id, retryCount, data }: BossJob<{ key: string }>): Job {
  return {
    key: data.key,
    async finish(tx: JobTx) {
      // Its attempt alone: should another process have been given the job, it stays there.
      await boss.complete(queue, { id, retryCount }, null, { db: fromKysely(tx.query) });
    },
  };
}

async function resultOf({ id }: BossJob, working: Promise<void>) {
  try {
    await working;
    return { id, status: 'completed' as const };
  } catch (error) {
    return { id, status: 'failed' as const, output: { reason: messageOf(error) } };
  }
}
