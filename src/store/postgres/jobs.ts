/** Keeps jobs in Postgres by pg-boss, in a schema of its own beside the tables. */
import { createHash } from 'node:crypto';
import { type Job as BossJob, fromKysely, type PgBoss } from 'pg-boss';
import { messageOf } from '../../model/errors.ts';
import type { Log } from '../../model/ports.ts';
import type { Job, Jobs, JobTx, NewJob } from '../jobs.ts';
import { nameOfAddress } from './address.ts';
import { type KeptBoss, keepBoss, QUEUE, TICK } from './boss.ts';
import { isConnectionLost } from './failure.ts';
import { createTeller, jobErrors, jobWarnings } from './job-errors.ts';

/** Jobs that one worker takes at a time. With fewer it would wait for the next poll after each. */
const BATCH = 5;
const POLLING = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 } as const;

/** What is stored with a job; one that was changed by hand may have anything. */
type JobData = { key?: unknown };

/**
 * Opens the jobs of a database. Several processes may do so at once.
 * @param tables the schema of the store's tables
 * @throws PaperboyError `store` naming the store and what to do; the connections are closed then
 */
export async function openJobs(url: string, tables: string, log: Log): Promise<Jobs> {
  const schema = tables === 'public' ? 'pgboss' : `${tables}_jobs`;
  const failed = jobErrors(nameOfAddress(url), schema);
  /** What begins each worker. */
  const workers: ((boss: PgBoss) => Promise<unknown>)[] = [];
  const queues = new Set([TICK]);
  const boss = await keepBoss({
    url,
    schema,
    failed,
    warningOf: jobWarnings(schema),
    queues: () => queues,
    onError: createTeller(log, failed),
    async again(fresh) {
      opened.clear();
      problems.clear();
      for (const begin of workers) await begin(fresh);
    },
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
    using(queue, async () => {
      await boss.now().createQueue(queue, QUEUE);
      queues.add(queue);
    }).catch((error) => {
      opened.delete(queue);
      throw error;
    });
  /** What pg-boss threw, in the store's words; pg-boss is started anew where that helps. */
  const heard = (thrown: unknown) => {
    boss.heard(thrown);
    return failed('written', thrown);
  };
  const using = async (queue: string, use: () => Promise<void>) => {
    try {
      await use();
      problems.delete(queue);
    } catch (thrown) {
      const error = heard(thrown);
      // A connection that is lost, the store tells of itself, and no longer than that is so.
      if (!isConnectionLost(thrown)) problems.set(queue, error.message);
      throw error;
    }
  };
  /** Whether this process takes rounds. */
  let isTaking = false;

  return {
    async enqueue(tx, queue, jobs) {
      if (jobs.length === 0) return;
      await open(queue);
      try {
        await boss.now().insert(queue, jobs.map(toInsert), { db: fromKysely(tx.query) });
      } catch (error) {
        throw heard(error);
      }
    },
    async work(queue, { atOnce }, work) {
      const options = {
        batchSize: BATCH,
        localConcurrency: Math.max(1, Math.round(atOnce / BATCH)),
        perJobResults: true,
        burstWhenBatchFull: true,
        ...POLLING,
      } as const;
      const workOn = async (job: BossJob<JobData>) => {
        const { id, retryCount } = job;
        const data = job.data as JobData | null;
        if (typeof data?.key === 'string') return work(jobOf(boss, queue, { id, retryCount, key: data.key }));
        log.warn('a job that names no delivery is left out', { queue, job: id });
      };
      const begin = async (current: PgBoss) => {
        await current.createQueue(queue, QUEUE);
        queues.add(queue);
        await current.work<JobData, unknown, typeof options>(queue, options, (batch) =>
          Promise.all(batch.map((job) => resultOf(job, workOn(job)))),
        );
      };
      await using(queue, () => begin(boss.now()));
      workers.push(begin);
    },
    async round(work, minute) {
      await using(TICK, async () => {
        if (!isTaking) {
          isTaking = true;
          const begin = (current: PgBoss) => current.work(TICK, POLLING, work);
          workers.push(begin);
          await begin(boss.now());
        }
        const id = minute === undefined ? {} : { id: idOf(minute) };
        await boss.now().send(TICK, { key: TICK }, { singletonKey: TICK, ...id });
      });
    },
    trouble: () => boss.trouble() ?? problems.values().next().value,
    warning: boss.warning,
    stop: boss.stop,
  };
}

/** The id of a minute's round: a second one is left out, also when the first is done, as long as that is kept. */
function idOf(minute: number): string {
  const hex = createHash('sha256').update(`${TICK} ${minute}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function toInsert({ key, inMs = 0 }: NewJob) {
  return { data: { key }, singletonKey: key, startAfter: Math.max(0, inMs) / 1_000 };
}

function jobOf(
  boss: KeptBoss,
  queue: string,
  { id, retryCount, key }: Pick<BossJob, 'id' | 'retryCount'> & NewJob,
): Job {
  return {
    key,
    async finish(tx: JobTx) {
      // It went with its schema.
      if (boss.trouble() !== undefined) return;
      // Its attempt alone: should another process have been given the job, it stays there.
      await boss.now().complete(queue, { id, retryCount }, null, { db: fromKysely(tx.query) });
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
