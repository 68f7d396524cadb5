/**
 * Derives the idempotency key by which a post's message is recognized, and finds the message of a post that may or may not have
 * been delivered. Discord returns no nonce, so Paperboy's own messages are searched for the other parts of the key.
 */
import { type APIChannel, type APIMessage, type APIThreadChannel, type APIUser, Routes } from 'discord.js';
import { findMessage, MOST_AGE_MS, PAGE, tooManyMessages } from '../../src/chat/history.ts';
import { digestOf, firstKeyOf } from '../../src/chat/idempotency-key.ts';
import { partsOf } from '../../src/chat/json.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Clock, Receipt } from '../../src/model/ports.ts';
import type { Api } from './api.ts';
import type { Channels } from './channels.ts';
import { isRefusal } from './errors.ts';
import { NONCE } from './limits.ts';
import type { Destination } from './places.ts';

/** Pages read at most, of a channel with very many messages. */
const MOST_PAGES = 10;
/** Threads of a forum that are looked into, newest first. */
const MOST_THREADS = 20;

/** By what a message is recognized. */
export type MessageKey = ReturnType<typeof idempotencyKeyOf>;

/** The same for every attempt to send a post. */
export function idempotencyKeyOf(post: Pick<Post, 'key' | 'channel'>) {
  const digest = digestOf(post);
  return {
    /** Discord takes a message with the same one for the same message, for some minutes. */
    nonce: digest.toString('base64url').slice(0, NONCE - 1),
    /** Part of every `custom_id` of the message. */
    code: digest.subarray(0, 6).toString('base64url'),
    /** The container's own id: a positive number of 31 bits. The first million is left to Discord's own numbering. */
    number: (digest.readUInt32BE(8) % (2 ** 31 - 1_000_001)) + 1_000_000,
  };
}

interface FindContext {
  api: Api;
  channels: Channels;
  clock: Clock;
}

/** The receipt of a post; undefined when it is known to be absent. @throws PaperboyError `refused` where that cannot be told */
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

/** Whether a message, as Discord gives it back, has this key. */
function hasKey({ components, embeds }: Partial<APIMessage>, { code, number }: MessageKey): boolean {
  if (embeds?.some(({ footer }) => footer?.text === code)) return true;
  for (const { id, custom_id } of partsOf(components))
    if (id === number || (typeof custom_id === 'string' && custom_id.split('.', 2)[1] === code)) return true;
  return false;
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
