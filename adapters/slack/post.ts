/** Sends posts to Slack, each once. */
import { firstKeyOf } from '../../src/chat/idempotency-key.ts';
import { whileMayStart } from '../../src/chat/may-start.ts';
import type { RateLimiter, Sleep } from '../../src/chat/rate-limiter.ts';
import { laterMs } from '../../src/chat/retry.ts';
import type { ChannelId } from '../../src/model/channel-id.ts';
import { later, PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Clock, Messenger, Person } from '../../src/model/ports.ts';
import { type Client, withPatience } from './api.ts';
import { type StoredActions, storeActions } from './buttons.ts';
import { readFailure } from './errors.ts';
import { findMessage, idempotencyKeyOf } from './find.ts';
import { sendBlocks } from './pictures.ts';
import { type Directory, isDirect, type Location, PLATFORM, readId } from './places.ts';
import { NO_PREVIEWS, type Rendered, toBlocks } from './render.ts';
import type { Workspaces } from './workspaces.ts';

/** The type of the metadata of every post; its payload holds the post's key. */
const POSTED = 'paperboy_post';
/** A post waits this long for a turn. Milliseconds. */
const PATIENCE_MS = 4000;
/** Limit on waiting for a turn and for the token together. With the 10 seconds of a request, it ends before the core gives up at 20. Milliseconds. */
const READY_MS = 8000;

export interface MessengerContext {
  workspaces: Workspaces;
  directory: Directory;
  limiter: RateLimiter;
  actions: StoredActions;
  sleep: Sleep;
  clock: Clock;
  /** Posts a second in all, where there is one workspace. */
  perSecond?: number;
  /** Paces each workspace, where there are many. */
  perSpace?: RateLimiter;
}

export function createMessenger(
  context: MessengerContext,
): Messenger & Required<Pick<Messenger, 'openDirect'>> {
  const { workspaces, directory, limiter, actions, sleep, clock } = context;

  /** Nothing was posted when this fails. */
  async function prepare(space: string, where: string, rendered: Rendered, end: number): Promise<Client> {
    try {
      await storeActions(rendered.long, space, actions);
      const client = await workspaces.clientFor(space);
      if (clock() <= end) return client;
    } catch (thrown) {
      const failure = readFailure(thrown, where);
      if (failure.code === 'no-access' || failure.code === 'later') throw failure;
      if (failure.code === 'bad-settings')
        throw new PaperboyError('no-access', `${where}: ${failure.message}`);
    }
    throw notInTime(where);
  }

  return {
    platform: PLATFORM,
    ...(context.perSecond === undefined ? {} : { perSecond: context.perSecond }),
    async post(post, first, mayStart = () => true) {
      const location = locationOf(post.channel);
      const rendered = toBlocks(post);
      const end = clock() + READY_MS;
      const client = await prepare(location.space, post.channel, rendered, end);
      const message = {
        channel: location.channel,
        text: rendered.text,
        blocks: withBlockId(rendered, post),
        metadata: { event_type: POSTED, event_payload: { key: post.key } },
        ...NO_PREVIEWS,
        ...(first ? { thread_ts: first.messageId } : {}),
      };
      const patience = () => Math.min(PATIENCE_MS, end - clock());
      await context.perSpace?.run(location.space, patience(), async () => {});
      // The channel's turn comes last, right before the request that it is for.
      return limiter.request(post.channel, patience(), async () => {
        if (clock() > end) throw notInTime(post.channel);
        try {
          const { ts } = await whileMayStart(mayStart, () =>
            sendBlocks(message.blocks, (blocks) => client.chat.postMessage({ ...message, blocks })),
          );
          if (!ts) throw new PaperboyError('uncertain', `${post.channel}: Slack's answer had no message ID.`);
          return { messageId: ts };
        } catch (thrown) {
          const failure = readFailure(thrown, post.channel);
          const wait = laterMs(failure);
          if (wait) limiter.pause(post.channel, wait);
          throw failure;
        }
      });
    },
    async find(post) {
      const location = locationOf(post.channel);
      try {
        const client = await workspaces.clientFor(location.space);
        const first = firstKeyOf(post);
        const sought = {
          ...idempotencyKeyOf(post),
          ...(first && { first: idempotencyKeyOf({ ...post, key: first }) }),
        };
        const messageId = await findMessage(client, location.channel, sought, clock());
        return messageId === undefined ? undefined : { messageId };
      } catch (thrown) {
        const failure = readFailure(thrown, post.channel);
        if (failure.code !== 'no-access') throw failure;
        throw new PaperboyError(
          'refused',
          `${failure.message} Paperboy can't read this channel's history without the scope channels:history (groups:history for a private channel).`,
          { cause: failure },
        );
      }
    },
    async announce(channel, message) {
      const location = locationOf(channel);
      if (isDirect(location.channel)) return;
      const rendered = toBlocks(message);
      const client = await prepare(location.space, channel, rendered, clock() + READY_MS);
      const { text, blocks } = rendered;
      await limiter.run(channel, PATIENCE_MS, async () => {
        try {
          await client.chat.postMessage({ channel: location.channel, text, blocks, ...NO_PREVIEWS });
        } catch (thrown) {
          throw readFailure(thrown, channel);
        }
      });
    },
    async openDirect(person) {
      const known = memberOf(person);
      const client = await workspaces.clientFor(known.space).catch((thrown: unknown) => {
        throw readFailure(thrown, person.id);
      });
      const open = () => client.conversations.open({ users: known.channel });
      const { channel } = await withPatience(person.id, sleep, open);
      if (!channel?.id)
        throw new PaperboyError('uncertain', `${person.id}: Slack's answer had no conversation.`);
      // Home shows it to this person alone.
      return directory.note({ space: known.space, channel: channel.id }, { user: known.channel });
    },
    async tell(person, message) {
      const known = memberOf(person);
      const rendered = toBlocks(message);
      const end = clock() + READY_MS;
      await limiter.run(person.id, PATIENCE_MS, async () => {
        const client = await prepare(known.space, person.id, rendered, end);
        const { text, blocks } = rendered;
        const about = { channel: known.channel, text, ...NO_PREVIEWS };
        const send = () => sendBlocks(blocks, (blocks) => client.chat.postMessage({ ...about, blocks }));
        await withPatience(person.id, sleep, send, limiter);
      });
    },
  };
}

/** The workspace of a person, with the user as the channel: people can be written to like channels. */
function memberOf({ id }: Person): Location {
  const member = readId(id);
  if (member) return member;
  throw new PaperboyError('no-access', `${id} isn't a Slack user.`);
}

function notInTime(where: string): PaperboyError {
  return later(`${where}: Slack couldn't be reached in time. It will be tried again.`, 30_000);
}

function locationOf(channel: ChannelId): Location {
  const location = readId(channel);
  if (location) return location;
  throw new PaperboyError('no-access', `${channel} isn't a Slack channel. Those look like slack:T123:C456.`);
}

function withBlockId({ blocks }: Rendered, post: Post): Rendered['blocks'] {
  return blocks.map((block, at) =>
    at === 0 ? { ...block, block_id: idempotencyKeyOf(post).blockId } : block,
  );
}
