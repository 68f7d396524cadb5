/** Reads a submitted settings modal, whichever version of Paperboy it was opened by, and shows errors on its fields. */
import { z } from 'zod';
import { dayChoices, fieldOf, readTyped, type SentForm, topicsIn } from '../../src/chat/settings-form.ts';
import type { ChannelForm, FilledForm, FormProblem } from '../../src/model/channel-form.ts';
import { type Shown, shownOf, topicsId } from './forms.ts';
import { readReadAt } from './intro.ts';
import { cut, LIMITS } from './limits.ts';
import { inert } from './text.ts';

const UNREADABLE = "This couldn't be read. Enter it again.";

const Chosen = z.looseObject({ value: z.string() });
const Filled = z.looseObject({
  value: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: Chosen.nullish(),
  selected_options: z.array(Chosen).nullish(),
});
const Values = z.record(z.string(), z.record(z.string(), Filled));

/** Field to what was filled in, as Slack sends it. */
export type Values = z.infer<typeof Values>;

/** A field as it was shown, with the values that it had to choose from. */
const Field = z.looseObject({
  type: z.literal('input'),
  block_id: z.string(),
  element: z.looseObject({ options: z.array(Chosen).catch([]).optional() }),
});

/** A modal as Slack gives it back: what it showed, and what was filled in. */
export interface SentView {
  blocks?: unknown[] | undefined;
  state?: { values?: unknown } | undefined;
  private_metadata?: string | undefined;
}

/** The form as it was filled in. What the modal has no field for is absent. */
export interface ReadView {
  values: Values;
  form: FilledForm;
}

/** Returns the form, or, by field, what is wrong with those that are missing or of another type than a field of this form has. */
export function readView({
  blocks = [],
  state,
  private_metadata,
}: SentView): ReadView | { errors: Record<string, string> } {
  const fields = blocks.flatMap((block) => Field.safeParse(block).data ?? []);
  const read = Values.safeParse(state?.values);
  const missing = fields.map(({ block_id }) => block_id).filter((id) => read.success && !(id in read.data));
  if (read.success && missing.length === 0 && fields.length > 0) {
    const switches = fields.find(({ block_id }) => block_id === 'switches');
    const offered = (switches?.element.options ?? []).map(({ value }) => value);
    return {
      values: read.data,
      form: readTyped({ ...sentForm(read.data), ...readReadAt(private_metadata) }, offered),
    };
  }
  const wrong = [
    ...missing,
    ...(read.error?.issues ?? []).map(({ path: [field] }) => String(field ?? topicsId(0))),
  ];
  const named = wrong.length > 0 ? wrong : [topicsId(0)];
  return { errors: Object.fromEntries(named.map((field) => [field, UNREADABLE])) };
}

function sentForm(values: Values): SentForm {
  const filled = (name: keyof SentForm) => values[name]?.[name];
  const text = (name: keyof SentForm) => filled(name)?.value ?? '';
  const option = (name: keyof SentForm) => filled(name)?.selected_option?.value ?? '';
  const boxes = (name: keyof SentForm) => (filled(name)?.selected_options ?? []).map(({ value }) => value);
  const topics = topicFields(values);
  const all: Required<Omit<SentForm, 'readAt'>> = {
    topics: topics.map((field) => field.text).join('\n'),
    schedule: text('schedule'),
    days: boxes('days'),
    time: filled('time')?.selected_time ?? '',
    zone: option('zone'),
    limit: text('limit'),
    order: option('order'),
    layout: option('layout'),
    switches: boxes('switches'),
  };
  const isShown = (name: string) => (name === 'topics' ? topics.length > 0 : name in values);
  return Object.fromEntries(Object.entries(all).filter(([name]) => isShown(name)));
}

/** What stands in a modal's fields; one that it lacks holds the channel's setting. Undefined where they cannot be read. */
export function readShown({ state, private_metadata }: SentView, form: ChannelForm): Shown | undefined {
  const { data } = Values.safeParse(state?.values);
  if (data === undefined) return undefined;
  const before = shownOf(form);
  const topics = topicFields(data).map(({ text }) => text);
  const typed = { ...before.typed, ...sentForm(data) };
  return {
    topics: topics.length > 0 ? topics : before.topics,
    ...readReadAt(private_metadata),
    days: dayChoices(...typed.days, ...form.days),
    switches: before.switches,
    typed,
  };
}

function topicFields(values: Values): { field: string; text: string }[] {
  return Object.entries(values)
    .filter(([field]) => field.startsWith('topics:'))
    .sort(([one], [other]) => Number(one.split(':')[1]) - Number(other.split(':')[1]))
    .map(([field, inputs]) => ({ field, text: inputs.topics?.value ?? '' }));
}

/** Maps each problem to its field, or to the first one where the form has no such field; several of one are joined. */
export function toErrors(problems: readonly FormProblem[], values: Values): Record<string, string> {
  const topics = topicFields(values).flatMap(({ field, text }) =>
    topicsIn(text).map(({ line }) => ({ field, line })),
  );
  const errors: Record<string, string> = {};
  for (const { field, at, message } of problems) {
    const topic = field === 'topics' && at !== undefined ? topics[at] : undefined;
    const own = topic?.field ?? (field === 'topics' ? topicsId(0) : fieldOf(field));
    const block = own in values ? own : (Object.keys(values)[0] ?? own);
    // Errors in a form are plain text, without code formatting.
    const said = `${topic ? `Line ${topic.line}: ` : ''}${message}`.replace(/`([^`]*)`/g, '"$1"');
    errors[block] = cut([errors[block], inert(said)].filter(Boolean).join(' '), LIMITS.viewError);
  }
  return errors;
}
