/** Messages that adapters themselves show to people. */
import type { Reply } from '../model/message.ts';

export const EXPIRED = 'This button has expired. Run the command again.';
export const NO_WORDS = 'That message has no words to search for.';
/** Nothing is known of what was done before it failed, so nothing is claimed. */
export const FAILED =
  'Something went wrong. If you were changing a setting, check whether it was changed before you try again.';

/** A sentence for one person. */
export function notice(text: string, tone?: 'warning'): Reply {
  return {
    audience: 'person',
    summary: text,
    blocks: [{ kind: 'text', line: [{ text }], ...(tone ? { tone } : {}) }],
    actions: [],
  };
}
