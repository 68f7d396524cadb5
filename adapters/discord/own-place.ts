/** Finds the person's own conversation for a form that is about it, wherever the form is opened. */
import { withDeadline } from '../../src/model/deadline.ts';
import { messageOf } from '../../src/model/errors.ts';
import type { ButtonAction } from '../../src/model/message.ts';
import type { CommandService, Log, Person, Place } from '../../src/model/ports.ts';
import { POSTS } from './forms.ts';
import type { Opening } from './pages.ts';
import type { Caller } from './places.ts';

/** What asks for the settings of that conversation. */
export const OWN_SETTINGS = {
  do: 'for-me',
  act: { do: 'settings', about: 'topics' },
} as const satisfies ButtonAction;

/** Discord wants to see a form within three seconds. Milliseconds. */
const OPEN_MS = 1_500;

/** The form with settings that a button asks for; undefined where it asks for something else. */
export function openingFor(act: ButtonAction): Opening | undefined {
  if (act.do === 'for-me') {
    const opening = openingFor(act.act);
    return opening && { ...opening, isOwn: true };
  }
  if (act.do !== 'settings') return undefined;
  return act.about === POSTS ? { part: POSTS } : {};
}

export type OwnPlaces = ReturnType<typeof createOwnPlaces>;

export function createOwnPlaces(context: {
  service: CommandService;
  /** Throws where there can be none. */
  openDirect: (person: Person) => Promise<Place>;
  log: Log;
}) {
  const { service, openDirect, log } = context;

  async function of(caller: Caller): Promise<Caller> {
    return { ...caller, place: await openDirect(caller.person), isOwn: true };
  }

  async function find(caller: Caller): Promise<Caller | undefined> {
    const own = await of(caller);
    const read = await service.form(own.place);
    return 'form' in read && read.form.topics.length > 0 ? own : undefined;
  }

  return {
    /** The person there. */
    of,
    /** The same where something is followed there; undefined where nothing is, or that cannot be told in time. */
    used: (caller: Caller): Promise<Caller | undefined> =>
      withDeadline(find(caller), OPEN_MS, () => undefined).catch((error: unknown) => {
        log.debug("a person's own conversation could not be opened", { reason: messageOf(error) });
        return undefined;
      }),
  };
}
