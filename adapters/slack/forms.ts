/** Builds the modal with a channel's settings. `submitted-form.ts` reads it back. */
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { LABELS, ORDERS, SWITCHES, TOPICS_HINT, toTyped } from '../../src/chat/settings-form.ts';
import type { ChannelForm, Place } from '../../src/model/ports.ts';
import { SETTINGS, ZONE } from './buttons.ts';
import { writePlace } from './intro.ts';
import { cut, LIMITS, weigh } from './limits.ts';
import { isDirectId } from './places.ts';
import { inert, plainText } from './text.ts';

/** Fields of topics: each holds as many lines as fit in an input. */
export const TOPICS = 'topics';

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
