/** The modal with a channel's settings. `filled.ts` reads it back. */
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Message } from '../../src/model/message.ts';
import type { ChannelForm, Place } from '../../src/model/ports.ts';
import { writePlace } from './intro.ts';
import { cut, LIMITS, weigh } from './limits.ts';
import { SETTINGS, ZONE } from './names.ts';
import { isDirectId } from './places.ts';
import { toBlocks } from './render.ts';
import { inert, plainText } from './text.ts';

const ORDERS: Record<ChannelForm['order'], string> = {
  votes: 'Most votes first',
  relevance: 'Best match first',
  date: 'Newest first',
};
const SWITCHES = {
  abstracts: 'Show the first sentences of each paper',
  quiet: 'Post one line on days without papers',
  paused: 'Pause posts',
} as const;
/** Fields of topics: each holds as many lines as fit in an input. */
export const TOPICS = 'topics';

export function toForm(place: Place, form: ChannelForm): ModalView {
  const fields = partTopics(form.topics);
  return {
    type: 'modal',
    callback_id: SETTINGS,
    private_metadata: writePlace(place),
    title: label('Paperboy'),
    submit: label('Save'),
    close: label('Cancel'),
    blocks: [
      {
        type: 'context',
        elements: [
          label(cut(`Settings for ${isDirectId(place.id) ? 'this conversation' : inert(place.name)}`, 200)),
        ],
      },
      ...fields.map((lines, at) => topicsField(lines, at)),
      {
        type: 'input',
        block_id: 'schedule',
        label: label('Schedule'),
        hint: label('For example: daily 9:00, weekdays 8:30, mon thu 17:30, monthly 1 9:00.'),
        element: {
          type: 'plain_text_input',
          action_id: 'schedule',
          max_length: 200,
          ...initial(form.schedule.slice(0, 200)),
        },
      },
      {
        type: 'input',
        block_id: ZONE,
        label: label('Time zone'),
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
        label: label('Papers per post'),
        element: {
          type: 'number_input',
          action_id: 'limit',
          is_decimal_allowed: false,
          min_value: '1',
          max_value: '50',
          initial_value: String(form.limit),
        },
      },
      {
        type: 'input',
        block_id: 'order',
        label: label('Sort by'),
        element: {
          type: 'static_select',
          action_id: 'order',
          options: Object.entries(ORDERS).map(([value, text]) => option(value, text)),
          initial_option: option(form.order, ORDERS[form.order]),
        },
      },
      switchesField(form),
    ],
  };
}

function topicsField(lines: string, at: number): KnownBlock {
  return {
    type: 'input',
    block_id: `${TOPICS}:${at}`,
    optional: true,
    label: label(at === 0 ? 'Topics' : 'More topics'),
    hint: label('One per line, written like a search. Leave it empty to get every paper.'),
    element: {
      type: 'plain_text_input',
      action_id: TOPICS,
      multiline: true,
      max_length: LIMITS.input,
      ...initial(lines),
    },
  };
}

function switchesField(form: ChannelForm): KnownBlock {
  const options = Object.entries(SWITCHES).map(([value, text]) => option(value, text));
  const on = options.filter(({ value }) => form[value as keyof typeof SWITCHES]);
  return {
    type: 'input',
    block_id: 'switches',
    optional: true,
    label: label('Options'),
    element: {
      type: 'checkboxes',
      action_id: 'switches',
      options,
      ...(on.length > 0 ? { initial_options: on } : {}),
    },
  };
}

/** Lines in as many fields as the limit wants, so that no topic is lost; always one, to write in. */
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

/** Something said in a modal, such as what was saved. Buttons are left out: there is no channel behind them. */
export function toNotice(title: string, message: Message): ModalView {
  const blocks = message.blocks.map((block) =>
    block.kind === 'cards'
      ? { ...block, cards: block.cards.map((card) => ({ ...card, actions: [] })) }
      : block,
  );
  return {
    type: 'modal',
    title: label(cut(title, LIMITS.viewTitle)),
    close: label('Close'),
    blocks: toBlocks({ ...message, blocks, actions: [] }, LIMITS.viewBlocks).blocks,
  };
}

export function option(value: string, text = value): PlainTextOption {
  return { text: label(cut(text, LIMITS.optionText)), value: value.slice(0, LIMITS.optionValue) };
}

function label(text: string) {
  return plainText(text, 2000) ?? { type: 'plain_text' as const, text: '-', emoji: false as const };
}

/** An empty initial value is none. */
function initial(text: string): { initial_value?: string } {
  return text === '' ? {} : { initial_value: text };
}
