/** Sends posts to Discord: in order within a channel, each at most once. */
import { type APIMessage, type APIThreadChannel, MessageFlags, Routes } from 'discord.js';
import { whileMayStart } from '../../src/chat/may-start.ts';
import { createRateLimiter } from '../../src/chat/rate-limiter.ts';
import { laterMs } from '../../src/chat/retry.ts';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';
import { type Post, plain } from '../../src/model/message.ts';
import type { Clock, Log, Messenger, Receipt } from '../../src/model/ports.ts';
import { type Api, patient } from './api.ts';
import { type Bodies, bodiesOf, sendBodies } from './bodies.ts';
import type { StoredActions } from './buttons.ts';
import type { Channels, KnownChannel } from './channels.ts';
import { createDirect } from './direct.ts';
import { beforePosting, isDiscords, isRefusal, readFailure } from './errors.ts';
import { findPost, idempotencyKeyOf } from './find.ts';
import { TAGS_PER_THREAD, THREAD_NAME } from './limits.ts';
import { label } from './markup.ts';
import { DIRECT, PLATFORM, readPlaceId } from './places.ts';

export interface MessengerContext {
  api: Api;
  actions: StoredActions;
  channels: Channels;
  crosspost: boolean;
  clock: Clock;
  log: Log;
}

export function createMessenger(context: MessengerContext): Messenger {
  const { api, actions, channels, clock, log } = context;
  const limiter = createRateLimiter({ gapMs: 0, clock, inOrder: true });

  /** Discord says how long to pause a channel, for all posts. */
  async function inTurn<T>(channel: string, mayStart: () => boolean, work: () => Promise<T>): Promise<T> {
    try {
      return await limiter.run(channel, 0, () => whileMayStart(mayStart, work));
    } catch (error) {
      const wait = laterMs(error);
      if (wait !== undefined) limiter.pause(channel, wait);
      throw error;
    }
  }

  return {
    platform: PLATFORM,
    post: (post, first, mayStart = () => true) =>
      inTurn(post.channel, mayStart, async () => {
        const { guild, channel } = readPlaceId(post.channel);
        const kind = await certainly(post, () => channels.look(channel));
        const key = idempotencyKeyOf(post);
        const bodies = await certainly(post, () => bodiesOf(post, actions, { key, guild }));
        if (kind.kind === 'forum' && first === undefined) return openThread(post, channel, kind, bodies);
        const target = first === undefined ? channel : await threadOf(first, post, channel, kind);
        const nonce = { nonce: key.nonce, enforce_nonce: true };
        const sent = await sending(post, bodies, (body) =>
          api.call<APIMessage>('POST', Routes.channelMessages(target), { ...body, ...nonce }),
        );
        const receipt = receiptOf(sent, post);
        if (context.crosspost && kind.kind === 'announcement') await publish(target, receipt.messageId);
        return receipt;
      }),
    async find(post) {
      const to = readPlaceId(post.channel);
      try {
        return await findPost(post, to, { api: patient(api), channels, clock });
      } catch (error) {
        throw readFailure(error, post.channel);
      }
    },
    async announce(id, message) {
      try {
        const { guild, channel } = readPlaceId(id);
        // A forum has no place for a line: a message would be a thread of its own.
        if (guild === DIRECT || (await channels.look(channel)).kind === 'forum') return;
        const bodies = await bodiesOf(message, actions, { guild });
        await inTurn(
          id,
          () => true,
          () =>
            sendBodies(bodies, (body) =>
              api.call('POST', Routes.channelMessages(channel), {
                ...body,
                flags: (body.flags ?? 0) | MessageFlags.SuppressNotifications,
              }),
            ),
        );
      } catch (error) {
        throw readFailure(error, id);
      }
    },
    ...createDirect(context),
  };

  /** Whatever fails here, nothing was shown. */
  async function certainly<T>(post: Post, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw beforePosting(readFailure(error, post.channel));
    }
  }

  async function sending<T>(post: Post, bodies: Bodies, send: (body: object) => Promise<T>): Promise<T> {
    try {
      return await sendBodies(bodies, send, (error) =>
        log.warn('Discord refused Components V2; an embed is sent instead', {
          channel: post.channel,
          reason: messageOf(error),
        }),
      );
    } catch (error) {
      const failure = readFailure(error, post.channel);
      if (failure.code === 'no-access') channels.forget(readPlaceId(post.channel).channel);
      throw failure;
    }
  }

  /**
   * Where later parts of a post go: into the thread of its first message, whose id is that message's. Where Discord starts
   * none (a permission is missing, or a thread was asked in) they follow in the channel.
   */
  async function threadOf(first: Receipt, post: Post, channel: string, kind: KnownChannel): Promise<string> {
    if (kind.kind === 'forum') return first.messageId;
    if (!kind.canThread) return channel;
    try {
      // Without `(part 2 of 3)`: the thread is about the whole post.
      const name = label(post.summary.replace(/ \(part \d+ of \d+\)$/, ''), THREAD_NAME);
      await patient(api).call('POST', Routes.threads(channel, first.messageId), { name });
      return first.messageId;
    } catch (error) {
      // A thread has already been created for this message.
      if (isRefusal(error, 160004)) return first.messageId;
      if (!isDiscords(error)) throw beforePosting(readFailure(error, post.channel));
      log.info('no thread could be started; the rest of the post goes to the channel', {
        channel: post.channel,
        reason: messageOf(error),
      });
      return channel;
    }
  }

  async function openThread(post: Post, forum: string, kind: KnownChannel, bodies: Bodies): Promise<Receipt> {
    const about = { name: threadNameOf(post), applied_tags: tagsFor(post, kind) };
    const thread = await sending(post, bodies, (message) =>
      api.call<APIThreadChannel>('POST', Routes.threads(forum), { ...about, message }),
    );
    return receiptOf(thread, post);
  }

  /** The post is there already, so a failure is only told. */
  async function publish(channel: string, message: string): Promise<void> {
    try {
      await api.call('POST', Routes.channelMessageCrosspost(channel, message));
    } catch (error) {
      log.warn('a post could not be published to following servers', { channel, reason: messageOf(error) });
    }
  }
}

/** @throws PaperboyError `uncertain` where the answer is not that of a message: a proxy may have answered in Discord's place */
function receiptOf(sent: { id?: unknown } | null | undefined, { channel }: Post): Receipt {
  const id = sent?.id;
  if (typeof id === 'string' && id !== '') return { messageId: id };
  throw new PaperboyError('uncertain', `${channel}: Discord's answer had no message ID.`);
}

/** The name of the thread that a post opens in a forum. */
export function threadNameOf(post: Post): string {
  const heading = post.blocks.find((block) => block.kind === 'heading');
  return label(heading?.text ?? post.summary, THREAD_NAME);
}

/** Tags that the post's reasons and headings name; where one is required and none is named, the first. */
export function tagsFor(post: Post, { tags, needsTag }: KnownChannel): string[] {
  const about = post.blocks.flatMap((block): string[] => {
    if (block.kind === 'heading') return [block.text];
    if (block.kind !== 'cards') return [];
    return block.cards.flatMap(({ reason = [], topics = [] }) => [plain(reason), ...topics]);
  });
  const words = ` ${about
    .join(' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#-]+/gu, ' ')} `;
  const named = tags.filter(
    ({ name, moderated }) => !moderated && words.includes(` ${name.trim().toLowerCase()} `),
  );
  const fallback = needsTag ? tags.filter(({ moderated }) => !moderated).slice(0, 1) : [];
  return (named.length > 0 ? named : fallback).slice(0, TAGS_PER_THREAD).map(({ id }) => id);
}
