/** Derives the idempotency key by which a post's message is recognized, and finds the message in the channel's history. */
import { findMessage as findIn, MOST_AGE_MS, PAGE, tooManyMessages } from '../../src/chat/history.ts';
import { digestOf } from '../../src/chat/idempotency-key.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Client } from './api.ts';

/** Pages read at most, of a channel with very many messages. */
const MOST_PAGES = 20;

/** By what a message is recognized. */
type MessageKey = ReturnType<typeof idempotencyKeyOf>;

/** The same for every attempt to send a post. */
export function idempotencyKeyOf(post: Pick<Post, 'key' | 'channel'>) {
  // The ID of the first block is there where history omits the metadata.
  return { key: post.key, blockId: `post-${digestOf(post).toString('hex').slice(0, 24)}` };
}

interface Message {
  ts?: string;
  reply_count?: number;
  metadata?: { event_payload?: { key?: unknown } };
  blocks?: { block_id?: string }[];
}

interface Page {
  messages?: unknown[];
  has_more?: boolean;
  response_metadata?: { next_cursor?: string };
}

/** Where a page begins: at Slack's cursor, or past a message: after it in a thread, and before it in a channel. */
type From = Partial<Record<'cursor' | 'oldest' | 'latest', string>>;

/**
 * The id of the message; undefined when it is certainly not there. @throws when that is unknown
 * @param sought.first the key of the first part, for a later one, which is in the thread of the first
 */
export async function findMessage(
  { conversations }: Client,
  channel: string,
  sought: MessageKey & { first?: MessageKey },
  now: number,
): Promise<string | undefined> {
  const asked = { channel, include_all_metadata: true, limit: PAGE };
  const oldest = ((now - MOST_AGE_MS) / 1000).toFixed(6);
  const history = {
    hasKey,
    inChannel: () => read('latest', (from) => conversations.history({ ...asked, oldest, ...from })),
    inThread: ({ ts = '', reply_count }: Message) =>
      read('oldest', async (from) => (reply_count ? conversations.replies({ ...asked, ts, ...from }) : {})),
  };
  return (await findIn<Message, MessageKey>(history, sought, sought.first))?.ts;
}

function hasKey({ ts, metadata, blocks }: Message, { key, blockId }: MessageKey): boolean {
  if (!ts) return false;
  return metadata?.event_payload?.key === key || blocks?.some((block) => block.block_id === blockId) === true;
}

/** The messages of all pages. Both bounds are exclusive. */
async function* read(
  bound: 'oldest' | 'latest',
  ask: (from: From) => Promise<Page>,
): AsyncGenerator<Message> {
  let from: From = {};
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { messages = [], has_more, response_metadata } = await ask(from);
    yield* messages as Message[];
    const cursor = response_metadata?.next_cursor;
    if (!cursor && !has_more) return;
    from = cursor ? { ...from, cursor } : { [bound]: pastOf(messages as Message[], from[bound]) };
  }
  throw tooManyMessages();
}

/** Slack says that there is more without a cursor: it is past the last message. */
function pastOf(messages: Message[], before: string | undefined): string {
  const last = messages.at(-1)?.ts;
  if (last !== undefined && last !== before) return last;
  throw new PaperboyError('uncertain', "Slack didn't return the rest of the channel's history.");
}
