/** A delivery's key in, the message that bears it out, by reading the channel's history back. */
import { PaperboyError } from '../../src/errors.ts';
import type { Client } from './client.ts';

/** A delivery is settled, or merged into the next, within 36 hours; this is more. Milliseconds. */
const BACK_MS = 48 * 3_600_000;
const PAGE = 100;
/** A channel with more messages than these pages hold in 48 hours is not read to its end. */
const MOST_PAGES = 20;

interface Sought {
  key: string;
  /** The id of the message's first block. */
  mark: string;
}

interface Message {
  ts?: string;
  reply_count?: number;
  metadata?: { event_type?: string; event_payload?: { key?: unknown } };
  blocks?: { block_id?: string }[];
}

/** Undefined when it is certainly not there. @throws when that cannot be told */
export async function findMessage(
  client: Client,
  channel: string,
  sought: Sought,
  now: number,
): Promise<string | undefined> {
  const oldest = ((now - BACK_MS) / 1000).toFixed(6);
  const threads: string[] = [];
  const read = (cursor?: string) =>
    client.conversations.history({
      channel,
      include_all_metadata: true,
      oldest,
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
    });
  const found = await search(read, sought, (message) => {
    if (message.ts && message.reply_count && isFirstPart(message, sought)) threads.push(message.ts);
  });
  if (found !== undefined) return found;
  for (const ts of threads) {
    const inThread = await search(
      (cursor) =>
        client.conversations.replies({
          channel,
          ts,
          include_all_metadata: true,
          limit: PAGE,
          ...(cursor ? { cursor } : {}),
        }),
      sought,
      () => {},
    );
    if (inThread !== undefined) return inThread;
  }
  return undefined;
}

/** Later parts of a post stand in the thread of its first, and their keys begin with its key. */
function isFirstPart({ metadata }: Message, { key }: Sought): boolean {
  const first = metadata?.event_payload?.key;
  return typeof first === 'string' && key.startsWith(first);
}

async function search(
  read: (cursor?: string) => Promise<{ messages?: unknown[]; response_metadata?: { next_cursor?: string } }>,
  { key, mark }: Sought,
  look: (message: Message) => void,
): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await read(cursor);
    for (const message of (answer.messages ?? []) as Message[]) {
      const isIt =
        message.metadata?.event_payload?.key === key ||
        message.blocks?.some((block) => block.block_id === mark) === true;
      if (isIt && message.ts) return message.ts;
      look(message);
    }
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return undefined;
  }
  throw new PaperboyError('refused', 'The channel has too many messages to find one post among them.');
}
