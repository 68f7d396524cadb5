/**
 * Looks for a post that may or may not have been delivered: its receipt, or undefined when it is known to be absent. Discord
 * returns no nonce, so Paperboy's own messages are searched for the post's idempotency key. Throws `refused` where the history
 * cannot be read.
 */
import {
  type APIChannel,
  type APIMessage,
  type APIThreadChannel,
  type APIUser,
  DiscordAPIError,
  Routes,
} from 'discord.js';
import { firstKeyOf } from '../../src/chat/idempotency-key.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Clock, Receipt } from '../../src/model/ports.ts';
import type { Api } from './api.ts';
import type { Channels } from './channels.ts';
import { hasKey, idempotencyKeyOf, type MessageKey } from './idempotency-key.ts';
import type { Destination } from './places.ts';

const PAGE = 100;
const MOST_PAGES = 10;
/** No post is tried for longer than this: what is older cannot be it. Milliseconds. */
const MOST_AGE_MS = 48 * 3_600_000;
/** Threads of a forum that are looked into, newest first. */
const MOST_THREADS = 20;

interface FindContext {
  api: Api;
  channels: Channels;
  clock: Clock;
}

export async function findPost(
  post: Post,
  to: Destination,
  context: FindContext,
): Promise<Receipt | undefined> {
  const { kind } = await context.channels.look(to.channel);
  const me = (await context.api.call<APIUser>('GET', Routes.user())).id;
  const key = idempotencyKeyOf(post);
  if (kind !== 'forum') {
    const found = await findIn(to.channel, me, key, context);
    return found ?? (await findInThread(post, to.channel, me, context));
  }
  for (const thread of await ownThreads(to, me, context)) {
    const found = await findIn(thread, me, key, context);
    if (found) return found;
  }
  return undefined;
}

/** A later part is in the thread of the first, whose id is that message's. */
async function findInThread(
  post: Post,
  channel: string,
  me: string,
  context: FindContext,
): Promise<Receipt | undefined> {
  const firstKey = firstKeyOf(post);
  if (firstKey === undefined) return undefined;
  const first = await findIn(channel, me, idempotencyKeyOf({ ...post, key: firstKey }), context);
  if (first === undefined) {
    throw new PaperboyError(
      'refused',
      "We couldn't find the first part of this post, so we can't tell whether this part was delivered.",
    );
  }
  try {
    return await findIn(first.messageId, me, idempotencyKeyOf(post), context);
  } catch (error) {
    // No thread was started: the part is not there.
    if (error instanceof DiscordAPIError && Number(error.code) === 10003) return undefined;
    throw error;
  }
}

async function findIn(
  channel: string,
  me: string,
  key: MessageKey,
  context: FindContext,
): Promise<Receipt | undefined> {
  let before: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const messages = await context.api.call<APIMessage[]>('GET', Routes.channelMessages(channel), undefined, {
      limit: String(PAGE),
      ...(before === undefined ? {} : { before }),
    });
    if (page === 0 && messages.length === 0) await makeSureEmpty(channel, context);
    const found = messages.find((message) => message.author.id === me && hasKey(message, key));
    if (found) return { messageId: found.id };
    const oldest = messages.at(-1);
    if (messages.length < PAGE || oldest === undefined) return undefined;
    if (context.clock() - Date.parse(oldest.timestamp) > MOST_AGE_MS) return undefined;
    before = oldest.id;
  }
  throw new PaperboyError('refused', `There are too many newer messages in ${channel} to look through.`);
}

/** Without Read Message History Discord shows an empty channel: absent and unreadable look the same there. */
async function makeSureEmpty(channel: string, { api }: FindContext): Promise<void> {
  const { last_message_id } = await api.call<APIChannel & { last_message_id?: string | null }>(
    'GET',
    Routes.channel(channel),
  );
  if (last_message_id === undefined || last_message_id === null) return;
  throw new PaperboyError(
    'refused',
    "Paperboy can't read the messages there. Grant Read Message History so that it can look next time.",
  );
}

async function ownThreads(
  { guild, channel }: Destination,
  me: string,
  { api }: FindContext,
): Promise<string[]> {
  type Threads = { threads?: APIThreadChannel[] };
  const active = await api.call<Threads>('GET', Routes.guildActiveThreads(guild));
  const archived = await api.call<Threads>('GET', Routes.channelThreads(channel, 'public'));
  return [...(active.threads ?? []), ...(archived.threads ?? [])]
    .filter(({ parent_id, owner_id }) => parent_id === channel && owner_id === me)
    .map(({ id }) => id)
    .sort((a, b) => (BigInt(a) < BigInt(b) ? 1 : -1))
    .slice(0, MOST_THREADS);
}
