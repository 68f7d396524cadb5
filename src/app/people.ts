/** Opens what is stored of people, on all platforms, for the commands. */
import type { PersonId, SpaceId } from '../model/channel-id.ts';
import { type PlatformTraces, personSubject, subjectOf } from '../model/traces.ts';
import { openPeople, type People } from '../people/people.ts';
import type { Store } from '../store/store.ts';

const NONE: PlatformTraces = { shelves: [], isDirect: () => false, subjectOf };

export function openPeopleOf(store: Store, platforms = NONE) {
  const people: People = openPeople(store, platforms);
  const core = openPeople(store, NONE);
  return {
    ...people,
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
