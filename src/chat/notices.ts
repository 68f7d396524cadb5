/** Messages that adapters themselves show to people. */
import { publicReason } from '../model/errors.ts';
import type { Reply } from '../model/message.ts';

export const EXPIRED = 'This button has expired. Run the command again.';
/** A form was open when its channel was deleted. */
export const CHANNEL_GONE =
  "Paperboy doesn't know this channel anymore: it was deleted. Nothing was changed. Type `/papers settings` in another channel.";
export const NO_WORDS = 'That message has no words to search for.';

/** What to say of a failure, with its reason where people may see it. What was done before is unknown, so nothing is claimed. */
export function failure(error: unknown): string {
  const reason = publicReason(error);
  const known = reason === undefined ? '' : ` ${reason}`;
  return `Something went wrong.${known} If you were changing a setting, check whether it was changed before you try again.`;
}

/** A sentence for one person. */
export function notice(text: string, tone?: 'warning'): Reply {
  return {
    audience: 'person',
    summary: text,
    blocks: [{ kind: 'text', line: [{ text }], ...(tone ? { tone } : {}) }],
    actions: [],
  };
}
