/** Defines the settings form for every platform: its labels, its initial values, and how a submitted form is read. */
import type { ChannelForm, FilledForm } from '../model/channel-form.ts';

/** What stands in the fields, as it was typed. */
export interface TypedForm {
  /** One per line. */
  topics: string;
  schedule: string;
  /** Empty where the zone is typed behind the schedule. */
  zone: string;
  limit: string;
  order: string;
  layout: string;
  /** The names of those that are on. */
  switches: string[];
}

/** What the fields are called, and what is said below them. */
export const LABELS: Record<keyof TypedForm, string> = {
  topics: 'Topics',
  schedule: 'Schedule',
  zone: 'Time zone',
  limit: 'Papers per post',
  order: 'Sort by',
  layout: 'Layout',
  switches: 'Options',
};
export const TOPICS_HINT = 'One per line, written like a search. Leave it empty to get every paper.';

export const ORDERS: readonly (readonly [ChannelForm['order'], string])[] = [
  ['votes', 'Most votes first'],
  ['relevance', 'Best match first'],
  ['date', 'Newest first'],
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

export function toTyped(form: ChannelForm): TypedForm {
  return {
    ...form,
    topics: form.topics.join('\n'),
    limit: String(form.limit),
    switches: SWITCHES.map(([name]) => name).filter((name) => form[name]),
  };
}

/** As it was typed, for the core to read. */
export function readTyped({ topics, switches, ...typed }: TypedForm): FilledForm {
  const isOn = (name: string) => switches.includes(name);
  return {
    ...typed,
    topics: topicsIn(topics).map(({ query }) => query),
    thumbnails: isOn('thumbnails'),
    announce: isOn('announce'),
    quiet: isOn('quiet'),
    paused: isOn('paused'),
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
export function fieldOf(setting: keyof ChannelForm): keyof TypedForm {
  const isSwitch = (name: string): name is (typeof SWITCHES)[number][0] =>
    SWITCHES.some(([one]) => one === name);
  return isSwitch(setting) ? 'switches' : setting;
}
