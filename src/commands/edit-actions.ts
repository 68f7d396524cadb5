/** The buttons that lead to a channel's settings. */
import { labelOf } from '../channels/channel.ts';
import type { ChannelId } from '../model/channel-id.ts';
import type { Action } from '../model/message.ts';
import type { Context } from './context.ts';
import { action } from './reply.ts';

export const EDIT: Action = { label: 'Edit', act: { do: 'settings', about: 'topics' } };
export const CHANGE_TIME: Action = { label: 'Change time', act: { do: 'settings', about: 'schedule' } };
export const SHOW_TOPICS: Action = { label: 'Topics', act: { do: 'ask', text: 'topics' } };

/** Topics that have a button of their own: more would be a wall of buttons. */
const MOST_BUTTONS = 5;

/** The buttons below a list of topics: edit, change the time, unsubscribe from each of the first few. */
export function topicActions(id: ChannelId, { channels }: Pick<Context, 'channels'>): Action[] {
  const unsubscribe = channels
    .topics(id)
    .slice(0, MOST_BUTTONS)
    .map((topic, at) =>
      action(`Unsubscribe #${at + 1} ${labelOf(topic)}`, { do: 'unsubscribe', query: topic.query }),
    );
  return [EDIT, CHANGE_TIME, ...unsubscribe];
}
