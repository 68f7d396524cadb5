/** Sends a post again whose delivery could not be confirmed, for the button in `status`. */
import type { Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { currentSettings } from './current-settings.ts';
import { reply, text } from './reply.ts';

export async function sendAgain(
  key: string,
  caller: Caller,
  context: Pick<Context, 'channels' | 'ledger' | 'delivery' | 'clock'>,
): Promise<Reply> {
  const { ledger, clock } = context;
  const unknown = await ledger.get(key);
  if (unknown?.channel === caller.channel.id && (await ledger.sendAgain(key, clock()))) {
    const said = [text('Sending it again.')];
    caller.wrote(said);
    context.delivery.wake();
    return reply(said);
  }
  return reply([
    text('Nothing to send again: this post has been settled in the meantime.'),
    ...(await currentSettings(caller, context)),
  ]);
}
