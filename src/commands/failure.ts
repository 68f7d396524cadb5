/** Says what to do after a failure, and whether the requested change was made. */
import { publicReason } from '../model/errors.ts';
import type { Block, Reply } from '../model/message.ts';
import { reply, text } from './reply.ts';

/** The answer to a command that failed, with what it had written before. */
export function failedReply(error: unknown, said: readonly Block[]): Reply {
  return reply([...said, text([{ text: sayFailure(error, said.length > 0) }], 'warning')]);
}

/** @param changed whether the change was made before it failed */
export function sayFailure(error: unknown, changed: boolean): string {
  const known = publicReason(error);
  const reason = known === undefined ? '' : ` ${known}`;
  return changed
    ? `The change was made, but I couldn't prepare the rest of this answer.${reason}`
    : `That didn't work, and nothing was changed.${reason} Try again in a moment.`;
}

/** @param what cannot be shown, as the subject of the sentence */
export function sayUnread(what: string, error: unknown): string {
  return `${what} couldn't be loaded. ${publicReason(error) ?? 'Try again in a moment.'}`;
}
