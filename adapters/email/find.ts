/**
 * Remembers which messages a server took, and whom each was for. Nobody can look into a reader's mailbox, so a message whose answer
 * was lost is sent again with the same Message-ID and date: it is the same message, and mail programs show it once.
 */
import { deleteWhere } from '../../src/chat/expiring-shelf.ts';
import { digestOf } from '../../src/chat/idempotency-key.ts';
import type { ChannelId } from '../../src/model/channel-id.ts';
import type { Post } from '../../src/model/message.ts';
import type { Clock, Receipt, Shelf } from '../../src/model/ports.ts';
import { REMEMBERED_MS } from './limits.ts';
import type { Links } from './links.ts';
import type { Mailbox } from './mailbox.ts';
import { messageIdWith } from './return-path.ts';

/** When a message was first tried, in milliseconds, and what became of it. */
export interface Sent {
  at: number;
  taken?: true;
  /** The channel that it was for; absent for a confirmation. */
  channel?: ChannelId;
  /** The `key` of its post; absent for a confirmation, and for those of older versions. */
  delivery?: string;
  /** The invitation that it was, and the address that was asked to confirm. */
  invited?: { address: string; id: string };
  /** It came back, and that was noted. */
  returned?: true;
}

export type SentMessages = ReturnType<typeof createSentMessages>;

/** @param shelf keeps what became of each message, by its Message-ID */
export function createSentMessages(shelf: Shelf<Sent>, from: Mailbox, links: Links, clock: Clock) {
  const idOf = async (post: Pick<Post, 'key' | 'channel'>) =>
    messageIdWith(await links.keyOf(digestOf(post).toString('hex')), from);

  /** The date of a message, the same for every attempt. */
  async function dateOf(
    messageId: string,
    whom: Pick<Sent, 'channel' | 'delivery' | 'invited'>,
  ): Promise<number> {
    const value = { ...whom, at: clock() };
    const [sent] = await shelf.merge([{ key: messageId, value }], (kept, came) => kept ?? came);
    return sent?.at ?? clock();
  }

  /** Changes what is kept of a message; nothing where nothing is. */
  async function note(messageId: string, change: Partial<Sent>): Promise<void> {
    await shelf.update(messageId, (kept) => ({ ...kept, ...change }));
  }

  return {
    /** The id and the date of a post's message. */
    async begin(post: Post): Promise<{ messageId: string; at: number }> {
      const messageId = await idOf(post);
      return { messageId, at: await dateOf(messageId, { channel: post.channel, delivery: post.key }) };
    },
    /** The id of a confirmation's message. @param invitation its id */
    async beginInvitation(invitation: string, address: string): Promise<string> {
      const messageId = messageIdWith(await links.keyOf(`invitation ${invitation}`), from);
      await dateOf(messageId, { invited: { address, id: invitation } });
      return messageId;
    },
    taken: (messageId: string) => note(messageId, { taken: true }),
    returned: (messageId: string) => note(messageId, { returned: true }),
    /** Undefined where the server is not known to have taken it: it may be sent again. */
    async find(post: Post): Promise<Receipt | undefined> {
      const messageId = await idOf(post);
      return (await shelf.get(messageId))?.taken ? { messageId } : undefined;
    },
    /** The message that a key from a return path or a Message-ID names; undefined where none is known. */
    async byKey(key: string): Promise<(Sent & { messageId: string }) | undefined> {
      const messageId = messageIdWith(key, from);
      const sent = await shelf.get(messageId);
      return sent && { ...sent, messageId };
    },
    /** Forgets what is too old to be sent again, or to come back. */
    sweep: () => deleteWhere(shelf, (_, { at }) => !(clock() - at <= REMEMBERED_MS)),
  };
}
