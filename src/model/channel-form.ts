/** The settings of a channel as a form holds them: as they are, as they were filled in, and what is wrong with them. */

import type { Layout } from './message.ts';

/** All that a channel chose, as values a form can hold. `schedule` is written as after `/papers schedule`. Topics are queries. */
export interface ChannelForm {
  topics: string[];
  /** When the topics were read, in milliseconds: those that are added or changed later stay when the form is saved. */
  readAt: number;
  schedule: string;
  /** The schedule once more, for a form with a box for each day: `mon`, `thu`, or `monthly 15` alone. */
  days: string[];
  /** `09:00` */
  time: string;
  /** An IANA name. */
  zone: string;
  limit: number;
  order: 'votes' | 'relevance' | 'date' | 'trending' | 'taste';
  /** A line on days when nothing comes. */
  quiet: boolean;
  layout: Layout;
  thumbnails: boolean;
  /** A line in the channel when someone changes what it gets; absent in direct messages, which never get one. */
  announce?: boolean;
  paused: boolean;
}

/**
 * A form as it was filled in: each field takes what is typed after the command of its setting, so that `schedule` may be
 * `default`, or name a zone of its own. It is given in place of `days` and `time`. What the form has no field for is absent
 * and stays as it is, as it does in a form that was open while the program was replaced by a newer one.
 */
export type FilledForm = Partial<
  Omit<ChannelForm, 'limit' | 'order' | 'layout'> & { limit: string; order: string; layout: string }
>;

/** How many papers a post may be set to show. */
export const POST_LIMIT = { min: 1, max: 50 };

/** What a person sets in a form. */
export type FormSetting = Exclude<keyof ChannelForm, 'readAt'>;

/** What is wrong with one field of a form; `at` is the place among the topics. */
export interface FormProblem {
  field: FormSetting;
  at?: number;
  message: string;
}

/** How many recent papers match a topic, in a sentence and as a number, or what is wrong with it. */
export type TopicCheck = { message: string } & ({ isWrong: false; matches: number } | { isWrong: true });

/** How the topics of a form would have done lately, before anything is saved. */
export interface TopicChecks {
  /** One for each topic that was typed, in their order. */
  topics: TopicCheck[];
  /** The same for all of them together: what the channel would have got. */
  all: string;
}
