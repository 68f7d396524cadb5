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
  /** As it is typed where the person is. */
  const typed = (command: string) => `\`/papers ${command}${caller.isElsewhere ? ' for me' : ''}\``;
  if (about === 'schedule') {
    const how = `To change when posts arrive, type for example ${typed('schedule weekdays 08:30 Europe/Berlin')}.`;
    return reply([text(how), ...(await currentSettings(caller, context))]);
  }
  if (about === 'posts') {
    const how = `To change how posts look, type for example ${typed('limit 5')}, ${typed('order date')} or ${typed('layout compact')}.`;
    return reply([text(how), ...(await currentSettings(caller, context))]);
  }
  const isEmpty = context.channels.topics(caller.channel.id).length === 0;
  const how = isEmpty
    ? `To follow a topic, type ${typed('subscribe <query>')}.`
    : `To change a topic, type ${typed('edit #1 <query>')}. ${typed('name #1 <name>')} gives it a short name, and ${typed('unsubscribe #1')} ends it.`;
  return reply([text(how), ...(await topicList(caller, context))]);
}
