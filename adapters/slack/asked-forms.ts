/** Opens the forms that buttons ask for: a channel's settings, and the note on a paper. */
import type { ButtonAction } from '../../src/model/message.ts';
import type { Person, Place } from '../../src/model/ports.ts';
import type { Client } from './api.ts';
import { logReason } from './errors.ts';
import type { HandlerContext } from './handler-context.ts';
import { openNote } from './note-form.ts';
import { createOpenSettings } from './open-settings.ts';

/** Returns a function that resolves to whether Slack showed a form; where none is asked for, it does not. */
export function createAskedForms(context: HandlerContext) {
  const { openDirect, log } = context;
  const openSettings = createOpenSettings(context);

  /** Undefined where the person cannot be written to: then the answer says why. */
  const ownPlace = (person: Person): Promise<Place | undefined> =>
    openDirect(person).catch((thrown: unknown) => {
      log.debug("a person's own conversation could not be opened", logReason(thrown));
      return undefined;
    });

  return async (
    act: ButtonAction,
    who: { place: Place; person: Person },
    { trigger, user, client }: { trigger?: string | undefined; user: string; client: Client },
  ): Promise<boolean> => {
    if (trigger === undefined) return false;
    if (act.do === 'settings') return openSettings(who.place, trigger, user, client);
    if (act.do === 'for-me' && act.act.do === 'settings') {
      const own = await ownPlace(who.person);
      return own !== undefined && openSettings(own, trigger, user, client);
    }
    if (act.do === 'note' && act.note === undefined)
      return openNote(who, act.id, { trigger, client }, context);
    return false;
  };
}
