/**
 * Sends the deliveries that are ready, and settles each by how its attempt ended.
 *
 * `posting` is committed before the request and the lease is checked again right before it, so that of two processes
 * only one sends. What ends without a definite answer is `unknown`: it is looked for, and sent again only when it is
 * known to be absent. A failure in one channel stops no other.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { type PaperId, platformOf } from '../model/channel-id.ts';
import { messageOf } from '../model/errors.ts';
import type { Post } from '../model/message.ts';
import type { Messenger } from '../model/ports.ts';
import { findPart, renderParts, sendPart } from './attempt.ts';
import type { DeliveryContext } from './context.ts';
import type { Delivery, Outcome } from './delivery.ts';
import { createPlatformRateLimiter, type PlatformRateLimiter } from './platform-rate-limiter.ts';

/** Longer than the longest attempt, so that a lease ends only when its holder is gone. Milliseconds. */
export const LEASE_MS = 90_000;
/** Posts under way at once. */
const IN_FLIGHT = 25;
/** Rows taken from the ledger at a time. */
const PAGE = 200;

interface SenderContext
  extends Pick<DeliveryContext, 'ledger' | 'messengers' | 'clock' | 'random' | 'sleep' | 'log'> {
  /** The parts of a delivery as they are shown. */
  render: (delivery: Delivery) => Promise<Post[]>;
  /** Is called after each attempt, with how it ended. */
  onSettled: (delivery: Delivery, outcome: Outcome) => Promise<void>;
  /** The name of this process in leases. */
  owner: string;
  /** `LEASE_MS` unless told otherwise; a shorter one is for proofs that kill processes. Milliseconds. */
  leaseMs?: number;
}

export type Sender = ReturnType<typeof createSender>;

export function createSender(context: SenderContext) {
  const { ledger, clock, log, owner, leaseMs = LEASE_MS } = context;
  const limiters = new Map<string, PlatformRateLimiter>();
  const limiterOf = ({ platform, perSecond }: Messenger): PlatformRateLimiter => {
    const limiter = limiters.get(platform) ?? createPlatformRateLimiter(perSecond, context);
    limiters.set(platform, limiter);
    return limiter;
  };
  const busy = new Set<string>();

  /** Not tried again in this run: what failed, or has no messenger, waits for the next run. */
  const left = new Set<string>();

  /** Undefined when the lease was lost on the way: the current holder continues. */
  const run = async (claimed: Delivery, messenger: Messenger): Promise<Outcome | undefined> => {
    let delivery = claimed;
    const settle = async (outcome: Outcome) => {
      const held = await ledger.settle(claimed.key, owner, outcome, clock());
      if (!held) log.warn('lease lost while posting', { delivery: claimed.key });
      return held ? outcome : undefined;
    };
    const posts = await renderParts(claimed, context.render, context);
    if (!Array.isArray(posts)) return settle(posts);
    const attempt = { ...context, messenger };
    let last: Outcome | undefined;
    while (delivery.receipts.length < posts.length) {
      const at = delivery.receipts.length;
      const post = posts[at] as Post;
      const done = at === posts.length - 1;
      const seen = delivery.state === 'unknown' ? await findPart(delivery, post, attempt) : undefined;
      if (seen !== undefined && 'kind' in seen) return settle(seen);
      const renew = () => ledger.renew(claimed.key, owner, clock(), leaseMs);
      if (seen === undefined && !(await limiterOf(messenger)(renew))) return undefined;
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

  const work = async ({ key, channel }: Delivery) => {
    try {
      const messenger = context.messengers.get(platformOf(channel));
      const claimed = messenger && (await ledger.claim(key, owner, clock(), leaseMs));
      if (messenger === undefined || claimed === undefined) return void left.add(key);
      const outcome = await run(claimed, messenger);
      if (outcome) await context.onSettled(claimed, outcome);
    } catch (error) {
      // The row keeps its lease and is looked at again when that ends.
      log.error('delivery could not be worked on', { delivery: key, reason: messageOf(error) });
      left.add(key);
    } finally {
      busy.delete(key);
    }
  };

  return {
    /** Sends all that is ready; resolves when nothing is ready any more. */
    async sendReady(): Promise<void> {
      left.clear();
      const underWay = new Set<Promise<void>>();
      while (true) {
        const page = await ledger.ready(clock(), PAGE + busy.size + left.size);
        const fresh = page.filter(({ key }) => !busy.has(key) && !left.has(key));
        if (fresh.length === 0 && underWay.size === 0) return;
        for (const delivery of fresh) {
          busy.add(delivery.key);
          const job: Promise<void> = work(delivery).finally(() => underWay.delete(job));
          underWay.add(job);
          if (underWay.size >= IN_FLIGHT) await Promise.race(underWay);
        }
        if (fresh.length === 0) await Promise.race(underWay);
        // Other work of the process runs in between, such as a signal to stop, even when every step resolves at once.
        await breathe();
      }
    },
  };
}

/** The papers of the parts that no reader has seen, and those behind the last part's button. */
function unshown(delivery: Delivery, parts: readonly Post[]): PaperId[] {
  const blocks = parts.flatMap((post) => post.blocks);
  const cards = blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []));
  const rest = delivery.plan.kind === 'post' ? delivery.plan.rest : [];
  return [...cards, ...rest].map(({ id }) => id);
}
