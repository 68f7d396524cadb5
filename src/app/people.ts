/** Opens what is stored of people, on all platforms, for the commands. A scan of the whole store is slow, so scans are limited for each person. */
import { LRUCache } from 'lru-cache';
import { createRequestLimit } from '../chat/request-limit.ts';
import type { PersonId, SpaceId } from '../model/channel-id.ts';
import { type PlatformTraces, personSubject, type Subject, subjectOf } from '../model/traces.ts';
import { openPeople, type People } from '../people/people.ts';
import type { Store } from '../store/store.ts';

const NONE: PlatformTraces = { shelves: [], isDirect: () => false, subjectOf };
/** Scans of the whole store by one person within a minute. */
const MOST_SCANS = 6;
/** How long an export is kept, so that all its pages are of one text, in milliseconds, and how many are kept at a time. */
const KEEP_MS = 2 * 60_000;
const MOST_KEPT = 4;

export function openPeopleOf(store: Store, platforms = NONE) {
  const people: People = openPeople(store, platforms);
  const core = openPeople(store, NONE);
  const take = createRequestLimit(MOST_SCANS, 60);
  const kept = new LRUCache<string, string>({ max: MOST_KEPT, ttl: KEEP_MS, ttlAutopurge: true });
  let forgotten = 0;

  return {
    ...people,
    forget(subject: Subject) {
      return people.forget(subject).finally(() => {
        forgotten++;
        kept.delete(subject.id);
      });
    },
    /** Takes one of the person's scans of the whole store. Returns how long to wait where none is left, or 0. Milliseconds. */
    takeScan: (id: PersonId) => take(id),
    /**
     * An export as JSON text, or how long to wait, in milliseconds. Its further pages are of the text that the first was, and take no
     * scan while that is kept.
     */
    async exportText(subject: Subject, isFirst: boolean): Promise<string | { wait: number }> {
      const before = isFirst ? undefined : kept.get(subject.id);
      if (before !== undefined) return before;
      const wait = await take(subject.id);
      if (wait > 0) return { wait };
      const begun = forgotten;
      const json = JSON.stringify(await people.export(subject), null, 1);
      // What was read while someone was forgotten is not kept: it may have been theirs.
      if (begun === forgotten) kept.set(subject.id, json);
      return json;
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
