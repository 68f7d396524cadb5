/** Resets the taste of a channel, and keeps what that deleted for as long as changes can be undone. */
import { randomUUID } from 'node:crypto';
import { UNDO_DAYS } from '../channels/change-log.ts';
import { createExpiringShelf } from '../chat/expiring-shelf.ts';
import type { ChannelId } from '../model/channel-id.ts';
import type { Clock, Shelf } from '../model/ports.ts';
import type { Signal, Signals } from '../taste/signals.ts';

/** Signals that one reset keeps: a megabyte or two where each has the text of its paper. What is more is not kept. */
const MOST_KEPT = 1_000;

interface Reset {
  channel: ChannelId;
  signals: Signal[];
}

export function createTasteResets(outside: {
  shelf: Shelf<Reset & { at: number }>;
  signals: Pick<Signals, 'all' | 'reset' | 'putBack'>;
  clock: Clock;
}) {
  const { signals, clock } = outside;
  const kept = createExpiringShelf<Reset>(outside.shelf, UNDO_DAYS * 24 * 3_600_000, clock);
  return {
    /** Whether a reset of this channel could be undone now. */
    canUndo: async (channel: ChannelId) =>
      (await signals.all({ channel }, MOST_KEPT + 1)).length <= MOST_KEPT,
    /** @returns how many signals there were; `id` undoes it, absent where it can't be undone */
    async reset(channel: ChannelId): Promise<{ count: number; id?: string }> {
      await kept.sweep();
      const all = await signals.all({ channel }, MOST_KEPT + 1);
      const id = all.length > 0 && all.length <= MOST_KEPT ? randomUUID() : undefined;
      if (id !== undefined) await kept.set([[id, { channel, signals: all }]]);
      return { count: await signals.reset({ channel }), ...(id === undefined ? {} : { id }) };
    },
    /** Puts back what a reset of this channel deleted, but for papers that were marked anew since. False where it is too old, or undone. */
    async undo(channel: ChannelId, id: string): Promise<boolean> {
      const reset = await kept.get(id);
      if (reset?.channel !== channel) return false;
      await signals.putBack(channel, reset.signals);
      await kept.delete(id);
      return true;
    },
    /** The channel is gone. */
    forget: (channel: ChannelId) => kept.deleteWhere((_, reset) => reset.channel === channel),
  };
}
