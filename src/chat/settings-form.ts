/** Defines the settings form for every platform: its labels, its initial values, and how a submitted form is read. */
import type { ChannelForm, FilledForm, FormSetting, TopicChecks } from '../model/channel-form.ts';
import { counted } from '../model/counted.ts';

/** What stands in the fields, as it was typed. */
export interface TypedForm {
  /** One per line. */
  topics: string;
  /** Of `dayChoices`. */
  days: string[];
  time: string;
  zone: string;
  limit: string;
  order: string;
  layout: string;
  /** The names of those that are on. */
  switches: string[];
}

/** A form that was sent: without the fields that it does not have. One that is older has a typed schedule. */
export type SentForm = Partial<TypedForm> & { schedule?: string } & Pick<FilledForm, 'readAt'>;

/** What the fields are called, and what is said below them. */
export const LABELS: Record<keyof TypedForm | 'schedule', string> = {
  topics: 'Topics',
  schedule: 'Schedule',
  days: 'Days',
  time: 'Time',
  zone: 'Time zone',
  limit: 'Papers per post',
  order: 'Sort by',
  layout: 'Layout',
  switches: 'Options',
};
export const TOPICS_HINT = 'One per line, written like a search. Leave it empty to get every paper.';
export const DAYS_HINT =
  'Choose all days, or Monday to Friday, for daily posts. With fewer days, each post is a roll-up.';

/** A value, and what it is called. */
export type Choice = readonly [string, string];

const DAYS: readonly Choice[] = [
  ['mon', 'Monday'],
  ['tue', 'Tuesday'],
  ['wed', 'Wednesday'],
  ['thu', 'Thursday'],
  ['fri', 'Friday'],
  ['sat', 'Saturday'],
  ['sun', 'Sunday'],
];

/** The days of the week and one day of the month: the one that is chosen, or else the first. */
export function dayChoices(...chosen: readonly string[]): Choice[] {
  const monthly = chosen.find((day) => day.startsWith('monthly ')) ?? 'monthly 1';
  const day = monthly.slice('monthly '.length);
  return [...DAYS, [monthly, `Once a month, on ${day === '31' ? 'the last day' : `day ${day}`}`]];
}

export const ORDERS: readonly (readonly [ChannelForm['order'], string])[] = [
  ['votes', 'Most votes first'],
  ['relevance', 'Best match first'],
  ['date', 'Newest first'],
  ['trending', 'Trending papers: most votes gained'],
  ['taste', 'What this channel likes first'],
];
export const LAYOUTS: readonly (readonly [ChannelForm['layout'], string])[] = [
  ['cards', 'Cards with a summary'],
  ['compact', 'One line for each paper'],
  ['titles', 'Titles only'],
];
export const SWITCHES = [
  ['thumbnails', 'Show pictures of papers'],
  ['quiet', 'Post one line on days without papers'],
  ['announce', 'Announce changes in the channel'],
  ['paused', 'Pause posts'],
] as const;

/** The switches that a form has. */
export function switchesIn(form: ChannelForm): Choice[] {
  return SWITCHES.filter(([name]) => form[name] !== undefined);
}

export function toTyped(form: ChannelForm): TypedForm {
  const { days, time, zone, order, layout } = form;
  return {
    topics: form.topics.join('\n'),
    limit: String(form.limit),
    switches: SWITCHES.map(([name]) => name).filter((name) => form[name]),
    ...{ days, time, zone, order, layout },
  };
}

/**
 * As it was typed, for the core to read.
 * @param offered the switches that the form has: one that it lacks was not switched off
 */
export function readTyped({ topics, switches, ...typed }: SentForm, offered: readonly string[]): FilledForm {
  const own = SWITCHES.filter(([name]) => switches !== undefined && offered.includes(name));
  return {
    ...typed,
    ...(topics === undefined ? {} : { topics: topicsIn(topics).map(({ query }) => query) }),
    ...Object.fromEntries(own.map(([name]) => [name, switches?.includes(name)])),
  };
}

/** The topics of a field, with their lines counted from 1. */
export function topicsIn(text: string): { query: string; line: number }[] {
  return text
    .split('\n')
    .map((line, at) => ({ query: line.trim(), line: at + 1 }))
    .filter(({ query }) => query !== '');
}

/** The field that shows a setting. */
export function fieldOf(setting: FormSetting): keyof typeof LABELS {
  const isSwitch = (name: string): name is (typeof SWITCHES)[number][0] =>
    SWITCHES.some(([one]) => one === name);
  return isSwitch(setting) ? 'switches' : setting;
}

/** Topics of which a check says something. */
const MOST_CHECKED = 12;
const MOST_QUERY = 60;

/** What a check of topics says, in lines: of all together, then of each; those that are wrong are never left out for others. */
export function checkLines(queries: readonly string[], { topics, all }: TopicChecks): string[] {
  const [only] = topics;
  if (only !== undefined && topics.length === 1) return [only.message];
  const wrongFirst = [...topics.keys()].sort(
    (a, b) => Number(isRight(topics[a])) - Number(isRight(topics[b])),
  );
  const shown = new Set(wrongFirst.slice(0, MOST_CHECKED));
  const lines = topics.flatMap((one, at) => {
    const query = queries[at] ?? '';
    const name = query.length > MOST_QUERY ? `${query.slice(0, MOST_QUERY).trimEnd()}…` : query;
    return shown.has(at) ? [`${name}: ${one.isWrong ? one.message : counted(one.matches, 'paper')}`] : [];
  });
  const left = topics.length - shown.size;
  return [all, ...lines, ...(left > 0 ? [`And ${counted(left, 'more topic')}.`] : [])];
}

function isRight(check: TopicChecks['topics'][number] | undefined): boolean {
  return check?.isWrong === false;
}
