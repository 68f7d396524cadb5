/**
 * Remembers which messages a server took. Nobody can look into a reader's mailbox, so a message whose answer was lost is sent
 * again with the same Message-ID and date: it is the same message, and mail programs show it once.
 */
import { deleteWhere } from '../../src/chat/expiring-shelf.ts';
import { MOST_AGE_MS } from '../../src/chat/history.ts';
import { digestOf } from '../../src/chat/idempotency-key.ts';
import type { Post } from '../../src/model/message.ts';
import type { Clock, Receipt, Shelf } from '../../src/model/ports.ts';
import { messageIdOf } from './compose.ts';
import type { Mailbox } from './mailbox.ts';

/** When a message was first tried, in milliseconds, and whether it was taken. */
export interface Sent {
  at: number;
  taken?: true;
}

export type SentMessages = ReturnType<typeof createSentMessages>;

/** @param shelf keeps what became of each message, by its Message-ID */
export function createSentMessages(shelf: Shelf<Sent>, from: Mailbox, clock: Clock) {
  const idOf = (post: Pick<Post, 'key' | 'channel'>) => messageIdOf(digestOf(post), from);
  return {
    /** The id and the date of a post's message, the same for every attempt. */
    async begin(post: Post): Promise<{ messageId: string; at: number }> {
      const messageId = idOf(post);
      const [sent] = await shelf.merge(
        [{ key: messageId, value: { at: clock() } }],
        (kept, came) => kept ?? came,
      );
      return { messageId, at: sent?.at ?? clock() };
    },
    async taken(messageId: string, at: number): Promise<void> {
      await shelf.set(messageId, { at, taken: true });
    },
    /** Undefined where the server is not known to have taken it: it may be sent again. */
    async find(post: Post): Promise<Receipt | undefined> {
      const messageId = idOf(post);
      return (await shelf.get(messageId))?.taken ? { messageId } : undefined;
    },
    /** Forgets what is too old to be sent again. */
    sweep: () => deleteWhere(shelf, (_, { at }) => !(clock() - at <= MOST_AGE_MS)),
  };
}
