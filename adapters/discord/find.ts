/**
 * Looks for a post that may or may not have been delivered: its receipt, or undefined when it is known to be absent. Discord
 * returns no nonce, so Paperboy's own messages are searched for the post's idempotency key. Throws `refused` where the history
 * cannot be read.
 */
import { type APIChannel, type APIMessage, type APIThreadChannel, type APIUser, Routes } from 'discord.js';
import { findMessage, MOST_AGE_MS, PAGE, tooManyMessages } from '../../src/chat/history.ts';
import { firstKeyOf } from '../../src/chat/idempotency-key.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Clock, Receipt } from '../../src/model/ports.ts';
import type { Api } from './api.ts';
import { isRefusal } from './errors.ts';
import { hasKey, idempotencyKeyOf, type MessageKey } from './idempotency-key.ts';
import type { Channels, Destination } from './places.ts';

/** Pages read at most, of a channel with very many messages. */
const MOST_PAGES = 10;
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
  const isForum = (await context.channels.look(to.channel)).kind === 'forum';
  const me = (await context.api.call<APIUser>('GET', Routes.user())).id;
  const history = {
    hasKey: (message: APIMessage, key: MessageKey) => message.author.id === me && hasKey(message, key),
    inChannel: () => (isForum ? readForum(to, me, context) : read(to.channel, context)),
    inThread: ({ id }: APIMessage) => readThread(id, context),
  };
  const first = isForum ? undefined : firstKeyOf(post);
  const firstKey = first === undefined ? undefined : idempotencyKeyOf({ ...post, key: first });
  const found = await findMessage(history, idempotencyKeyOf(post), firstKey);
  return found && { messageId: found.id };
}

/** The messages of a channel or thread, newest first. */
async function* read(channel: string, context: FindContext): AsyncGenerator<APIMessage> {
  const { api, clock } = context;
  let before: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const messages = await api.call<APIMessage[]>('GET', Routes.channelMessages(channel), undefined, {
      limit: String(PAGE),
      ...(before === undefined ? {} : { before }),
    });
    if (page === 0 && messages.length === 0) await makeSureEmpty(channel, context);
    yield* messages;
    const oldest = messages.at(-1);
    if (messages.length < PAGE || oldest === undefined) return;
    if (clock() - Date.parse(oldest.timestamp) > MOST_AGE_MS) return;
    before = oldest.id;
  }
  throw tooManyMessages();
}

/** The id of a thread is that of the message it was started from. */
async function* readThread(id: string, context: FindContext): AsyncGenerator<APIMessage> {
  try {
    yield* read(id, context);
  } catch (error) {
    // Unknown channel: no thread was started.
    if (!isRefusal(error, 10003)) throw error;
  }
}

/** The messages of Paperboy's own threads in a forum, newest threads first. */
async function* readForum(
  { guild, channel }: Destination,
  me: string,
  context: FindContext,
): AsyncGenerator<APIMessage> {
  type Threads = { threads?: APIThreadChannel[] };
  const active = await context.api.call<Threads>('GET', Routes.guildActiveThreads(guild));
  const archived = await context.api.call<Threads>('GET', Routes.channelThreads(channel, 'public'));
  const own = [...(active.threads ?? []), ...(archived.threads ?? [])]
    .filter(({ parent_id, owner_id }) => parent_id === channel && owner_id === me)
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  for (const { id } of own.slice(0, MOST_THREADS)) yield* read(id, context);
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
