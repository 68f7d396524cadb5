/** Refuses changes to a channel by people without permission. */
import type { Reply } from '../model/message.ts';
import type { CommandService, Wish } from '../model/ports.ts';
import { notice } from './notices.ts';

/**
 * Undefined when a person may do what they ask for, else the answer that refuses it.
 * @param refusalOf why the platform lets this person change nothing; called only for what would change a channel
 */
export async function authorise(
  service: Pick<CommandService, 'changes'>,
  wish: Wish,
  refusalOf: () => string | undefined | Promise<string | undefined>,
): Promise<Reply | undefined> {
  const refusal = service.changes(wish) ? await refusalOf() : undefined;
  return refusal === undefined ? undefined : { ...notice(refusal, 'warning'), refused: true };
}
