/** Reads a submitted modal with a channel's settings, and shows errors on its fields. */
import { z } from 'zod';
import { fieldOf, readTyped, topicsIn } from '../../src/chat/settings-form.ts';
import type { ChannelForm, FormProblem } from '../../src/model/ports.ts';
import { ZONE } from './buttons.ts';
import { TOPICS } from './forms.ts';
import { cut, LIMITS } from './limits.ts';
import { inert } from './text.ts';

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
