/** Sends posts by mail: one message for each, paced for each domain. */
import type { RateLimiter } from '../../src/chat/rate-limiter.ts';
import type { Addresses } from '../../src/model/addresses.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Log, Messenger } from '../../src/model/ports.ts';
import type { Api } from './api.ts';
import { compose } from './compose.ts';
import { readFailure } from './errors.ts';
import type { SentMessages } from './find.ts';
import { endingOf } from './headers.ts';
import { ANSWER_MS, PATIENCE_MS, PER_SECOND } from './limits.ts';
import type { Links } from './links.ts';
import type { Mailbox } from './mailbox.ts';
import { addressOf, PLATFORM, readPlaceId } from './places.ts';
import { type Refusals, unasked } from './refusals.ts';
import { render } from './render.ts';
import { returnPathOf } from './return-path.ts';

export interface MessengerContext {
  api: Api;
  from: Mailbox;
  /** Where mail comes back to; absent: to the sender. */
  bounces: Mailbox | undefined;
  publicUrl: string | undefined;
  links: Links;
  sent: SentMessages;
  refusals: Refusals;
  limiter: RateLimiter;
  addresses: Addresses;
  log: Log;
}

/** The port by which the core posts. A post throws PaperboyError, as `readFailure` tells. */
export function createMessenger(context: MessengerContext): Messenger {
  const { api, from, bounces, sent, refusals, limiter, log } = context;

  /** All that is done before anything is sent. */
  async function prepare(post: Post, to: Mailbox) {
    try {
      const begunAt = await refusals.check(to.address);
      const { messageId, at } = await sent.begin(post);
      const { headers, footer } = await endingOf(post, to, context);
      const message = await compose({ from, to, messageId, at, headers, ...render(post, footer) });
      return { begunAt, messageId, message };
    } catch (error) {
      throw unasked(error);
    }
  }

  /** What is only noted for later must not make a message fail that was taken. */
  async function noting(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) =>
      log.warn('what became of an email could not be noted', { reason: messageOf(error) }),
    );
  }

  return {
    platform: PLATFORM,
    perSecond: PER_SECOND,
    isWhole: true,
    answerMs: ANSWER_MS,
    addresses: context.addresses,
    async leftAlone(channels) {
      const known = channels.flatMap((channel) => {
        const address = addressOf(channel);
        return address === undefined ? [] : [{ channel, address }];
      });
      const reasons = await refusals.leftAlone(known.map(({ address }) => address));
      return new Map(
        known.flatMap(({ channel }, at) => {
          const why = reasons[at];
          return why === undefined ? [] : [[channel, why]];
        }),
      );
    },
    async post(post, _first, mayStart = () => true) {
      const to = readPlaceId(post.channel);
      const { begunAt, messageId, message } = await prepare(post, to);
      const envelope = { from: returnPathOf(messageId, bounces, from), to: to.address };
      try {
        await limiter.run(to.domain, PATIENCE_MS, () => api.send(envelope, message, mayStart));
      } catch (error) {
        const failure = readFailure(error, post.channel);
        await noting(() => refusals.refused(to.address, failure, begunAt));
        throw failure;
      }
      await noting(() => sent.taken(messageId));
      await noting(() => refusals.taken(to.address));
      return { messageId };
    },
    find: (post) => sent.find(post),
  };
}
