/** Remembers recent queries, for those that a person may want to type again. In memory: a restart forgets them. */
import { LRUCache } from 'lru-cache';
import type { ChannelId } from '../model/channel-id.ts';

/** Queries remembered for one channel, newest first. */
const MOST_RECENT = 20;
/** Channels remembered; the one unused for longest is forgotten first. */
const MOST_CHANNELS = 1_000;

export function createRecent() {
  const byChannel = new LRUCache<ChannelId, string[]>({ max: MOST_CHANNELS });
  return {
    note(channel: ChannelId, query: string): void {
      const before = byChannel.get(channel) ?? [];
      byChannel.set(channel, [query, ...before.filter((other) => other !== query)].slice(0, MOST_RECENT));
    },
    forget: (channel: ChannelId) => void byChannel.delete(channel),
    of: (channel: ChannelId): readonly string[] => byChannel.get(channel) ?? [],
  };
}

/** What begins with the typed text first, then what holds it; each once. */
export function matchingQueries(typed: string, queries: Iterable<string>, limit: number): string[] {
  const wanted = typed.trim().toLowerCase();
  const all = [...new Set(queries)].filter((query) => query.toLowerCase().includes(wanted));
  const begins = (query: string) => (query.toLowerCase().startsWith(wanted) ? 0 : 1);
  return all.toSorted((a, b) => begins(a) - begins(b)).slice(0, limit);
}
