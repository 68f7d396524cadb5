/** The form in which a note on a paper of the reading list is written. */
import {
  type APIModalInteractionResponse,
  type APIModalSubmitInteraction,
  ComponentType,
  InteractionResponseType,
  TextInputStyle,
} from 'discord.js';
import { partsOf } from '../../src/chat/json.ts';
import { MOST_NOTE_UNITS } from '../../src/model/list-action.ts';
import type { ButtonAction } from '../../src/model/message.ts';
import { CUSTOM_ID } from './limits.ts';

const NOTE = 'note';
const PREFIX = `${NOTE}:`;

/** Undefined for a paper whose id a form cannot carry. @param note as it is */
export function toNoteForm(id: string, note: string): APIModalInteractionResponse | undefined {
  const custom_id = `${PREFIX}${id}`;
  if (custom_id.length > CUSTOM_ID) return undefined;
  const component = {
    type: ComponentType.TextInput,
    custom_id: NOTE,
    style: TextInputStyle.Paragraph,
    required: false,
    max_length: MOST_NOTE_UNITS,
    value: note,
  };
  const label = {
    type: ComponentType.Label,
    label: 'Your note',
    description: 'Only you see it. Leave it empty to remove it.',
    component,
  };
  const components = [label] as APIModalInteractionResponse['data']['components'];
  return { type: InteractionResponseType.Modal, data: { custom_id, title: 'Note', components } };
}

/** What a filled form asks for; undefined for other forms. */
export function readNoteForm({ data }: APIModalSubmitInteraction): ButtonAction | undefined {
  if (!data.custom_id.startsWith(PREFIX)) return undefined;
  const id = data.custom_id.slice(PREFIX.length);
  for (const { custom_id, value } of partsOf(data.components))
    if (custom_id === NOTE && typeof value === 'string') return { do: 'note', id, note: value };
  return undefined;
}
