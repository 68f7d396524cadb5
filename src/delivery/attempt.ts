/** The steps of one attempt at a delivery: renders its parts, looks for a part that may have arrived, sends a part. */
import { seconds } from '../model/counted.ts';
import { unlessAborted, withDeadline } from '../model/deadline.ts';
import { messageOf, PaperboyError, reasonForPeople } from '../model/errors.ts';
import type { Post } from '../model/message.ts';
import type { Messenger, Receipt } from '../model/ports.ts';
import type { DeliveryContext } from './context.ts';
import type { Delivery, Outcome } from './delivery.ts';
import { TOO_LATE_MS } from './plan.ts';

/** A messenger that has not answered by then, or within its own time, is cut off; its post counts as unknown. Milliseconds. */
export const ANSWER_MS = 20_000;
/** Attempts and searches before a delivery is given up. */
const MAX_ATTEMPTS = 8;
/** The wait doubles from the first to the last. Milliseconds. */
const FIRST_WAIT_MS = 5_000;
const LAST_WAIT_MS = 30 * 60_000;

export interface AttemptContext extends Pick<DeliveryContext, 'clock' | 'random' | 'sleep' | 'log'> {
  messenger: Messenger;
  /** Whether this process has the delivery for long enough to begin a request. */
  mayStart: () => boolean;
  /** A post without an answer is looked for after this long, as its request may be carried out late. Milliseconds. */
  lookAfterMs: number;
  /** Aborted when the program stops and waits for no answer any more. */
  cut?: AbortSignal;
}

/**
 * Looks on the platform for a part that may have arrived. Returns its receipt, undefined when it is absent, or how the attempt
 * ended when the platform cannot tell.
 */
export async function findPart(
  delivery: Delivery,
  post: Post,
  context: AttemptContext,
): Promise<Receipt | undefined | Outcome> {
  try {
    return await inTime(context.sleep, () => context.messenger.find(post), context.cut);
  } catch (error) {
    const reason = `Looking for it failed: ${reasonOf(error, context)}`;
    const never = error instanceof PaperboyError && error.code === 'refused';
    if (never || delivery.attempts >= MAX_ATTEMPTS) return { kind: 'unknown', reason };
    const told = error instanceof PaperboyError && error.retry !== 'never' ? error.retry.afterMs : 0;
    const pause = Math.max(Math.ceil(told), wait(delivery.attempts, context));
    return { kind: 'unknown', reason, notBefore: context.clock() + pause };
  }
}

/**
 * Renders the parts of a delivery. When they cannot be rendered, returns how the attempt ended: where nothing was shown, it is
 * tried again after a while, and its papers are free when it is given up.
 */
export async function renderParts(
  delivery: Delivery,
  render: (delivery: Delivery) => Promise<Post[]>,
  context: Pick<DeliveryContext, 'clock' | 'random' | 'log'>,
): Promise<Post[] | Outcome> {
  const fresh = delivery.state === 'posting' && delivery.receipts.length === 0;
  const free = fresh ? 'all' : [];
  // What may have been shown stays unknown until a person has looked.
  const never = (reason: string): Outcome =>
    delivery.state === 'unknown' ? { kind: 'unknown', reason } : { kind: 'failed', reason, free };
  if (delivery.damaged === 'receipts')
    return { kind: 'unknown', reason: "Its stored receipts can't be read." };
  if (delivery.damaged === 'plan')
    return never(`The stored plan can't be read${fresh ? ', so nothing was sent' : ''}.`);
  try {
    const posts = await render(delivery);
    return posts.length > 0 ? posts : never('Its papers are no longer stored.');
  } catch (error) {
    const reason = `The post could not be prepared: ${reasonOf(error, context)}`;
    const notBefore = context.clock() + wait(delivery.attempts, context);
    if (delivery.attempts >= MAX_ATTEMPTS) return never(reason);
    if (delivery.state === 'unknown') return { kind: 'unknown', reason, notBefore };
    return { kind: 'later', reason, notBefore, told: false };
  }
}

/** Sends one part. `free` are the papers to free when it is certain that no reader will see them. */
export async function sendPart(
  delivery: Delivery,
  post: Post,
  done: boolean,
  free: readonly string[],
  context: AttemptContext,
): Promise<Outcome> {
  const { messenger, mayStart, sleep, cut } = context;
  let isOver = false;
  const isHeld = () => !isOver && mayStart();
  try {
    const send = () => messenger.post(post, delivery.receipts[0], isHeld);
    const receipt = await inTime(sleep, send, cut, messenger.answerMs);
    if (typeof receipt?.messageId !== 'string')
      throw new PaperboyError('uncertain', "The platform's answer had no message ID.");
    return { kind: 'part', receipt, done };
  } catch (error) {
    return outcomeOf(error, delivery, free, context);
  } finally {
    // An adapter that was given up begins nothing more: the post may be sent by another attempt from now on.
    isOver = true;
  }
}

function outcomeOf(
  error: unknown,
  delivery: Delivery,
  free: readonly string[],
  context: AttemptContext,
): Outcome {
  const reason = reasonOf(error, context);
  const code = error instanceof PaperboyError ? error.code : 'uncertain';
  if (code === 'refused') return { kind: 'failed', reason, free };
  if (code === 'no-access') return { kind: 'failed', reason, free, noAccess: true };
  const now = context.clock();
  if (code !== 'later') {
    const pause = context.lookAfterMs + wait(delivery.attempts, context);
    return { kind: 'unknown', reason, notBefore: now + pause };
  }
  const { retry: told, isOwnPace = false } = error as PaperboyError;
  // Our own pace ends by itself; a platform may put a post off until it would be too late to begin one.
  const isTooLate = !isOwnPace && now - delivery.slotAt > TOO_LATE_MS;
  const isOver = told === 'never' ? delivery.attempts >= MAX_ATTEMPTS : isTooLate;
  if (isOver) return { kind: 'failed', reason: `Gave up until the next post: ${reason}`, free };
  // Platforms tell parts of a second too; what is stored is whole milliseconds.
  const notBefore = now + (told === 'never' ? wait(delivery.attempts, context) : Math.ceil(told.afterMs));
  const pace = isOwnPace ? { isOwnPace: true as const } : {};
  return { kind: 'later', notBefore, reason, told: told !== 'never', ...pace };
}

/** An error in words for people. An unexpected one, whose message is for developers, is logged. */
function reasonOf(error: unknown, { log }: Pick<DeliveryContext, 'log'>): string {
  if (!(error instanceof PaperboyError))
    log.error('a post failed unexpectedly', { reason: messageOf(error) });
  return reasonForPeople(error);
}

/** Exponential backoff with full jitter over its upper half, so that channels do not come back together. */
function wait(attempts: number, { random }: Pick<DeliveryContext, 'random'>): number {
  const most = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(most / 2 + (random() * most) / 2);
}

/** Does something on a platform; rejects with `uncertain` when there is no answer in time, or before `cut`. */
export async function inTime<T>(
  sleep: DeliveryContext['sleep'],
  work: () => Promise<T>,
  cut?: AbortSignal,
  answerMs = ANSWER_MS,
): Promise<T> {
  const failed = (why: string) => () => {
    throw new PaperboyError('uncertain', why);
  };
  const done = withDeadline(work(), answerMs, failed(`No answer within ${seconds(answerMs)}.`), sleep);
  return cut ? unlessAborted(done, cut, failed('Paperboy was stopped before there was an answer.')) : done;
}
