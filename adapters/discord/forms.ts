/** Builds the form with a channel's settings, and reads a filled one. */
import {
  type APIModalInteractionResponse,
  type APIModalSubmitInteraction,
  ComponentType,
  InteractionResponseType,
  TextInputStyle,
} from 'discord.js';
import type { ChannelForm, Shelf } from '../../src/model/ports.ts';
import { TEXT_INPUT } from './limits.ts';
import { partsOf } from './message-parts.ts';

export const FORM = 'settings';

/** What stands in the fields, as it was typed. */
export interface Typed {
  topics: string;
  when: string;
  limit: string;
  order: string;
  options: string[];
}

export interface KeptForm {
  at: number;
  /** The server whose channel it is about, with which it is deleted. */
  guild?: string;
  typed: Typed;
}

export function typedOf(form: ChannelForm): Typed {
  const { quiet, abstracts, paused } = form;
  const options = Object.entries({ quiet, abstracts, paused });
  return {
    topics: form.topics.join('\n'),
    when: `${form.schedule} ${form.zone}`,
    limit: String(form.limit),
    order: form.order,
    options: options.filter(([, on]) => on).map(([name]) => name),
  };
}

/** The form, or undefined when its topics are more than a field of Discord's holds: none may be lost. */
export function toModal(typed: Typed): APIModalInteractionResponse | undefined {
  if (typed.topics.length > TEXT_INPUT) return undefined;
  return {
    type: InteractionResponseType.Modal,
    data: {
      custom_id: FORM,
      title: 'Settings',
      components: [
        field('Topics', 'One per line, written like a search. Leave it empty to get every paper.', {
          type: ComponentType.TextInput,
          custom_id: 'topics',
          style: TextInputStyle.Paragraph,
          required: false,
          max_length: TEXT_INPUT,
          value: typed.topics,
        }),
        field('When', 'For example: weekdays 9:00 Europe/Berlin, or: mon thu 17:30 UTC', {
          type: ComponentType.TextInput,
          custom_id: 'when',
          style: TextInputStyle.Short,
          required: true,
          max_length: 150,
          value: typed.when.slice(0, 150),
        }),
        field('Papers per post', '1 to 50', {
          type: ComponentType.TextInput,
          custom_id: 'limit',
          style: TextInputStyle.Short,
          required: true,
          max_length: 10,
          value: typed.limit.slice(0, 10),
        }),
        field('Sort by', undefined, {
          type: ComponentType.StringSelect,
          custom_id: 'order',
          options: ['votes', 'relevance', 'date'].map((value) => ({
            value,
            label: value,
            default: value === typed.order,
          })),
        }),
        field('Options', undefined, {
          type: ComponentType.StringSelect,
          custom_id: 'options',
          required: false,
          min_values: 0,
          max_values: OPTIONS.length,
          options: OPTIONS.map(([value, label]) => ({
            value,
            label,
            default: typed.options.includes(value),
          })),
        }),
      ],
    },
  };
}

const OPTIONS = [
  ['abstracts', 'Show the first sentences of each paper'],
  ['quiet', 'Post one line on days without papers'],
  ['paused', 'Pause posts'],
] as const;

type Field = APIModalInteractionResponse['data']['components'][number];

function field(label: string, description: string | undefined, component: object): Field {
  return { type: ComponentType.Label, label, ...(description ? { description } : {}), component } as Field;
}

/** What was filled in; `before` is kept for fields that did not come back. */
export function readModal(data: APIModalSubmitInteraction['data'], before: Typed): Typed {
  const values = new Map<string, string | string[]>();
  for (const { custom_id, value, values: chosen } of partsOf(data.components)) {
    if (typeof custom_id !== 'string') continue;
    if (typeof value === 'string') values.set(custom_id, value);
    if (Array.isArray(chosen)) values.set(custom_id, chosen.map(String));
  }
  const text = (name: 'topics' | 'when' | 'limit' | 'order') => String(values.get(name) ?? before[name]);
  const options = values.get('options');
  return {
    topics: text('topics'),
    when: text('when').trim(),
    limit: text('limit').trim(),
    order: text('order'),
    options: Array.isArray(options) ? options : before.options,
  };
}

export function formOf(typed: Typed): ChannelForm {
  const order = typed.order === 'relevance' || typed.order === 'date' ? typed.order : 'votes';
  return {
    topics: typed.topics
      .split('\n')
      .map((topic) => topic.trim())
      .filter((topic) => topic !== ''),
    // One field for both: the core reads the zone in it.
    schedule: typed.when,
    zone: '',
    limit: typed.limit === '' ? Number.NaN : Number(typed.limit),
    order,
    quiet: typed.options.includes('quiet'),
    abstracts: typed.options.includes('abstracts'),
    paused: typed.options.includes('paused'),
  };
}

/** What was typed waits here for a second try; a day is enough. Milliseconds. */
export const KEEP_FORM_MS = 24 * 3_600_000;

export async function sweepForms(shelf: Shelf<KeptForm>, now: number): Promise<void> {
  const old: string[] = [];
  for await (const [key, { at }] of shelf.entries()) if (now - at > KEEP_FORM_MS) old.push(key);
  for (const key of old) await shelf.delete(key);
}

export async function forgetForms(shelf: Shelf<KeptForm>, guild: string): Promise<void> {
  const own: string[] = [];
  for await (const [key, kept] of shelf.entries()) if (kept.guild === guild) own.push(key);
  for (const key of own) await shelf.delete(key);
}
