/** Remembers the recent queries of each person in a channel, which they may want to type again. In memory: a restart forgets them. */
import { LRUCache } from 'lru-cache';
import type { ChannelId, PersonId } from '../model/channel-id.ts';
import type { Person, Place } from '../model/ports.ts';

/** Queries of one person that are remembered for a channel, newest first. */
export const MOST_RECENT = 20;
/** People whose queries are remembered for one channel. */
const MOST_PEOPLE = 200;
/** Channels remembered; the one unused for longest is forgotten first. */
const MOST_CHANNELS = 1_000;

/** Who asks, and where. */
interface Asked {
  place: Place;
  person: Person;
}

export function createRecent() {
  const byChannel = new LRUCache<ChannelId, LRUCache<PersonId, string[]>>({ max: MOST_CHANNELS });
  return {
    note({ place, person }: Asked, query: string): void {
      const own = byChannel.get(place.id) ?? new LRUCache<PersonId, string[]>({ max: MOST_PEOPLE });
      const before = own.get(person.id) ?? [];
      own.set(person.id, [query, ...before.filter((other) => other !== query)].slice(0, MOST_RECENT));
      byChannel.set(place.id, own);
    },
    forget: (channel: ChannelId) => void byChannel.delete(channel),
    of: ({ place, person }: Asked): readonly string[] => byChannel.get(place.id)?.get(person.id) ?? [],
  };
}

/** What begins with the typed text first, then what holds it; each once. */
export function matchingQueries(typed: string, queries: Iterable<string>, limit: number): string[] {
  const wanted = typed.trim().toLowerCase();
  const all = [...new Set(queries)].filter((query) => query.toLowerCase().includes(wanted));
  const begins = (query: string) => (query.toLowerCase().startsWith(wanted) ? 0 : 1);
  return all.toSorted((a, b) => begins(a) - begins(b)).slice(0, limit);
}
