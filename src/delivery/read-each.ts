/** Works for many channels at once, so that a failure costs only the channel that it belongs to. */
import type { ChannelId } from '../model/channel-id.ts';
import { isStoreDown } from '../store/failure.ts';

/** What work returned or threw. */
export type Attempt<T> = { value: T } | { thrown: unknown };

/** @throws what work throws because the store is down: that is no channel's own failure */
export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (isStoreDown(error)) throw error;
    return { thrown: error };
  }
}

/** @throws what the work threw */
export function resultOf<T>(made: Attempt<T>): T {
  if ('thrown' in made) throw made.thrown;
  return made.value;
}

/**
 * Reads for many channels at once, and one at a time when that throws. Returns a function that gives what was read for a channel, or
 * throws what kept it from being read.
 */
export async function readEach<E extends { channel: ChannelId }, T>(
  entries: readonly E[],
  read: (entries: readonly E[]) => Promise<ReadonlyMap<ChannelId, T>>,
): Promise<(channel: ChannelId) => T | undefined> {
  if (entries.length === 0) return () => undefined;
  const all = await attempt(() => read(entries));
  if ('value' in all) return (channel) => all.value.get(channel);
  const each = new Map<ChannelId, Attempt<ReadonlyMap<ChannelId, T>>>();
  for (const entry of entries) each.set(entry.channel, await attempt(() => read([entry])));
  return (channel) => {
    const made = each.get(channel);
    return made && resultOf(made).get(channel);
  };
}
