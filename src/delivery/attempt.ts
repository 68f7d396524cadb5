/** One attempt at a delivery: makes its parts, looks first where its fate is not known, then sends a part. */
import { messageOf, PaperboyError, reasonForPeople } from '../model/errors.ts';
import type { Post } from '../model/message.ts';
import type { Clock, Log, Messenger, Receipt } from '../model/ports.ts';
import type { Delivery } from './delivery.ts';
import type { Outcome } from './ledger.ts';

/** A messenger that has not answered by then is cut off; its post counts as unknown. Milliseconds. */
export const ANSWER_MS = 20_000;
/** Attempts and looks before a delivery is given up. */
export const MAX_ATTEMPTS = 8;
/** A platform that keeps saying "later" is believed for this long after the slot. Milliseconds. */
const PATIENCE_MS = 6 * 3_600_000;
/** The wait doubles from the first to the last. Milliseconds. */
const FIRST_WAIT_MS = 5_000;
const LAST_WAIT_MS = 30 * 60_000;

export interface Attempting {
  messenger: Messenger;
  clock: Clock;
  /** From 0 to 1, for jitter. */
  random: () => number;
  /** Resolves after so many milliseconds, or when the signal is aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  log: Log;
}

/** Looks for a part whose fate is unknown: its receipt; undefined when it is absent; an outcome when nobody can tell. */
export async function look(
  delivery: Delivery,
  post: Post,
  outside: Attempting,
): Promise<Receipt | undefined | Outcome> {
  try {
    return await inTime(outside, () => outside.messenger.find(post));
  } catch (error) {
    const reason = `Looking for it failed: ${reasonOf(error, outside)}`;
    const never = error instanceof PaperboyError && error.code === 'refused';
    if (never || delivery.attempts >= MAX_ATTEMPTS) return { kind: 'unknown', reason };
    const told = error instanceof PaperboyError && error.retry !== 'never' ? error.retry.afterMs : 0;
    const pause = Math.max(told, wait(delivery.attempts, outside));
    return { kind: 'unknown', reason, notBefore: outside.clock() + pause };
  }
}

/**
 * The parts of a delivery as they are shown, or how the attempt ended when they cannot be made: nothing was shown by it, so
 * it is tried again after a while, and its papers are free when it is given up.
 */
export async function renderParts(
  delivery: Delivery,
  render: (delivery: Delivery) => Promise<Post[]>,
  outside: Pick<Attempting, 'clock' | 'random' | 'log'>,
): Promise<Post[] | Outcome> {
  const fresh = delivery.state === 'posting' && delivery.receipts.length === 0;
  const free = fresh ? 'all' : [];
  if (delivery.damaged !== undefined) {
    return {
      kind: 'failed',
      reason: `${delivery.damaged} can't be read, so nothing was sent.`,
      free: delivery.damaged === 'The stored plan' ? free : [],
    };
  }
  try {
    const posts = await render(delivery);
    if (posts.length > 0) return posts;
    return { kind: 'failed', reason: 'Its papers are no longer stored.', free };
  } catch (error) {
    const reason = `The post could not be prepared: ${reasonOf(error, outside)}`;
    const notBefore = outside.clock() + wait(delivery.attempts, outside);
    const isLast = delivery.attempts >= MAX_ATTEMPTS;
    if (delivery.state === 'unknown') return { kind: 'unknown', reason, ...(isLast ? {} : { notBefore }) };
    return isLast ? { kind: 'failed', reason, free } : { kind: 'later', reason, notBefore, told: false };
  }
}

/** Sends one part. `free` are the papers to give back when it is certain that no reader will see them. */
export async function sendPart(
  delivery: Delivery,
  post: Post,
  done: boolean,
  free: readonly string[],
  outside: Attempting,
): Promise<Outcome> {
  try {
    const receipt = await inTime(outside, () => outside.messenger.post(post, delivery.receipts[0]));
    if (typeof receipt?.messageId !== 'string')
      throw new PaperboyError('uncertain', "The platform's answer had no message ID.");
    return { kind: 'part', receipt, done };
  } catch (error) {
    return outcomeOf(error, delivery, free, outside);
  }
}

function outcomeOf(
  error: unknown,
  delivery: Delivery,
  free: readonly string[],
  outside: Attempting,
): Outcome {
  const reason = reasonOf(error, outside);
  const code = error instanceof PaperboyError ? error.code : 'uncertain';
  if (code === 'refused') return { kind: 'failed', reason, free };
  if (code === 'no-access') return { kind: 'failed', reason, free, noAccess: true };
  const now = outside.clock();
  if (code !== 'later') {
    return { kind: 'unknown', reason, notBefore: now + wait(delivery.attempts, outside) };
  }
  const told = (error as PaperboyError).retry;
  const impatient =
    told === 'never' ? delivery.attempts >= MAX_ATTEMPTS : now - delivery.slotAt > PATIENCE_MS;
  if (impatient) return { kind: 'failed', reason: `Gave up until the next post: ${reason}`, free };
  const notBefore = now + (told === 'never' ? wait(delivery.attempts, outside) : told.afterMs);
  return { kind: 'later', notBefore, reason, told: told !== 'never' };
}

/** What people are told of an error. One in the program, whose words are for those who mend it, is logged. */
function reasonOf(error: unknown, { log }: Pick<Attempting, 'log'>): string {
  if (!(error instanceof PaperboyError))
    log.error('a post failed unexpectedly', { reason: messageOf(error) });
  return reasonForPeople(error);
}

/** Exponential backoff with full jitter over its upper half, so that channels do not come back together. */
function wait(attempts: number, { random }: Pick<Attempting, 'random'>): number {
  const most = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(most / 2 + (random() * most) / 2);
}

/** Does something on a platform; rejects with `uncertain` when there is no answer within `ANSWER_MS`. */
export async function inTime<T>({ sleep }: Pick<Attempting, 'sleep'>, work: () => Promise<T>): Promise<T> {
  const settled = new AbortController();
  const tooLate = sleep(ANSWER_MS, settled.signal).then(() => {
    if (settled.signal.aborted) return new Promise<never>(() => {});
    throw new PaperboyError('uncertain', `No answer within ${ANSWER_MS / 1000} seconds.`);
  });
  try {
    return await Promise.race([work(), tooLate]);
  } finally {
    settled.abort();
  }
}
