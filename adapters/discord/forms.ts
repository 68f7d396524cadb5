/**
 * Builds the forms with a channel's settings. A form of Discord's has room for five fields, so there are two: one for what a
 * channel gets and when, and one for how its posts look.
 */
import {
  type APIModalInteractionResponse,
  ComponentType,
  InteractionResponseType,
  TextInputStyle,
} from 'discord.js';
import {
  type Choice,
  DAYS_HINT,
  dayChoices,
  LABELS,
  LAYOUTS,
  ORDERS,
  TOPICS_HINT,
  type TypedForm,
} from '../../src/chat/settings-form.ts';
import { POST_LIMIT } from '../../src/model/channel-form.ts';
import { TEXT_INPUT } from './limits.ts';

/** The id of the first form, and the subcommand that opens it. */
export const FORM = 'settings';
/** The id of the second form, and the part of the settings that it is about. */
export const POSTS = 'posts';
/** An option of the first form: what was filled in is not saved. */
export const CHECK = 'check';
/** The id of the field for the options, with the names of those that the form has behind it. */
export const OPTIONS = 'options:';

const CHECK_CHOICE: Choice = [CHECK, 'Only check: say what the topics match, save nothing'];

/**
 * The first form, or undefined when its topics are more than a field of Discord's holds: none may be lost.
 * @param read what the channel's own form has: its days, whose day of the month has a box, its switches, and when it was read
 */
export function toForm(
  typed: TypedForm,
  read: { days: readonly string[]; switches: readonly Choice[] } & Origin,
): APIModalInteractionResponse | undefined {
  if (typed.topics.length > TEXT_INPUT) return undefined;
  const paragraph = { style: TextInputStyle.Paragraph, required: false, max_length: TEXT_INPUT };
  const { days, switches } = read;
  const names = switches.map(([name]) => name);
  return modal(idOf(FORM, read), read.isOwn ? 'Settings for direct messages' : 'Settings', [
    field(LABELS.topics, TOPICS_HINT, { ...textInput('topics', typed.topics), ...paragraph }),
    field(LABELS.days, DAYS_HINT, boxes('days', dayChoices(...typed.days, ...days), typed.days)),
    field(LABELS.time, 'For example: 9:00, 17:30 or 9am', textInput('time', typed.time, 40)),
    field(
      LABELS.zone,
      'A city or a name, such as Berlin or America/New_York',
      textInput('zone', typed.zone, 100),
    ),
    field(LABELS.switches, undefined, {
      ...boxes(`${OPTIONS}${names.join('.')}`, [...switches, CHECK_CHOICE], typed.switches),
      required: false,
      min_values: 0,
    }),
  ]);
}

/** Where the settings of a form come from. */
export interface Origin {
  /** When they were read. */
  readAt: number | undefined;
  /** They are those of the person's own conversation, wherever the form is opened. */
  isOwn: boolean;
}

const OWN = '-own';

/** Behind the id of a form stands when its settings were read. */
function idOf(form: string, { readAt, isOwn }: Origin): string {
  const id = isOwn ? `${form}${OWN}` : form;
  return readAt === undefined ? id : `${id}:${readAt}`;
}

/** Whether a form is about the person's own conversation. */
export function isOwnForm(id: string): boolean {
  return id.split(':')[0]?.endsWith(OWN) === true;
}

/** When the settings of a form were read, from its id; absent in a form of an earlier version. */
export function readAtIn(id: string): { readAt?: number } {
  const [, written] = /^(?:settings|posts)(?:-own)?:(\d+(?:\.\d+)?)$/.exec(id) ?? [];
  return written === undefined ? {} : { readAt: Number(written) };
}

export function toPostsForm(typed: TypedForm, origin: Origin): APIModalInteractionResponse {
  const { min, max } = POST_LIMIT;
  return modal(idOf(POSTS, origin), 'Papers, sort and layout', [
    field(LABELS.limit, `${min} to ${max}`, textInput('limit', typed.limit, 10)),
    field(LABELS.order, undefined, oneOf('order', ORDERS, typed.order)),
    field(LABELS.layout, undefined, oneOf('layout', LAYOUTS, typed.layout)),
  ]);
}

type Field = APIModalInteractionResponse['data']['components'][number];

function modal(custom_id: string, title: string, components: Field[]): APIModalInteractionResponse {
  return { type: InteractionResponseType.Modal, data: { custom_id, title, components } };
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

/** Several values, each with a box. */
function boxes(custom_id: string, choices: readonly Choice[], chosen: readonly string[]) {
  return { type: ComponentType.CheckboxGroup, custom_id, options: optionsOf(choices, chosen) };
}

/** One of a few values. */
function oneOf(custom_id: string, choices: readonly Choice[], chosen: string) {
  return { type: ComponentType.RadioGroup, custom_id, options: optionsOf(choices, [chosen]) };
}

function optionsOf(choices: readonly Choice[], chosen: readonly string[]) {
  return choices.map(([value, label]) => ({ value, label, default: chosen.includes(value) }));
}

function field(label: string, description: string | undefined, component: object): Field {
  return { type: ComponentType.Label, label, ...(description ? { description } : {}), component } as Field;
}
