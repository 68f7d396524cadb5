/** Reads a filled modal, and puts what is wrong with it on its fields. */
import type { ChannelForm, FormProblem } from '../../src/model/ports.ts';
import { TOPICS } from './forms.ts';
import { cut, LIMITS } from './limits.ts';
import { ZONE } from './names.ts';
import { inert } from './text.ts';

/** Field to what was filled in, as Slack sends it. */
export type Values = Record<string, Record<string, Filled>>;
interface Filled {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_options?: { value: string }[] | null;
}

/** A topic's line, and the field it stands in. */
interface Written {
  query: string;
  field: string;
  line: number;
}

function topicsIn(values: Values): Written[] {
  return Object.entries(values)
    .filter(([field]) => field.startsWith(`${TOPICS}:`))
    .sort(([one], [other]) => Number(one.split(':')[1]) - Number(other.split(':')[1]))
    .flatMap(([field, inputs]) =>
      (inputs[TOPICS]?.value ?? '')
        .split('\n')
        .map((query, at) => ({ query: query.trim(), field, line: at + 1 })),
    )
    .filter(({ query }) => query !== '');
}

export function readForm(values: Values): ChannelForm {
  const switches = new Set((values.switches?.switches?.selected_options ?? []).map(({ value }) => value));
  const order = values.order?.order?.selected_option?.value;
  return {
    topics: topicsIn(values).map(({ query }) => query),
    schedule: values.schedule?.schedule?.value?.trim() ?? '',
    zone: values[ZONE]?.[ZONE]?.selected_option?.value ?? '',
    limit: Number(values.limit?.limit?.value ?? Number.NaN),
    order: order === 'relevance' || order === 'date' ? order : 'votes',
    abstracts: switches.has('abstracts'),
    quiet: switches.has('quiet'),
    paused: switches.has('paused'),
  };
}

/** What is wrong, on the field it belongs to; several problems of one field stand together. */
export function toErrors(problems: readonly FormProblem[], values: Values): Record<string, string> {
  const written = topicsIn(values);
  const errors: Record<string, string> = {};
  for (const { field, at, message } of problems) {
    const topic = field === 'topics' && at !== undefined ? written[at] : undefined;
    const block = topic?.field ?? blockOf(field);
    const said = topic ? `Line ${topic.line}: ${message}` : message;
    errors[block] = cut([errors[block], inert(quoted(said))].filter(Boolean).join(' '), LIMITS.viewError);
  }
  return errors;
}

/** Errors in a form are plain text, which knows no code. */
function quoted(text: string): string {
  return text.replace(/`([^`]*)`/g, '"$1"');
}

function blockOf(field: keyof ChannelForm): string {
  if (field === 'topics') return `${TOPICS}:0`;
  return field === 'quiet' || field === 'abstracts' || field === 'paused' ? 'switches' : field;
}
