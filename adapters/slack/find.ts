/** Finds the message of a delivery by reading the channel's history. */
import { PaperboyError } from '../../src/model/errors.ts';
import type { Client } from './api.ts';

/** A delivery is settled, or merged into the next, within 36 hours; this is more. Milliseconds. */
const BACK_MS = 48 * 3_600_000;
const PAGE = 100;
/** Pages read at most, of a channel with very many messages in 48 hours. */
const MOST_PAGES = 20;

interface Sought {
  key: string;
  /** The id of the message's first block. */
  blockId: string;
  /** For a later part: the first part, whose thread it is in. */
  first?: { key: string; blockId: string };
}

interface Message {
  ts?: string;
  reply_count?: number;
  metadata?: { event_type?: string; event_payload?: { key?: unknown } };
  blocks?: { block_id?: string }[];
}

interface Page {
  messages?: unknown[];
  has_more?: boolean;
  response_metadata?: { next_cursor?: string };
}

/** Where a page begins: by Slack's word for it, or past a message's time. */
interface From {
  cursor?: string;
  after?: string;
}

/** Undefined when it is certainly not there. @throws when that is unknown */
export async function findMessage(
  client: Client,
  channel: string,
  sought: Sought,
  now: number,
): Promise<string | undefined> {
  const oldest = ((now - BACK_MS) / 1000).toFixed(6);
  const { first } = sought;
  const threads: string[] = [];
  let isFirstThere = false;
  const common = { channel, include_all_metadata: true, limit: PAGE };
  // The latest come first here, and the oldest first in a thread; both bounds leave out the message they name.
  const history = ({ cursor, after }: From) =>
    client.conversations.history({
      ...common,
      oldest,
      ...(after ? { latest: after } : {}),
      ...(cursor ? { cursor } : {}),
    });
  const found = await search(history, sought, (message) => {
    if (!first || !message.ts || !hasKey(message, first)) return;
    isFirstThere = true;
    if (message.reply_count) threads.push(message.ts);
  });
  if (found !== undefined) return found;
  if (first && !isFirstThere)
    throw new PaperboyError(
      'refused',
      "We couldn't find the first part of this post, so we can't tell whether this part was delivered.",
    );
  for (const ts of threads) {
    const replies = ({ cursor, after }: From) =>
      client.conversations.replies({
        ...common,
        ts,
        ...(after ? { oldest: after } : {}),
        ...(cursor ? { cursor } : {}),
      });
    const inThread = await search(replies, sought, () => {});
    if (inThread !== undefined) return inThread;
  }
  return undefined;
}

/** History may omit metadata; the block's ID is there then. */
function hasKey({ metadata, blocks }: Message, { key, blockId }: { key: string; blockId: string }): boolean {
  return (
    metadata?.event_payload?.key === key || blocks?.some(({ block_id }) => block_id === blockId) === true
  );
}

async function search(
  read: (from: From) => Promise<Page>,
  sought: Sought,
  look: (message: Message) => void,
): Promise<string | undefined> {
  let from: From = {};
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await read(from);
    const messages = (answer.messages ?? []) as Message[];
    for (const message of messages) {
      if (message.ts && hasKey(message, sought)) return message.ts;
      look(message);
    }
    const cursor = answer.response_metadata?.next_cursor;
    if (!cursor && !answer.has_more) return undefined;
    from = cursor ? { ...from, cursor } : { after: pastOf(messages, from) };
  }
  throw new PaperboyError('refused', 'There are too many newer messages in the channel to look through.');
}

/** Slack says that there is more without a cursor: it is past the last message. */
function pastOf(messages: Message[], { after }: From): string {
  const last = messages.at(-1)?.ts;
  if (last !== undefined && last !== after) return last;
  throw new PaperboyError('uncertain', "Slack didn't return the rest of the channel's history.");
}
