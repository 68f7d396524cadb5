/** The answer to the buttons that lead to a channel's settings, where the platform has no form for them: what to type. */
import type { Reply } from '../model/message.ts';
import type { Caller } from './context.ts';
import { currentSettings } from './current-settings.ts';
import { reply, text } from './reply.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

export async function sayHowToEdit(
  about: 'topics' | 'schedule' | 'posts',
  caller: Caller,
  context: TopicListNeeds,
): Promise<Reply> {
  if (about === 'schedule') {
    const how =
      'To change when posts arrive, type for example `/papers schedule weekdays 08:30 Europe/Berlin`.';
    return reply([text(how), ...(await currentSettings(caller, context))]);
  }
  if (about === 'posts') {
    const how =
      'To change how posts look, type for example `/papers limit 5`, `/papers order date` or `/papers layout compact`.';
    return reply([text(how), ...(await currentSettings(caller, context))]);
  }
  const isEmpty = context.channels.topics(caller.channel.id).length === 0;
  const how = isEmpty
    ? 'To follow a topic, type `/papers subscribe` and a query.'
    : 'To change a topic, type `/papers edit #1` and a new query. `/papers name #1 <name>` gives it a short name, and `/papers unsubscribe #1` ends it.';
  return reply([text(how), ...(await topicList(caller, context))]);
}
