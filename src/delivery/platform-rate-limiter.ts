/** Limits the posts per second to a platform; posts beyond the limit wait. */
import type { Messenger } from '../model/ports.ts';
import type { DeliveryContext } from './context.ts';
import { createSharedTurns, type TakeTurn } from './shared-turns.ts';

/** A second as platforms count it, and a little for the way there and for clocks that tick in whole milliseconds. */
const WINDOW_MS = 1_003;

/** After a delay of up to this long, later posts follow closer, as far as the limit of a second allows. Milliseconds. */
const HELD_UP_MS = 250;

/** Waits for the next turn, then runs `before`, the last step before the request, and resolves to its result. */
export type PlatformRateLimiter = <T>(before: () => Promise<T>) => Promise<T>;

interface LimiterContext extends Pick<DeliveryContext, 'clock' | 'sleep'> {
  /** Resolves to the moment before which the next post must not be sent, as other processes post too. */
  nextTurn?: () => Promise<number>;
}

interface LimitersContext extends Pick<DeliveryContext, 'clock' | 'sleep'> {
  /** Reserves turns to post for all processes on the store; absent: each has the whole of a platform's limit. */
  takeTurn?: TakeTurn;
}

/** Returns a function that gives the rate limiter of a messenger's platform. */
export function createPlatformRateLimiters(
  context: LimitersContext,
): (messenger: Messenger) => PlatformRateLimiter {
  const { clock, sleep, takeTurn } = context;
  const limiters = new Map<string, PlatformRateLimiter>();
  const create = ({ platform, perSecond }: Messenger): PlatformRateLimiter => {
    if (perSecond === undefined || takeTurn === undefined)
      return createPlatformRateLimiter(perSecond, { clock, sleep });
    const nextTurn = createSharedTurns(`posts ${platform}`, 1_000 / perSecond, takeTurn, clock);
    return createPlatformRateLimiter(perSecond, { clock, sleep, nextTurn });
  };
  return (messenger) => {
    const limiter = limiters.get(messenger.platform) ?? create(messenger);
    limiters.set(messenger.platform, limiter);
    return limiter;
  };
}

/** Requests are evenly spread; at most `perSecond` start within a second, even after late ones. Without a limit none waits. */
export function createPlatformRateLimiter(
  perSecond: number | undefined,
  { clock, sleep, nextTurn = async () => Number.NEGATIVE_INFINITY }: LimiterContext,
): PlatformRateLimiter {
  if (perSecond === undefined) return (before) => before();
  const gapMs = 1_000 / perSecond;
  /** When the last requests were sent, oldest first. */
  let sent: number[] = [];
  let next = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const wait = async () => {
    const now = clock();
    // A clock that was set back must not leave a wait until it has caught up.
    if (next > now + 60_000 || (sent.at(-1) ?? 0) > now) {
      sent = [];
      next = now;
    }
    const full = sent.length < perSecond ? now : (sent[0] ?? now) + WINDOW_MS;
    const at = Math.max(full, next, await nextTurn());
    if (at > clock()) await sleep(at - clock());
    next = (next < now - HELD_UP_MS ? now : next) + gapMs;
  };
  return (before) => {
    const mine = turn.then(wait).then(before);
    turn = mine
      .catch(() => {})
      .then(() => {
        sent.push(clock());
        if (sent.length > perSecond) sent.shift();
      });
    return mine;
  };
}
