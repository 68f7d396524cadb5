/** The modal in which a note on a paper of the reading list is written. */
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { readJson } from '../../src/chat/json.ts';
import type { CommandService, Log, Person, Place } from '../../src/model/ports.ts';
import type { Client } from './api.ts';
import { readFailure } from './errors.ts';
import { label } from './forms.ts';
import type { HandlerContext } from './handler-context.ts';
import { readPlaceIn, writePlace } from './intro.ts';
import { toNotice } from './open-settings.ts';
import { personOf, spaceOf } from './places.ts';

const NOTE = 'note';
/** Slack's limit of a field. The core counts characters, of which each may have several of these units. */
const MOST_UNITS = 3_000;

/** Opens the modal; false where there is no such paper on the list, or Slack did not show it. */
export async function openNote(
  { place, person }: { place: Place; person: Person },
  id: string,
  { trigger, client }: { trigger: string; client: Client },
  { service, log }: { service: Pick<CommandService, 'savedNote'>; log: Log },
): Promise<boolean> {
  const note = await service.savedNote({ person, id });
  if (note === undefined || note.length > MOST_UNITS) return false;
  try {
    await client.views.open({ trigger_id: trigger, view: toNoteForm(place, id, note) });
    return true;
  } catch (thrown) {
    log.warn('the form for a note could not be opened', { reason: readFailure(thrown, place.id).message });
    return false;
  }
}

function toNoteForm(place: Place, id: string, note: string): ModalView {
  return {
    type: 'modal',
    callback_id: NOTE,
    private_metadata: JSON.stringify({ place: writePlace(place), id }),
    title: label('Note'),
    submit: label('Save'),
    close: label('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: NOTE,
        optional: true,
        label: label('Your note'),
        hint: label('Only you see it. Leave it empty to remove it.'),
        element: {
          type: 'plain_text_input',
          action_id: NOTE,
          multiline: true,
          max_length: MOST_UNITS,
          ...(note === '' ? {} : { initial_value: note }),
        },
      },
    ],
  };
}

export function handleNotes(app: App, { service }: Pick<HandlerContext, 'service'>): void {
  app.view(NOTE, async ({ ack, view, body, context }) => {
    const { place: text, id } = (readJson(view.private_metadata) ?? {}) as { place?: string; id?: unknown };
    const place = readPlaceIn(spaceOf(context), text);
    if (place === undefined || typeof id !== 'string') return ack();
    const person = personOf(spaceOf(context), body.user.id, body.user.name);
    const note = view.state.values[NOTE]?.[NOTE]?.value ?? '';
    const reply = await service.press({ place, person, act: { do: 'note', id, note } });
    // The modal stays open with what was typed.
    if (reply.refused) return ack({ response_action: 'errors', errors: { [NOTE]: reply.summary } });
    await ack({ response_action: 'update', view: toNotice('Note', reply) });
  });
}
