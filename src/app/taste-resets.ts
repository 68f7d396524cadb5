/** Resets the taste of a channel, and keeps what that deleted for as long as changes can be undone. */
import { randomUUID } from 'node:crypto';
import { UNDO_DAYS } from '../channels/change-log.ts';
import { createExpiringShelf } from '../chat/expiring-shelf.ts';
import type { ChannelId } from '../model/channel-id.ts';
import type { Clock } from '../model/ports.ts';
import type { StoreShelf } from '../store/shelves.ts';
import type { Signal, Signals } from '../taste/signals.ts';

/** Signals that one reset keeps: a megabyte or two where each has the text of its paper. What is more is not kept. */
const MOST_KEPT = 1_000;

interface Reset {
  channel: ChannelId;
  signals: Signal[];
}

export function createTasteResets(outside: {
  shelf: StoreShelf<Reset & { at: number }>;
  signals: Pick<Signals, 'state' | 'reset' | 'putBack'>;
  clock: Clock;
}) {
  const { shelf, signals, clock } = outside;
  const kept = createExpiringShelf<Reset>(shelf, UNDO_DAYS * 24 * 3_600_000, clock);
  return {
    /** Whether a reset of this channel could be undone now. */
    canUndo: async (channel: ChannelId) => (await signals.state({ channel })).rows <= MOST_KEPT,
    /** @returns how many signals there were; `id` undoes it, absent where it can't be undone */
    async reset(channel: ChannelId): Promise<{ count: number; id?: string }> {
      const id = randomUUID();
      let isKept = false;
      await shelf.ready();
      const count = await signals.reset({ channel }, async (deleted, tx) => {
        isKept = deleted.length > 0 && deleted.length <= MOST_KEPT;
        const value = { channel, signals: deleted, at: clock() };
        if (isKept) await shelf.within(tx).merge([{ key: id, value }], (_, came) => came);
      });
      return { count, ...(isKept ? { id } : {}) };
    },
    /** Deletes what is too old to be undone. */
    sweep: kept.sweep,
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
