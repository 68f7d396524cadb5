/** Sends posts to Slack, each once. */
import { digestOf, firstKeyOf } from '../../src/chat/idempotency-key.ts';
import type { RateLimiter, Sleep } from '../../src/chat/rate-limiter.ts';
import { laterMs } from '../../src/chat/retry.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Clock, Messenger } from '../../src/model/ports.ts';
import type { Client } from './client.ts';
import { readFailure } from './errors.ts';
import { findMessage } from './find.ts';
import { PLATFORM, readPersonId, readPlaceId } from './places.ts';
import { type Rendered, toBlocks } from './render.ts';
import { withPatience } from './retry.ts';
import { type StoredActions, storeActions } from './stored-actions.ts';
import type { Spaces } from './workspaces.ts';

/** The type of the metadata that every post bears, with its key in the payload. */
export const POSTED = 'paperboy_post';
/** A post waits this long for a turn. Milliseconds. */
const PATIENCE_MS = 4000;
/** For turns and the way in together: with the 10 seconds of a request, done before the core gives up at 20. Milliseconds. */
const READY_MS = 8000;

export interface MessengerRooms {
  spaces: Spaces;
  limiter: RateLimiter;
  actions: StoredActions;
  sleep: Sleep;
  clock: Clock;
  /** Posts a second in all, where there is one workspace. */
  perSecond?: number;
  /** Turns of workspaces, where there are many. */
  perSpace?: RateLimiter;
}

export function createMessenger(rooms: MessengerRooms): Messenger {
  const { spaces, limiter, actions, sleep, clock } = rooms;

  /** Everything before the request is certain not to have been shown. */
  async function prepare(space: string, where: string, rendered: Rendered, end: number): Promise<Client> {
    try {
      await storeActions(rendered.long, space, actions);
      const client = await spaces.clientFor(space);
      if (clock() <= end) return client;
    } catch (thrown) {
      const failure = readFailure(thrown, where);
      if (failure.code === 'no-access' || failure.code === 'later') throw failure;
      if (failure.code === 'bad-settings')
        throw new PaperboyError('no-access', `${where}: ${failure.message}`);
    }
    throw new PaperboyError('later', `${where}: Slack couldn't be reached in time. It will be tried again.`, {
      retry: { afterMs: 30_000 },
    });
  }

  return {
    platform: PLATFORM,
    ...(rooms.perSecond === undefined ? {} : { perSecond: rooms.perSecond }),
    async post(post, first) {
      const room = roomOf(post.channel);
      const rendered = toBlocks(post);
      const end = clock() + READY_MS;
      return limiter.run(post.channel, PATIENCE_MS, async () => {
        await rooms.perSpace?.run(room.space, Math.min(PATIENCE_MS, end - clock()), async () => {});
        const client = await prepare(room.space, post.channel, rendered, end);
        try {
          const { ts } = await client.chat.postMessage({
            channel: room.channel,
            text: rendered.text,
            blocks: marked(rendered, post),
            metadata: { event_type: POSTED, event_payload: { key: post.key } },
            unfurl_links: false,
            unfurl_media: false,
            ...(first ? { thread_ts: first.messageId } : {}),
          });
          if (!ts) throw new PaperboyError('uncertain', `${post.channel}: Slack's answer had no message ID.`);
          return { messageId: ts };
        } catch (thrown) {
          const failure = readFailure(thrown, post.channel);
          const wait = laterMs(failure);
          if (wait !== undefined) limiter.pause(post.channel, wait);
          throw failure;
        }
      });
    },
    async find(post) {
      const room = roomOf(post.channel);
      try {
        const client = await spaces.clientFor(room.space);
        const ts = await findMessage(client, room.channel, soughtOf(post), clock());
        return ts === undefined ? undefined : { messageId: ts };
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
    async tell(person, message) {
      const known = readPersonId(person.id);
      if (known === undefined)
        throw new PaperboyError('no-access', `${person.id} is nobody whom Slack knows.`);
      const rendered = toBlocks(message);
      const end = clock() + READY_MS;
      await limiter.run(person.id, PATIENCE_MS, async () => {
        const client = await prepare(known.space, person.id, rendered, end);
        const { text, blocks } = rendered;
        const send = () =>
          client.chat.postMessage({
            channel: known.user,
            text,
            blocks,
            unfurl_links: false,
            unfurl_media: false,
          });
        await withPatience(person.id, sleep, send, (ms, again) => limiter.pause(person.id, ms, again));
      });
    },
  };
}

function roomOf(channel: string): { space: string; channel: string } {
  const room = readPlaceId(channel);
  if (room) return room;
  throw new PaperboyError('no-access', `${channel} isn't a Slack channel. Those look like slack:T123:C456.`);
}

/** A block's id comes back with history even where metadata does not. */
function blockIdOf(post: Pick<Post, 'key' | 'channel'>): string {
  return `post-${digestOf(post).toString('hex').slice(0, 24)}`;
}

/** Later parts of a post are in the thread of its first. */
function soughtOf(post: Post): Parameters<typeof findMessage>[2] {
  const first = firstKeyOf(post);
  return {
    key: post.key,
    blockId: blockIdOf(post),
    ...(first === undefined ? {} : { first: { key: first, blockId: blockIdOf({ ...post, key: first }) } }),
  };
}

function marked({ blocks }: Rendered, post: Post): Rendered['blocks'] {
  return blocks.map((block, at) => (at === 0 ? { ...block, block_id: blockIdOf(post) } : block));
}
