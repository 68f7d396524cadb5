/**
 * Sends deliveries, and settles each by how its attempt ended.
 *
 * `posting` is committed before the request and the lease is checked again right before it, so that of two processes
 * only one sends. What ends without a definite answer is `unknown`: it is looked for, and sent again only when it is
 * known to be absent. A failure in one channel stops no other.
 */
import type { PaperId } from '../model/channel-id.ts';
import { unlessAborted } from '../model/deadline.ts';
import { messageOf } from '../model/errors.ts';
import { withLogFacts } from '../model/log-facts.ts';
import type { Post } from '../model/message.ts';
import type { Messenger } from '../model/ports.ts';
import { findPart, renderParts, sendPart } from './attempt.ts';
import type { DeliveryContext } from './context.ts';
import type { Delivery, Outcome } from './delivery.ts';
import type { DeliveryObserver } from './observer.ts';
import { TOO_LATE_MS } from './plan.ts';
import { createPlatformRateLimiters } from './platform-rate-limiter.ts';
import type { TakeTurn } from './shared-turns.ts';

/** Longer than the longest attempt, so that a lease ends only when its holder is gone. Milliseconds. */
export const LEASE_MS = 90_000;
/** A lease is renewed this often while it lasts, so that work of any length keeps it. */
const RENEWALS = 3;
/** A stop of the program waits this long for the answers of platforms. Milliseconds. */
const GRACE_MS = 5_000;
const TOO_LATE = 'It could not be sent for more than a day, so its papers are in the next post.';

interface SenderContext extends Pick<DeliveryContext, 'ledger' | 'clock' | 'random' | 'sleep' | 'log'> {
  /** The parts of a delivery as they are shown. */
  render: (delivery: Delivery) => Promise<Post[]>;
  /** Is called after each attempt, with how it ended. */
  onSettled: (delivery: Delivery, outcome: Outcome) => Promise<void>;
  observer?: DeliveryObserver;
  /** Reserves turns to post for all processes on the store; absent: each has the whole of a platform's limit. */
  takeTurn?: TakeTurn;
  /** The name of this process in leases. */
  owner: string;
  /** `LEASE_MS` unless told otherwise; a shorter one is for proofs that kill processes. Milliseconds. */
  leaseMs?: number;
}

/** Until when this process surely has a delivery, in milliseconds since 1970. It moves while the lease is renewed. */
interface Lease {
  until: number;
}

export type Sender = ReturnType<typeof createSender>;

export function createSender(context: SenderContext) {
  const { ledger, clock, log, owner, leaseMs = LEASE_MS } = context;
  /** From the first on, no request begins; from the second on, no answer is waited for. */
  const [stopping, cut] = [new AbortController(), new AbortController()];
  const underWay = new Set<Promise<unknown>>();
  const limiterOf = createPlatformRateLimiters(context);

  /** Resolves to true while the lease has half of its time left: a process that slept meanwhile asks again before it sends. */
  const renew = async (key: string, lease: Lease): Promise<boolean> => {
    while (true) {
      const asked = clock();
      if (!(await ledger.renew(key, owner, asked, leaseMs))) return false;
      lease.until = Math.max(lease.until, asked + leaseMs);
      if (clock() - asked < leaseMs / 2) return true;
    }
  };

  const work = async (key: string, messenger: Messenger): Promise<boolean> => {
    const asked = clock();
    const claimed = await ledger.claim(key, owner, asked, leaseMs);
    if (claimed === undefined) return false;
    const lease = { until: asked + leaseMs };
    const ended = new AbortController();
    void keepLease(key, lease, ended.signal);
    try {
      const outcome = await run(claimed, lease, messenger);
      if (outcome === undefined) return false;
      context.observer?.settled(claimed, outcome);
      await context.onSettled(claimed, outcome);
      return true;
    } finally {
      ended.abort();
    }
  };

  /** Renews a lease until the signal. One that cannot be renewed ends, and the attempt notices before its next request. */
  const keepLease = async (key: string, lease: Lease, signal: AbortSignal) => {
    const isHeld = async () => {
      await context.sleep(leaseMs / RENEWALS, signal);
      return !signal.aborted && renew(key, lease);
    };
    while (await isHeld().catch(() => false));
  };

  /** Undefined when the lease was lost on the way: the current holder continues. */
  const run = async (claimed: Delivery, lease: Lease, messenger: Messenger): Promise<Outcome | undefined> => {
    let delivery = claimed;
    const settle = async (outcome: Outcome) => {
      const held = await ledger.settle(claimed.key, owner, outcome, clock());
      if (!held) log.warn('lease lost while posting', { delivery: claimed.key });
      return held ? outcome : undefined;
    };
    if (isTooLate(claimed, clock())) return settle({ kind: 'failed', reason: TOO_LATE, free: 'all' });
    const posts = await renderParts(claimed, context.render, context);
    if (!Array.isArray(posts)) return settle(posts);
    const mayStart = () => clock() < lease.until - leaseMs / 2 && !cut.signal.aborted;
    // A lease outlasts any request, and half of one any that is still likely to be carried out.
    const attempt = { ...context, messenger, mayStart, lookAfterMs: leaseMs / 2, cut: cut.signal };
    // It arrived whole: its end was not recorded, or it has fewer parts than when it was sent.
    if (delivery.receipts.length >= posts.length) return settle({ kind: 'complete' });
    let last: Outcome | undefined;
    while (delivery.receipts.length < posts.length) {
      if (stopping.signal.aborted) return settle(handedBack(delivery, clock()));
      const at = delivery.receipts.length;
      const post = posts[at] as Post;
      const done = at === posts.length - 1;
      const seen = delivery.state === 'unknown' ? await findPart(delivery, post, attempt) : undefined;
      if (seen !== undefined && 'kind' in seen) return settle(seen);
      const asked = clock();
      const inTurn = () => {
        context.observer?.waited(messenger.platform, clock() - asked);
        return renew(claimed.key, lease);
      };
      if (seen === undefined) {
        const mine = await unlessAborted(limiterOf(messenger)(inTurn), stopping.signal, () => true);
        if (!mine) return undefined;
        if (stopping.signal.aborted) return settle(handedBack(delivery, clock()));
      }
      const outcome: Outcome = seen
        ? { kind: 'part', receipt: seen, done }
        : await sendPart(delivery, post, done, unshown(claimed, posts.slice(at)), attempt);
      last = await settle(outcome);
      if (last === undefined || outcome.kind !== 'part') return last;
      const receipts = [...delivery.receipts, outcome.receipt];
      delivery = { ...delivery, state: 'posting', attempts: 1, receipts };
    }
    return last;
  };

  return {
    /**
     * Sends one delivery, unless another process holds it or it need not be sent any more. Resolves to whether it was claimed and
     * its attempt ended; never rejects.
     */
    async send(key: string, messenger: Messenger): Promise<boolean> {
      if (stopping.signal.aborted) return false;
      // Each line that is logged meanwhile, by whichever part, carries the delivery's key.
      const working = withLogFacts({ delivery: key }, () => work(key, messenger));
      underWay.add(working);
      try {
        return await working;
      } catch (error) {
        // The row keeps its lease and is looked at again when that ends.
        log.error('delivery could not be worked on', { delivery: key, reason: messageOf(error) });
        return false;
      } finally {
        underWay.delete(working);
      }
    },
    /**
     * Begins no more requests, hands back what waits for its turn, and waits for the answers to those that have begun, for some
     * seconds at most: what was not answered by then is unknown. Resolves when everything was recorded.
     */
    async stop(): Promise<void> {
      stopping.abort();
      const ended = new AbortController();
      void context.sleep(GRACE_MS, ended.signal).then(() => cut.abort());
      await Promise.allSettled(underWay);
      ended.abort();
    },
  };
}

/** Whether nobody tried to send it for so long that its papers are better in the next post, as when its platform was away. */
function isTooLate({ state, reason, receipts, slotAt }: Delivery, now: number): boolean {
  // What was tried before, or is sent again by a person, has a reason.
  const isNew = state === 'posting' && reason === undefined && receipts.length === 0;
  return isNew && now - slotAt > TOO_LATE_MS;
}

/** For another process, or the next start: certainly not shown, or as unknown as it was. */
function handedBack({ state, reason }: Delivery, now: number): Outcome {
  const why = 'Paperboy was stopped before it was sent.';
  if (state === 'unknown') return { kind: 'unknown', reason: reason ?? why, notBefore: now };
  return { kind: 'later', reason: why, notBefore: now, told: true };
}

/** The papers of the parts that no reader has seen, and those behind the last part's button. */
function unshown(delivery: Delivery, parts: readonly Post[]): PaperId[] {
  const blocks = parts.flatMap((post) => post.blocks);
  const cards = blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []));
  const rest = delivery.plan.kind === 'post' ? delivery.plan.rest : [];
  return [...cards, ...rest].map(({ id }) => id);
}
