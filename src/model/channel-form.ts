/** The settings of a channel as a form holds them: as they are, as they were filled in, and what is wrong with them. */

import type { Layout } from './message.ts';

/** All that a channel chose, as values a form can hold. `schedule` is written as after `/papers schedule`. Topics are queries. */
export interface ChannelForm {
  topics: string[];
  schedule: string;
  /** An IANA name. */
  zone: string;
  limit: number;
  order: 'votes' | 'relevance' | 'date';
  /** A line on days when nothing comes. */
  quiet: boolean;
  layout: Layout;
  thumbnails: boolean;
  /** A line in the channel when someone changes what it gets. */
  announce: boolean;
  paused: boolean;
}

/**
 * A form as it was filled in: each field takes what is typed after the command of its setting, so that `schedule` may be
 * `default`, or name a zone of its own. `zone` is empty when the form has no field for it, and so is `layout`, which then
 * stays as it is.
 */
export interface FilledForm extends Omit<ChannelForm, 'announce' | 'limit' | 'order' | 'layout'> {
  limit: string;
  order: string;
  layout: string;
  /** Absent: it stays as it is. */
  announce?: boolean;
}

/** How many papers a post may be set to show. */
export const POST_LIMIT = { min: 1, max: 50 };

/** What is wrong with one field of a form; `at` is the place among the topics. */
export interface FormProblem {
  field: keyof ChannelForm;
  at?: number;
  message: string;
}

/** How the topics of a form would have done lately, before anything is saved. */
export interface TopicChecks {
  /** One for each topic that was typed, in their order: how many recent papers match, or what is wrong with it. */
  topics: { message: string; isWrong: boolean }[];
  /** The same for all of them together: what the channel would have got. */
  all: string;
}
