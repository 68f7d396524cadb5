/** Builds the modal with a channel's settings. */
import type { ContextBlock, InputBlock, ModalView, PlainTextOption } from '@slack/types';
import {
  type Choice,
  checkLines,
  DAYS_HINT,
  dayChoices,
  LABELS,
  LAYOUTS,
  ORDERS,
  SWITCHES,
  TOPICS_HINT,
  type TypedForm,
  toTyped,
} from '../../src/chat/settings-form.ts';
import { type ChannelForm, POST_LIMIT, type TopicChecks } from '../../src/model/channel-form.ts';
import type { Place } from '../../src/model/ports.ts';
import { SETTINGS } from './buttons.ts';
import { writePlace } from './intro.ts';
import { cut, LIMITS, weigh } from './limits.ts';
import { isDirectId } from './places.ts';
import { inert, plainText } from './text.ts';

/** The id of the inputs that report what is typed in them. */
export const TYPED = 'topics';
/** The block that says how many papers the topics match. */
export const COUNT = 'count';
const COUNT_HINT = 'As you type, this line says how many recent papers match.';

export function toForm(place: Place, form: ChannelForm): ModalView {
  const typed = toTyped(form);
  const where = isDirectId(place.id) ? 'this conversation' : inert(place.name);
  return viewOf(writePlace(place), [
    { type: 'context', elements: [label(cut(`Settings for ${where}`, 200))] },
    ...partTopics(form.topics).map(topicsField),
    countBlock([COUNT_HINT]),
    field('days', boxes(dayChoices(...form.days), typed.days), { hint: label(DAYS_HINT) }),
    field('time', { type: 'timepicker', initial_time: typed.time }),
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
    field('switches', boxes(SWITCHES, typed.switches), { optional: true }),
  ]);
}

/** @param place as `writePlace` writes it */
export function viewOf(place: string, blocks: ModalView['blocks']): ModalView {
  return {
    type: 'modal',
    callback_id: SETTINGS,
    private_metadata: place,
    title: label('Paperboy'),
    submit: label('Save'),
    close: label('Cancel'),
    blocks,
  };
}

/** What the check of these topics says. */
export function checkBlock(queries: readonly string[], checks: TopicChecks): ContextBlock {
  // Plain text has no code formatting.
  return countBlock(checkLines(queries, checks).map((line) => line.replace(/`([^`]*)`/g, '"$1"')));
}

function countBlock(lines: readonly string[]): ContextBlock {
  return { type: 'context', block_id: COUNT, elements: [label(cut(lines.join('\n'), LIMITS.section))] };
}

/** Reports what is typed in it as it is typed. */
function topicsField(lines: string, at: number): InputBlock {
  return {
    type: 'input',
    block_id: topicsId(at),
    label: label(at === 0 ? LABELS.topics : 'More topics'),
    hint: label(TOPICS_HINT),
    optional: true,
    dispatch_action: true,
    element: {
      type: 'plain_text_input',
      action_id: TYPED,
      multiline: true,
      max_length: LIMITS.input,
      dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
      ...(lines === '' ? {} : { initial_value: lines }),
    },
  };
}

/** One of several values to choose from, with the one that is set. */
function choice(values: readonly Choice[], chosen: string): InputBlock['element'] {
  const options = optionsOf(values);
  const initial_option = options.find(({ value }) => value === chosen) ?? option(chosen);
  return { type: 'static_select', options, initial_option };
}

/** Several values, each with a box. An empty initial value is omitted. */
function boxes(values: readonly Choice[], chosen: readonly string[]): InputBlock['element'] {
  const options = optionsOf(values);
  const on = options.filter(({ value = '' }) => chosen.includes(value));
  return { type: 'checkboxes', options, ...(on.length > 0 ? { initial_options: on } : {}) };
}

function optionsOf(values: readonly Choice[]): PlainTextOption[] {
  return values.map(([value, text]) => option(value, text));
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
export function topicsId(at: number): string {
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
  return plainText(text, LIMITS.section) ?? { type: 'plain_text' as const, text: '-', emoji: false as const };
}
