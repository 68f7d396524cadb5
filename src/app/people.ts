/** Opens what is stored of people, on all platforms, for the commands. A look through the whole store is dear, so each person has few. */
import { createRequestLimit } from '../chat/request-limit.ts';
import type { PersonId, SpaceId } from '../model/channel-id.ts';
import type { Clock } from '../model/ports.ts';
import { type PlatformTraces, personSubject, type Subject, subjectOf } from '../model/traces.ts';
import { openPeople, type People } from '../people/people.ts';
import type { Store } from '../store/store.ts';

const NONE: PlatformTraces = { shelves: [], isDirect: () => false, subjectOf };
/** Looks through the whole store by one person within a minute. */
const MOST_LOOKS = 6;
/** How long the pages of one export are of the same text, in milliseconds, and how many exports are kept for that. */
const KEEP_MS = 2 * 60_000;
const MOST_KEPT = 4;

export function openPeopleOf(store: Store, clock: Clock, platforms = NONE) {
  const people: People = openPeople(store, platforms);
  const core = openPeople(store, NONE);
  const take = createRequestLimit(MOST_LOOKS, 60);
  const kept = new Map<string, { json: string; at: number }>();

  const keep = (id: string, json: string) => {
    kept.delete(id);
    kept.set(id, { json, at: clock() });
    const [oldest = id] = kept.keys();
    if (kept.size > MOST_KEPT) kept.delete(oldest);
    return json;
  };
  const keptOf = (id: string) => {
    for (const [one, { at }] of kept) if (Math.abs(clock() - at) > KEEP_MS) kept.delete(one);
    return kept.get(id)?.json;
  };

  return {
    ...people,
    forget(subject: Subject) {
      kept.delete(subject.id);
      return people.forget(subject).finally(() => kept.delete(subject.id));
    },
    /** Takes one of the person's looks through the whole store. Returns how long to wait where none is left, or 0. Milliseconds. */
    takeLook: (id: PersonId) => take(id),
    /** An export as JSON text. Its further pages are of the text that the first was, and take no look while that is kept. */
    async exportText(subject: Subject, isFirst: boolean): Promise<string | { wait: number }> {
      const before = isFirst ? undefined : keptOf(subject.id);
      if (before !== undefined) return before;
      const wait = await take(subject.id);
      return wait > 0 ? { wait } : keep(subject.id, JSON.stringify(await people.export(subject), null, 1));
    },
    async forgetSpace(space: SpaceId) {
      const named = platforms.subjectOf(space);
      if (named?.kind === 'space') await core.forget(named);
    },
    /** A person whose id no platform reads is that id alone. */
    subjectOf(id: PersonId) {
      const named = platforms.subjectOf(id);
      return named?.kind === 'person' ? named : personSubject(id);
    },
  };
}
