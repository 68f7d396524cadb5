/** Sends a post again if its delivery could not be confirmed, when the button in `status` is pressed. */
import type { Reply } from '../model/message.ts';
import type { Caller } from './context.ts';
import { currentSettings } from './current-settings.ts';
import type { NextPostNeeds } from './next-post.ts';
import { reply, text } from './reply.ts';

export async function sendAgain(key: string, caller: Caller, context: NextPostNeeds): Promise<Reply> {
  if (await context.delivery.sendAgain(caller.channel, key)) {
    const said = [text('Sending it again.')];
    caller.wrote(said);
    return reply(said);
  }
  return reply([
    text('Nothing to send again: this post has been settled in the meantime.'),
    ...(await currentSettings(caller, context)),
  ]);
}
