/** The form with a channel's settings: opens it, reads a submitted one, and applies it or shows it again with its errors. */
import { randomUUID } from 'node:crypto';
import {
  type APIModalInteractionResponse,
  type APIModalSubmitInteraction,
  ComponentType,
  InteractionResponseType,
  TextInputStyle,
} from 'discord.js';
import { z } from 'zod';
import type { ExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { partsOf } from '../../src/chat/json.ts';
import { notice } from '../../src/chat/notices.ts';
import {
  fieldOf,
  LABELS,
  LAYOUTS,
  ORDERS,
  readTyped,
  SWITCHES,
  TOPICS_HINT,
  type TypedForm,
  toTyped,
} from '../../src/chat/settings-form.ts';
import { type ChannelForm, type FormProblem, POST_LIMIT } from '../../src/model/channel-form.ts';
import type { Reply } from '../../src/model/message.ts';
import type { CommandService, Place } from '../../src/model/ports.ts';
import { TEXT_INPUT } from './limits.ts';
import { type Caller, readPlaceId } from './places.ts';
import type { Answer } from './reply.ts';

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

/** A form of Discord's has room for five fields, so a layout other than cards is one of the options. */
const OPTIONS = [...SWITCHES, ...LAYOUTS.filter(([layout]) => layout !== 'cards')];

/** A form of Discord's has room for five fields: the zone is typed behind the schedule. */
function typedOf(form: ChannelForm): TypedForm {
  return { ...toTyped(form), schedule: `${form.schedule} ${form.zone}`, zone: '' };
}

/** The form, or undefined when its topics are more than a field of Discord's holds: none may be lost. */
function toModal(typed: TypedForm): APIModalInteractionResponse | undefined {
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
          ...list('options', OPTIONS, [...typed.switches, typed.layout]),
          required: false,
          min_values: 0,
          max_values: OPTIONS.length,
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
function readModal(data: APIModalSubmitInteraction['data']): TypedForm | undefined {
  const fields = new Map([...partsOf(data.components)].map((part) => [part.custom_id, part]));
  const read = Modal.safeParse(Object.fromEntries(fields)).data;
  return (
    read && {
      topics: read.topics.value,
      schedule: read.when.value,
      zone: '',
      limit: read.limit.value,
      order: read.order.values[0],
      ...readOptions(read.options.values),
    }
  );
}

/** With both layouts chosen, the terser one is taken. */
function readOptions(chosen: readonly string[]): Pick<TypedForm, 'layout' | 'switches'> {
  const isLayout = (name: string) => LAYOUTS.some(([layout]) => layout === name);
  const layout = LAYOUTS.findLast(([name]) => chosen.includes(name))?.[0] ?? 'cards';
  return { layout, switches: chosen.filter((name) => !isLayout(name)) };
}

export type Pages = ReturnType<typeof createPages>;

const TOO_MANY =
  'There are more topics here than a Discord form can hold. Use /digest subscribe and /digest unsubscribe instead.';
const INCOMPLETE = 'Discord sent this form without all of its fields, so nothing was changed. Open it again.';

export function createPages(context: { service: CommandService; forms: ExpiringShelf<KeptForm> }) {
  const { service, forms } = context;
  return {
    /** The form, with what was typed before under `key`; or, in words, why there is none. */
    async open(place: Place, key?: string): Promise<APIModalInteractionResponse | string> {
      const kept = key === undefined ? undefined : await forms.get(key);
      const read = await service.form(place);
      return 'problem' in read
        ? read.problem
        : (toModal({ ...typedOf(read.form), ...kept?.typed }) ?? TOO_MANY);
    },
    async submit({ data }: APIModalSubmitInteraction, { place, person }: Caller): Promise<Answer> {
      const typed = readModal(data);
      if (typed === undefined) return { reply: notice(INCOMPLETE, 'warning') };
      const form = readTyped(typed);
      const filled = await service.fill({ place, person, form });
      if ('reply' in filled) return { reply: filled.reply };
      const key = randomUUID();
      await forms.set([[key, { guild: readPlaceId(place.id).guild, typed }]]);
      return { reply: problemsReply(filled.problems, form.topics), form: key };
    },
  };
}

function problemsReply(problems: readonly FormProblem[], topics: readonly string[]): Reply {
  const reply = notice('Nothing was changed yet. What you typed is still in the form.', 'warning');
  const lines = problems.map(({ field, at, message }) => {
    const topic = at === undefined ? undefined : topics[at];
    const which = topic === undefined ? '' : ` (${topic.slice(0, 100)})`;
    // The zone is typed behind the schedule.
    const name = LABELS[field === 'zone' ? 'schedule' : fieldOf(field)];
    return [{ text: name, style: 'strong' as const }, { text: `${which}: ${message}` }];
  });
  return { ...reply, blocks: [...reply.blocks, { kind: 'list', lines }] };
}
