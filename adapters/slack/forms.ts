/** Builds the modal with a channel's settings. */
import type { ContextBlock, InputBlock, ModalView, PlainTextOption } from '@slack/types';
import {
  type Choice,
  DAYS_HINT,
  dayChoices,
  LABELS,
  LAYOUTS,
  ORDERS,
  switchesIn,
  TOPICS_HINT,
  type TypedForm,
  toTyped,
} from '../../src/chat/settings-form.ts';
import { type ChannelForm, POST_LIMIT } from '../../src/model/channel-form.ts';
import type { Place } from '../../src/model/ports.ts';
import { SETTINGS } from './buttons.ts';
import { writePlace } from './intro.ts';
import { cut, LIMITS, weigh } from './limits.ts';
import { isDirectId } from './places.ts';
import { inert, plainText } from './text.ts';

/** The id of the inputs that report what is typed in them. */
export const TYPED = 'topics';
/** The block that says how many papers the topics match. */
const COUNT = 'count';
const COUNT_HINT = 'As you type, this line says how many recent papers match.';

/** What stands in the fields of a modal. */
export interface Shown {
  /** The text of each of the fields for topics. */
  topics: string[];
  /** When the topics were read. */
  readAt?: number | undefined;
  /** The boxes for the days. */
  days: Choice[];
  /** The boxes for what can be switched on. */
  switches: Choice[];
  typed: TypedForm;
}

/** The modal with the settings as they are. */
export function shownOf(form: ChannelForm): Shown {
  const { readAt } = form;
  const boxes = { days: dayChoices(...form.days), switches: switchesIn(form) };
  return { topics: partTopics(form.topics), readAt, ...boxes, typed: toTyped(form) };
}

/**
 * The modal. Every field has the same ids each time, so that Slack keeps what is typed in them when the modal is changed.
 * @param count what the topics match, in lines
 */
export function toForm(
  place: Place,
  { topics, readAt, days, switches, typed }: Shown,
  count: readonly string[] = [COUNT_HINT],
): ModalView {
  const where = isDirectId(place.id) ? 'this conversation' : inert(place.name);
  return {
    type: 'modal',
    callback_id: SETTINGS,
    private_metadata: writePlace(place, readAt),
    title: label('Paperboy'),
    submit: label('Save'),
    close: label('Cancel'),
    blocks: [
      { type: 'context', elements: [label(cut(`Settings for ${where}`, 200))] },
      ...topics.map(topicsField),
      countBlock(count),
      field('days', boxes(days, typed.days), { hint: label(DAYS_HINT) }),
      field('time', { type: 'timepicker', ...(typed.time === '' ? {} : { initial_time: typed.time }) }),
      field('zone', {
        type: 'external_select',
        min_query_length: 0,
        placeholder: label('Type a city, such as Berlin'),
        ...(typed.zone === '' ? {} : { initial_option: option(typed.zone) }),
      }),
      field('limit', {
        type: 'number_input',
        is_decimal_allowed: false,
        min_value: String(POST_LIMIT.min),
        max_value: String(POST_LIMIT.max),
        ...initial(typed.limit),
      }),
      field('order', choice(ORDERS, typed.order)),
      field('layout', choice(LAYOUTS, typed.layout)),
      field('switches', boxes(switches, typed.switches), { optional: true }),
    ],
  };
}

function countBlock(lines: readonly string[]): ContextBlock {
  // Plain text has no code formatting.
  const text = lines.join('\n').replace(/`([^`\n]*)`/g, '"$1"');
  return { type: 'context', block_id: COUNT, elements: [label(cut(text, LIMITS.section))] };
}

/** An empty initial value is omitted. */
function initial(text: string): { initial_value?: string } {
  return text === '' ? {} : { initial_value: text };
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
      ...initial(lines),
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
