/** Limits the rate of requests to a host: in this process by a mutex, across processes by locks in the store. */
import { createKeyedMutex } from '../keyed-mutex.ts';
import { sourceError } from '../model/errors.ts';
import type { Alone, Runtime } from '../model/ports.ts';
import type { Locks } from '../store/locks.ts';

/** How the rate of one request is limited. */
export interface RateLimit {
  /** Requests of one group share a limit, such as those to several hosts of one owner; absent: the host. */
  group?: string;
  /** Between two requests of a group. Milliseconds. */
  gapMs?: number;
  /** The group takes one connection at a time: a person's request waits behind one in progress. */
  single?: boolean;
  /** A person waits: one try, and an error when there is no answer by then. Milliseconds. */
  withinMs?: number | undefined;
}

const GAP_MS = 1_000;
/** A turn that is missed by more than this, as by a process that was stopped meanwhile, is let go. Milliseconds. */
const LATE_MS = 500;
/** A store that is too slow for any turn must not keep a request for ever. */
const MOST_TURNS = 3;

/** Calls `onSent` when its request was written. */
type Work<T> = (onSent?: () => void) => Promise<T>;

export function createHostLimiter(
  { clock, sleep }: Runtime,
  locks: Locks,
  alone: Alone,
  closing: AbortSignal,
) {
  const inTurn = createKeyedMutex();

  /** Waits as `run` does, for a further request within one that began at `since`. Returns the moment of its turn. */
  async function wait(host: string, limit: RateLimit, since: number): Promise<number> {
    const { group = host, gapMs = GAP_MS, withinMs } = limit;
    for (let turns = 1; ; turns++) {
      const now = clock();
      const patienceMs = withinMs === undefined ? undefined : withinMs - (now - since);
      const at = await locks.take(group, now, gapMs, patienceMs);
      if (at === undefined) throw sourceError(`${group} has reached its request limit for now.`, 5_000);
      if (at > now) await sleep(at - now, closing);
      if (closing.aborted) throw sourceError('Stopped.');
      if (clock() - at > LATE_MS && turns < MOST_TURNS) continue;
      // After a late wake-up, the next request keeps its distance from this one as it is really sent.
      if (at > now) await locks.hold(group, clock() + gapMs);
      return at;
    }
  }

  /**
   * Over all processes. One that has waited long for the connection waits for another turn too, and one that comes after a
   * request whose connection opened slowly keeps the gap from that request as it was sent.
   */
  async function onOneConnection<T>(host: string, limit: RateLimit, since: number, work: Work<T>) {
    const { group = host, gapMs = GAP_MS } = limit;
    const at = await wait(host, limit, since);
    return alone(`connection to ${group}`, async () => {
      if (clock() - at > LATE_MS) await wait(host, limit, since);
      const sentName = `sent to ${group}`;
      const early = (await locks.nextTurn(sentName, clock())) - clock();
      if (early > 0) await sleep(early, closing);
      let sentAt: number | undefined;
      const onSent = () => {
        sentAt = clock();
      };
      try {
        return await work(onSent);
      } finally {
        if (sentAt !== undefined) await locks.hold(sentName, sentAt + gapMs);
      }
    });
  }

  return {
    wait,
    /** Waits until the host may be asked, then does the work. Throws `source` where a person would wait too long. */
    run<T>(host: string, limit: RateLimit, work: Work<T>): Promise<T> {
      const since = clock();
      const group = limit.group ?? host;
      if (limit.single) return inTurn(group, () => onOneConnection(host, limit, since, work));
      const waitAndWork = async () => {
        await wait(host, limit, since);
        return work();
      };
      // A person does not wait behind a long fill: the lock alone keeps the gap.
      return limit.withinMs !== undefined ? waitAndWork() : inTurn(group, waitAndWork);
    },
  };
}
