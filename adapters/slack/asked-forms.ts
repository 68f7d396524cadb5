/** Opens the forms that buttons ask for: a channel's settings, and the note on a paper. */
import type { ButtonAction } from '../../src/model/message.ts';
import type { Person, Place } from '../../src/model/ports.ts';
import type { Client } from './api.ts';
import type { HandlerContext } from './handler-context.ts';
import { openNote } from './note-form.ts';
import { createOpenSettings } from './open-settings.ts';

/** Returns a function that resolves to whether Slack showed a form; where none is asked for, it does not. */
export function createAskedForms(context: HandlerContext) {
  const openSettings = createOpenSettings(context);
  return async (
    act: ButtonAction,
    who: { place: Place; person: Person },
    { trigger, user, client }: { trigger?: string | undefined; user: string; client: Client },
  ): Promise<boolean> => {
    if (trigger === undefined) return false;
    if (act.do === 'settings') return openSettings(who.place, trigger, user, client);
    if (act.do === 'note' && act.note === undefined)
      return openNote(who, act.id, { trigger, client }, context);
    return false;
  };
}
