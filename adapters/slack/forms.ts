/** Builds the modal with a channel's settings, reads a submitted one, and shows errors on its fields. */
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import {
  fieldOf,
  LABELS,
  ORDERS,
  readTyped,
  SWITCHES,
  TOPICS_HINT,
  topicsIn,
  toTyped,
} from '../../src/chat/settings-form.ts';
import type { ChannelForm, FormProblem, Place } from '../../src/model/ports.ts';
import { SETTINGS, ZONE } from './buttons.ts';
import { writePlace } from './intro.ts';
import { cut, LIMITS, weigh } from './limits.ts';
import { isDirectId } from './places.ts';
import { inert, plainText } from './text.ts';

/** Fields of topics: each holds as many lines as fit in an input. */
const TOPICS = 'topics';

const Chosen = z.looseObject({ value: z.string() });
const Filled = z.looseObject({
  value: z.string().nullish(),
  selected_option: Chosen.nullish(),
  selected_options: z.array(Chosen).nullish(),
});
const Values = z.record(z.string(), z.record(z.string(), Filled));

/** Field to what was filled in, as Slack sends it. */
export type Values = z.infer<typeof Values>;

const UNREADABLE = "This couldn't be read. Enter it again.";

/** Returns the values, or, by field, what is wrong with values of another type than a field of this form has. */
export function readValues(state: unknown): { values: Values } | { errors: Record<string, string> } {
  const read = Values.safeParse(state);
  if (read.success) return { values: read.data };
  const fields = read.error.issues.map(({ path: [field] }) => String(field ?? `${TOPICS}:0`));
  return { errors: Object.fromEntries(fields.map((field) => [field, UNREADABLE])) };
}

export function toForm(place: Place, form: ChannelForm): ModalView {
  const { order, limit, schedule, switches } = toTyped(form);
  const where = isDirectId(place.id) ? 'this conversation' : inert(place.name);
  const orders = ORDERS.map(([value, text]) => option(value, text));
  return {
    type: 'modal',
    callback_id: SETTINGS,
    private_metadata: writePlace(place),
    title: label('Paperboy'),
    submit: label('Save'),
    close: label('Cancel'),
    blocks: [
      { type: 'context', elements: [label(cut(`Settings for ${where}`, 200))] },
      ...partTopics(form.topics).map((lines, at) => topicsField(lines, at)),
      {
        type: 'input',
        block_id: 'schedule',
        label: label(LABELS.schedule),
        hint: label('For example: daily 9:00, weekdays 8:30, mon thu 17:30, monthly 1 9:00.'),
        element: {
          type: 'plain_text_input',
          action_id: 'schedule',
          max_length: 200,
          ...initial(schedule.slice(0, 200)),
        },
      },
      {
        type: 'input',
        block_id: ZONE,
        label: label(LABELS.zone),
        element: {
          type: 'external_select',
          action_id: ZONE,
          min_query_length: 0,
          placeholder: label('Type a city, such as Berlin'),
          initial_option: option(form.zone),
        },
      },
      {
        type: 'input',
        block_id: 'limit',
        label: label(LABELS.limit),
        element: {
          type: 'number_input',
          action_id: 'limit',
          is_decimal_allowed: false,
          min_value: '1',
          max_value: '50',
          initial_value: limit,
        },
      },
      {
        type: 'input',
        block_id: 'order',
        label: label(LABELS.order),
        element: {
          type: 'static_select',
          action_id: 'order',
          options: orders,
          initial_option: orders.find(({ value }) => value === order) ?? option(order),
        },
      },
      switchesField(switches),
    ],
  };
}

function topicsField(lines: string, at: number): KnownBlock {
  return {
    type: 'input',
    block_id: `${TOPICS}:${at}`,
    optional: true,
    label: label(at === 0 ? LABELS.topics : 'More topics'),
    hint: label(TOPICS_HINT),
    element: {
      type: 'plain_text_input',
      action_id: TOPICS,
      multiline: true,
      max_length: LIMITS.input,
      ...initial(lines),
    },
  };
}

function switchesField(switches: readonly string[]): KnownBlock {
  const options = SWITCHES.map(([value, text]) => option(value, text));
  const on = options.filter(({ value }) => value !== undefined && switches.includes(value));
  return {
    type: 'input',
    block_id: 'switches',
    optional: true,
    label: label(LABELS.switches),
    element: {
      type: 'checkboxes',
      action_id: 'switches',
      options,
      ...(on.length > 0 ? { initial_options: on } : {}),
    },
  };
}

/** Splits topics into as many fields as the limit requires, so that none is lost; at least one, to type in. */
function partTopics(topics: readonly string[]): string[] {
  const fields: string[] = [''];
  for (const topic of topics) {
    const line = topic.replace(/\s+/g, (run) => (run.includes('\n') ? ' ' : run));
    const current = fields.at(-1) ?? '';
    const joined = current === '' ? line : `${current}\n${line}`;
    if (weigh(joined) <= LIMITS.input - 200) fields[fields.length - 1] = joined;
    else fields.push(line);
  }
  return fields;
}

export function readForm(values: Values): ChannelForm {
  return readTyped({
    topics: topicFields(values)
      .map(({ text }) => text)
      .join('\n'),
    schedule: values.schedule?.schedule?.value ?? '',
    zone: values[ZONE]?.[ZONE]?.selected_option?.value ?? '',
    limit: values.limit?.limit?.value ?? '',
    order: values.order?.order?.selected_option?.value ?? '',
    switches: (values.switches?.switches?.selected_options ?? []).map(({ value }) => value),
  });
}

function topicFields(values: Values): { field: string; text: string }[] {
  return Object.entries(values)
    .filter(([field]) => field.startsWith(`${TOPICS}:`))
    .sort(([one], [other]) => Number(one.split(':')[1]) - Number(other.split(':')[1]))
    .map(([field, inputs]) => ({ field, text: inputs[TOPICS]?.value ?? '' }));
}

/** Maps each problem to its field; several problems of one field are joined. */
export function toErrors(problems: readonly FormProblem[], values: Values): Record<string, string> {
  const topics = topicFields(values).flatMap(({ field, text }) =>
    topicsIn(text).map(({ line }) => ({ field, line })),
  );
  const errors: Record<string, string> = {};
  for (const { field, at, message } of problems) {
    const topic = field === 'topics' && at !== undefined ? topics[at] : undefined;
    const block = topic?.field ?? (field === 'topics' ? `${TOPICS}:0` : fieldOf(field));
    // Errors in a form are plain text, without code formatting.
    const said = `${topic ? `Line ${topic.line}: ` : ''}${message}`.replace(/`([^`]*)`/g, '"$1"');
    errors[block] = cut([errors[block], inert(said)].filter(Boolean).join(' '), LIMITS.viewError);
  }
  return errors;
}

export function option(value: string, text = value): PlainTextOption {
  return { text: label(cut(text, LIMITS.optionText)), value: value.slice(0, LIMITS.optionValue) };
}

export function label(text: string) {
  return plainText(text, 2000) ?? { type: 'plain_text' as const, text: '-', emoji: false as const };
}

/** An empty initial value is omitted. */
function initial(text: string): { initial_value?: string } {
  return text === '' ? {} : { initial_value: text };
}
