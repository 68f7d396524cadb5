/** Keeps jobs in Postgres by pg-boss, in a schema of its own beside the tables. */
import { type Job as BossJob, fromKysely, PgBoss } from 'pg-boss';
import { messageOf } from '../../model/errors.ts';
import type { Log } from '../../model/ports.ts';
import type { Job, Jobs, JobTx, NewJob } from '../jobs.ts';
import { connectionString } from './address.ts';

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
/** The same error is not logged again for so long. Milliseconds. */
const QUIET_MS = 60_000;

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

/**
 * Opens the jobs of a database. Several processes may do so at once.
 * @param schema of the store's tables
 */
export async function openJobs(url: string, schema: string, log: Log): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: connectionString(url),
    schema: schema === 'public' ? 'pgboss' : `${schema}_jobs`,
    application_name: 'paperboy jobs',
    max: CONNECTIONS,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  // Without a listener, an error of the connection would end the process.
  boss.on('error', createTeller(log));
  await boss.start();
  const opened = new Map<string, Promise<void>>();
  const open = (queue: string): Promise<void> => {
    const known = opened.get(queue) ?? boss.createQueue(queue, QUEUE);
    opened.set(queue, known);
    return known;
  };

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
    async everyMinute(name, work) {
      await open(name);
      await boss.schedule(
        name,
        '* * * * *',
        { key: name },
        { tz: 'UTC', missed: 'once', singletonKey: name },
      );
      await boss.work(name, { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 }, work);
      await boss.send(name, { key: name }, { singletonKey: name });
    },
    stop: (withinMs) => boss.stop({ graceful: true, close: true, timeout: withinMs }),
  };
}

/**
 * Returns a function that logs an error of the queue; the same one, which every worker has again and again while the server is
 * away, once a minute.
 */
export function createTeller(log: Log): (error: Error) => void {
  /** Reason to when it was logged. */
  const told = new Map<string, number>();
  return (error) => {
    const now = performance.now();
    for (const [reason, at] of told) if (now - at >= QUIET_MS) told.delete(reason);
    // pg-boss adds the worker's name, also to no message.
    const said = messageOf(error).replace(/ \(Queue: .*\)$/, '');
    const reason = said || messageOf({ ...error, message: '' });
    if (told.has(reason)) return;
    told.set(reason, now);
    log.warn('the job queue had an error', { reason });
  };
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
