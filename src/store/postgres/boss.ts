/** Starts pg-boss on a schema of its own, and starts it anew, which creates the schema, once that is gone. */
import { setTimeout as pause } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { PaperboyError } from '../../model/errors.ts';
import type { Access } from '../driver.ts';
import { connectionString } from './address.ts';
import { isGone } from './job-errors.ts';

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

/** At least so long between two tries to start anew. Milliseconds. */
const AGAIN_MS = 5_000;

/** The queue of rounds. */
export const TICK = 'tick';
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
  /** Starts anew when an error says that a part of the schema is gone. */
  heard(error: unknown): void;
  /** Why it is not running, as a sentence; undefined while it is. */
  trouble(): string | undefined;
  stop(withinMs: number): Promise<void>;
}

export interface BossContext {
  url: string;
  schema: string;
  failed: (access: Access, error: unknown) => PaperboyError;
  onError: (error: Error) => void;
  /** What to do each time that it was started anew, before it is used. */
  again: (boss: PgBoss) => Promise<void>;
}

/** @throws PaperboyError `store`; the connections are closed then */
export async function keepBoss({ failed, again, ...context }: BossContext): Promise<KeptBoss> {
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
  let restarting = Promise.resolve();
  const stopped = new AbortController();
  const heard = (error: unknown) => {
    if (boss === undefined || away !== undefined || stopped.signal.aborted || !isGone(error)) return;
    away = failed('written', error);
    restarting = restart();
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
    async stop(withinMs) {
      stopped.abort();
      await restarting;
      await boss?.stop({ graceful: true, close: true, timeout: withinMs });
    },
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
    // Fails when the table of jobs is gone.
    await boss.findJobs(TICK, { key: TICK, queued: true });
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
}
