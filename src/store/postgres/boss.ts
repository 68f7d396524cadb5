/** Starts pg-boss on a schema of its own, and starts it anew, which creates the schema, once jobs can't be worked on as it is. */
import { setTimeout as pause } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { PaperboyError } from '../../model/errors.ts';
import type { Access } from '../driver.ts';
import { connectionLimit, connectionString } from './address.ts';
import { isConnectionLost } from './failure.ts';
import { isLasting } from './job-errors.ts';

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
/** Beside one more that listens. */
const CONNECTIONS = 4;

/** At least so long between two tries to start anew, or two checks whether that is needed. Milliseconds. */
const AGAIN_MS = 5_000;
/** A warning lasts for so long after an error that says the same: maintenance fails every other second. Milliseconds. */
const WARNING_MS = 30_000;

/** The queue of rounds. */
export const TICK = 'tick';
/** A queue whose jobs only show that one can be added, taken and ended. */
const PROBE = 'probe';
export const QUEUE = {
  // One job of a key, queued or at work.
  policy: 'exclusive',
  notify: true,
  retryLimit: RETRIES,
  retryDelay: 1,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  expireInSeconds: EXPIRE_SECONDS,
  deleteAfterSeconds: KEEP_SECONDS,
} as const;

export interface KeptBoss {
  /** @throws PaperboyError `store` while it is started anew */
  now(): PgBoss;
  /** After an error, checks whether jobs can be worked on, and starts anew when they can't until somebody repairs something. */
  heard(error: unknown): void;
  /** Why it is not running, as a sentence; undefined while it is. */
  trouble(): string | undefined;
  /** What is wrong though jobs are worked on, as a sentence; undefined when nothing is known to be. */
  warning(): string | undefined;
  stop(withinMs: number): Promise<void>;
}

export interface BossContext {
  url: string;
  schema: string;
  failed: (access: Access, error: unknown) => PaperboyError;
  /** Says what an error means while jobs are worked on all the same. */
  warningOf: (error: unknown) => string;
  onError: (error: Error) => void;
  /** The queues that this process uses. */
  queues: () => Iterable<string>;
  /** What to do each time that it was started anew, before it is used. */
  again: (boss: PgBoss) => Promise<void>;
}

/** @throws PaperboyError `store`; the connections are closed then */
export async function keepBoss({
  failed,
  warningOf,
  queues,
  again,
  ...context
}: BossContext): Promise<KeptBoss> {
  const start = () =>
    startBoss(context.url, context.schema, (error) => {
      context.onError(error);
      heard(error);
    }).catch((error) => {
      throw failed('opened', error);
    });
  let boss: PgBoss | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  /** Why it is started anew. */
  let away: PaperboyError | undefined;
  /** What was wrong when jobs could be worked on all the same, and until when that is told. */
  let warned: { line: string; until: number } | undefined;
  /** The check, or the restart that it led to. */
  let atWork = Promise.resolve();
  let isChecking = false;
  let checkedAt = Number.NEGATIVE_INFINITY;
  const stopped = new AbortController();
  const heard = (error: unknown) => {
    if (boss === undefined || away !== undefined || stopped.signal.aborted || isConnectionLost(error)) return;
    if (warned !== undefined && isLasting(error)) warned.until = performance.now() + WARNING_MS;
    if (isChecking || performance.now() - checkedAt < AGAIN_MS) return;
    isChecking = true;
    atWork = check(boss, error).finally(() => {
      isChecking = false;
      checkedAt = performance.now();
    });
  };
  /** A running one is not stopped for what only its maintenance needs: starting anew might fail. */
  const check = async (current: PgBoss, error: unknown) => {
    const problem = await problemOf(current);
    if (stopped.signal.aborted) return;
    if (problem === undefined) {
      if (isLasting(error)) warned = { line: warningOf(error), until: performance.now() + WARNING_MS };
    } else if (isLasting(problem)) {
      // A server that is away for a moment, or busy, says nothing of the schema: the next error is checked again.
      away = failed('written', problem);
      await restart();
    }
  };
  /** Why jobs can't be worked on, as it was thrown; undefined when they can. */
  const problemOf = async (current: PgBoss): Promise<unknown> => {
    try {
      await probe(current);
      // Another process may have made the schema anew, with its own queues alone.
      for (const queue of queues())
        if ((await current.getQueue(queue)) === null) return new Error(`Queue ${queue} does not exist`);
      return undefined;
    } catch (error) {
      return error;
    }
  };
  const restart = async () => {
    while (away !== undefined) {
      if (performance.now() - triedAt < AGAIN_MS)
        await pause(AGAIN_MS, undefined, { signal: stopped.signal }).catch(() => {});
      if (stopped.signal.aborted) return;
      triedAt = performance.now();
      await boss?.stop({ graceful: false }).catch(() => {});
      try {
        boss = await start();
        await again(boss);
        away = undefined;
        warned = undefined;
      } catch (error) {
        away = failed('opened', error);
      }
    }
  };
  boss = await start();
  return {
    now() {
      if (away !== undefined || boss === undefined) throw away;
      return boss;
    },
    heard,
    trouble: () => away?.message,
    warning: () => (warned !== undefined && performance.now() < warned.until ? warned.line : undefined),
    async stop(withinMs) {
      stopped.abort();
      await atWork;
      await boss?.stop({ graceful: true, close: true, timeout: withinMs });
    },
  };
}

/** Does with a job what is done with those of posts. @throws what pg-boss throws when a part that this needs is missing */
async function probe(boss: PgBoss): Promise<void> {
  await boss.send(PROBE, {}, { singletonKey: PROBE });
  const taken = await boss.fetch(PROBE);
  if (taken.length > 0)
    await boss.complete(
      PROBE,
      taken.map(({ id }) => id),
    );
}

/** @throws what pg-boss throws, after what it had opened was closed */
async function startBoss(url: string, schema: string, onError: (error: Error) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: connectionString(url),
    schema,
    application_name: 'paperboy jobs',
    max: Math.min(CONNECTIONS, connectionLimit(url) ?? CONNECTIONS),
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
    await boss.createQueue(PROBE, { ...QUEUE, notify: false });
    // Fails when the table of jobs is gone.
    await probe(boss);
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
}
