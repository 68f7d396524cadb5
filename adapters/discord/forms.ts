/** Builds the form with a channel's settings, and reads a submitted one. */
import {
  type APIModalInteractionResponse,
  type APIModalSubmitInteraction,
  ComponentType,
  InteractionResponseType,
  TextInputStyle,
} from 'discord.js';
import { z } from 'zod';
import { partsOf } from '../../src/chat/json.ts';
import {
  LABELS,
  ORDERS,
  SWITCHES,
  TOPICS_HINT,
  type TypedForm,
  toTyped,
} from '../../src/chat/settings-form.ts';
import { type ChannelForm, POST_LIMIT } from '../../src/model/ports.ts';
import { TEXT_INPUT } from './limits.ts';

/** The form's id, and the subcommand that opens it. */
export const FORM = 'settings';
/** What was typed waits for a second try; a day is enough. Milliseconds. */
export const KEEP_FORM_MS = 24 * 3_600_000;

export interface KeptForm {
  /** The server whose channel it is about, with which it is deleted. */
  guild: string;
  typed: TypedForm;
}

const Text = z.object({ value: z.string() });
const Modal = z.object({
  topics: Text,
  when: Text,
  limit: Text,
  order: z.object({ values: z.tuple([z.string()]) }),
  options: z.object({ values: z.array(z.string()) }),
});

/** A form of Discord's has room for five fields: the zone is typed behind the schedule. */
export function typedOf(form: ChannelForm): TypedForm {
  return { ...toTyped(form), schedule: `${form.schedule} ${form.zone}`, zone: '' };
}

/** The form, or undefined when its topics are more than a field of Discord's holds: none may be lost. */
export function toModal(typed: TypedForm): APIModalInteractionResponse | undefined {
  if (typed.topics.length > TEXT_INPUT) return undefined;
  const paragraph = { style: TextInputStyle.Paragraph, required: false, max_length: TEXT_INPUT };
  return {
    type: InteractionResponseType.Modal,
    data: {
      custom_id: FORM,
      title: 'Settings',
      components: [
        field(LABELS.topics, TOPICS_HINT, { ...textInput('topics', typed.topics), ...paragraph }),
        field(
          LABELS.schedule,
          'For example: weekdays 9:00 Europe/Berlin, or: mon thu 17:30 UTC',
          textInput('when', typed.schedule, 150),
        ),
        field(LABELS.limit, `${POST_LIMIT.min} to ${POST_LIMIT.max}`, textInput('limit', typed.limit, 10)),
        field(LABELS.order, undefined, list('order', ORDERS, [typed.order])),
        field(LABELS.switches, undefined, {
          ...list('options', SWITCHES, typed.switches),
          required: false,
          min_values: 0,
          max_values: SWITCHES.length,
        }),
      ],
    },
  };
}

function textInput(custom_id: string, text: string, max_length = TEXT_INPUT) {
  const value = text.slice(0, max_length);
  return {
    type: ComponentType.TextInput,
    custom_id,
    style: TextInputStyle.Short,
    required: true,
    max_length,
    value,
  };
}

function list(custom_id: string, options: readonly (readonly [string, string])[], chosen: readonly string[]) {
  return {
    type: ComponentType.StringSelect,
    custom_id,
    options: options.map(([value, label]) => ({ value, label, default: chosen.includes(value) })),
  };
}

type Field = APIModalInteractionResponse['data']['components'][number];

function field(label: string, description: string | undefined, component: object): Field {
  return { type: ComponentType.Label, label, ...(description ? { description } : {}), component } as Field;
}

/** What was filled in; undefined unless every field came back. */
export function readModal(data: APIModalSubmitInteraction['data']): TypedForm | undefined {
  const fields = new Map([...partsOf(data.components)].map((part) => [part.custom_id, part]));
  const read = Modal.safeParse(Object.fromEntries(fields)).data;
  return (
    read && {
      topics: read.topics.value,
      schedule: read.when.value,
      zone: '',
      limit: read.limit.value,
      order: read.order.values[0],
      switches: read.options.values,
    }
  );
}
