/**
 * Builds the modal with a channel's settings, reads a submitted one, and shows errors on its fields. Over 200 lines: all three
 * name the same fields.
 */
import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import {
  fieldOf,
  LABELS,
  LAYOUTS,
  ORDERS,
  readTyped,
  SWITCHES,
  TOPICS_HINT,
  type TypedForm,
  topicsIn,
  toTyped,
} from '../../src/chat/settings-form.ts';
import {
  type ChannelForm,
  type FilledForm,
  type FormProblem,
  POST_LIMIT,
} from '../../src/model/channel-form.ts';
import type { Place } from '../../src/model/ports.ts';
import { SETTINGS } from './buttons.ts';
import { writePlace } from './intro.ts';
import { cut, LIMITS, weigh } from './limits.ts';
import { isDirectId } from './places.ts';
import { inert, plainText } from './text.ts';

const MOST_SCHEDULE = 200;
const UNREADABLE = "This couldn't be read. Enter it again.";

const Chosen = z.looseObject({ value: z.string() });
const Filled = z.looseObject({
  value: z.string().nullish(),
  selected_option: Chosen.nullish(),
  selected_options: z.array(Chosen).nullish(),
});
const Values = z.record(z.string(), z.record(z.string(), Filled));

/** Field to what was filled in, as Slack sends it. */
type Values = z.infer<typeof Values>;

export function toForm(place: Place, form: ChannelForm): ModalView {
  const typed = toTyped(form);
  const where = isDirectId(place.id) ? 'this conversation' : inert(place.name);
  const switches = SWITCHES.map(([value, text]) => option(value, text));
  const on = switches.filter(({ value = '' }) => typed.switches.includes(value));
  return {
    type: 'modal',
    callback_id: SETTINGS,
    private_metadata: writePlace(place),
    title: label('Paperboy'),
    submit: label('Save'),
    close: label('Cancel'),
    blocks: [
      { type: 'context', elements: [label(cut(`Settings for ${where}`, 200))] },
      ...partTopics(form.topics).map((lines, at) => ({
        ...field(
          'topics',
          { type: 'plain_text_input', multiline: true, max_length: LIMITS.input, ...initial(lines) },
          { hint: label(TOPICS_HINT), optional: true },
        ),
        block_id: topicsId(at),
        label: label(at === 0 ? LABELS.topics : 'More topics'),
      })),
      field(
        'schedule',
        {
          type: 'plain_text_input',
          max_length: MOST_SCHEDULE,
          ...initial(typed.schedule.slice(0, MOST_SCHEDULE)),
        },
        { hint: label('For example: daily 9:00, weekdays 8:30, mon thu 17:30, monthly 1 9:00.') },
      ),
      field('zone', {
        type: 'external_select',
        min_query_length: 0,
        placeholder: label('Type a city, such as Berlin'),
        initial_option: option(form.zone),
      }),
      field('limit', {
        type: 'number_input',
        is_decimal_allowed: false,
        min_value: String(POST_LIMIT.min),
        max_value: String(POST_LIMIT.max),
        initial_value: typed.limit,
      }),
      field('order', choice(ORDERS, typed.order)),
      field('layout', choice(LAYOUTS, typed.layout)),
      field(
        'switches',
        { type: 'checkboxes', options: switches, ...(on.length > 0 ? { initial_options: on } : {}) },
        { optional: true },
      ),
    ],
  };
}

/** One of several values to choose from, with the one that is set. */
function choice(values: readonly (readonly [string, string])[], chosen: string): InputBlock['element'] {
  const options = values.map(([value, text]) => option(value, text));
  const initial_option = options.find(({ value }) => value === chosen) ?? option(chosen);
  return { type: 'static_select', options, initial_option };
}

/** The ids of a field and of its input are the setting's name. */
function field(
  name: keyof TypedForm,
  element: InputBlock['element'],
  more: Pick<InputBlock, 'hint' | 'optional'> = {},
): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: label(LABELS[name]),
    element: { ...element, action_id: name },
    ...more,
  };
}

/** Each of the fields for topics holds as many lines as fit in an input. */
function topicsId(at: number): string {
  return `topics:${at}`;
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

const FIELDS = [topicsId(0), 'schedule', 'zone', 'limit', 'order', 'switches'];

/** Returns the values, or, by field, what is wrong with those that are missing or of another type than a field of this form has. */
export function readValues(state: unknown): { values: Values } | { errors: Record<string, string> } {
  const read = Values.safeParse(state);
  const missing = FIELDS.filter((field) => read.success && !(field in read.data));
  if (read.success && missing.length === 0) return { values: read.data };
  const fields = [
    ...missing,
    ...(read.error?.issues ?? []).map(({ path: [field] }) => String(field ?? topicsId(0))),
  ];
  return { errors: Object.fromEntries(fields.map((field) => [field, UNREADABLE])) };
}

export function readForm(values: Values): FilledForm {
  const filled = (name: keyof TypedForm) => values[name]?.[name];
  return readTyped({
    topics: topicFields(values)
      .map(({ text }) => text)
      .join('\n'),
    schedule: filled('schedule')?.value ?? '',
    zone: filled('zone')?.selected_option?.value ?? '',
    limit: filled('limit')?.value ?? '',
    order: filled('order')?.selected_option?.value ?? '',
    // A form that was opened before there was this field has none.
    layout: filled('layout')?.selected_option?.value ?? '',
    switches: (filled('switches')?.selected_options ?? []).map(({ value }) => value),
  });
}

function topicFields(values: Values): { field: string; text: string }[] {
  return Object.entries(values)
    .filter(([field]) => field.startsWith('topics:'))
    .sort(([one], [other]) => Number(one.split(':')[1]) - Number(other.split(':')[1]))
    .map(([field, inputs]) => ({ field, text: inputs.topics?.value ?? '' }));
}

/** Maps each problem to its field; several problems of one field are joined. */
export function toErrors(problems: readonly FormProblem[], values: Values): Record<string, string> {
  const topics = topicFields(values).flatMap(({ field, text }) =>
    topicsIn(text).map(({ line }) => ({ field, line })),
  );
  const errors: Record<string, string> = {};
  for (const { field, at, message } of problems) {
    const topic = field === 'topics' && at !== undefined ? topics[at] : undefined;
    const block = topic?.field ?? (field === 'topics' ? topicsId(0) : fieldOf(field));
    // Errors in a form are plain text, without code formatting.
    const said = `${topic ? `Line ${topic.line}: ` : ''}${message}`.replace(/`([^`]*)`/g, '"$1"');
    errors[block] = cut([errors[block], inert(said)].filter(Boolean).join(' '), LIMITS.viewError);
  }
  return errors;
}
