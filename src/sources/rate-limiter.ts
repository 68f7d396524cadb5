/** Spaces the requests to one host: in this process by a queue, across processes by locks in the store. */
import { PaperboyError } from '../model/errors.ts';
import type { Clock } from '../model/ports.ts';
import type { Locks } from './locks.ts';
import { busy } from './refusal.ts';

/** What a request says of its turn. */
export interface TurnAsked {
  /** Whose turn it takes; the host when absent. Hosts of one owner can share a turn. */
  turn?: string;
  /** Between two requests of one turn. Milliseconds. */
  gapMs?: number;
  /** The host takes one connection at a time: a person's request waits behind one that is under way. */
  single?: boolean;
  /** A person waits: one try, and an error when there is no answer by then. Milliseconds. */
  withinMs?: number;
}

export interface HostTurns {
  /** Waits for a turn of `host` and does the work. Throws `source` where a person would wait for too long. */
  inTurn<T>(host: string, asked: TurnAsked, work: () => Promise<T>): Promise<T>;
  /** Waits for one more turn within a request that began at `since`. */
  wait(host: string, asked: TurnAsked, since: number): Promise<void>;
}

const GAP_MS = 1_000;

export function createHostTurns(outside: {
  locks: Locks;
  clock: Clock;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  closing: AbortSignal;
}): HostTurns {
  const { locks, clock, sleep, closing } = outside;
  const queues = new Map<string, Promise<unknown>>();

  const wait: HostTurns['wait'] = async (host, { turn: name = host, gapMs = GAP_MS, withinMs }, since) => {
    const now = clock();
    const at = await locks.take(
      name,
      now,
      gapMs,
      withinMs === undefined ? undefined : withinMs - (now - since),
    );
    if (at === undefined) throw busy(name);
    if (at > now) {
      await sleep(at - now, closing);
      // Woken late, the next one keeps its distance from the moment that this one really goes.
      await locks.hold(name, clock() + gapMs);
    }
    if (closing.aborted) throw new PaperboyError('source', 'Stopped.');
  };

  return {
    wait,
    inTurn(host, asked, work) {
      const name = asked.turn ?? host;
      const since = clock();
      const pass = async () => {
        await wait(host, asked, since);
        return work();
      };
      // A person is not put behind a long fill: the lock alone keeps the distance.
      if (asked.withinMs !== undefined && !asked.single) return pass();
      const turn = (queues.get(name) ?? Promise.resolve()).then(pass, pass);
      queues.set(name, turn);
      const done = () => void (queues.get(name) === turn && queues.delete(name));
      turn.then(done, done);
      return turn;
    },
  };
}
