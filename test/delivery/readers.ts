/** A messenger that fails on purpose, and keeps its own record of what readers saw. */
import { PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Messenger, Receipt } from '../../src/model/ports.ts';

/** What happens to one attempt. The last five leave the sender without knowing. */
export type Fault =
  | 'none'
  | 'later'
  | 'refuse'
  | 'no-access'
  | 'drop-before'
  | 'drop-after'
  | 'error-before'
  | 'error-after'
  | 'hang-after';

export interface Readers extends Messenger {
  /** Every post that a reader saw, in order. */
  readonly seen: Post[];
  /** How often each key was seen. */
  counts(): Map<string, number>;
}

/** @param fault what happens to the next attempt at a post; @param canFind what happens to a look */
export function createReaders(
  fault: (post: Post) => Fault,
  options: { find?: 'works' | 'fails' | 'never'; perSecond?: number; platform?: string } = {},
): Readers {
  const seen: Post[] = [];
  const show = (post: Post): Receipt => {
    seen.push(post);
    return { messageId: `m${seen.length}` };
  };
  return {
    platform: options.platform ?? 'test',
    ...(options.perSecond === undefined ? {} : { perSecond: options.perSecond }),
    seen,
    counts() {
      const counts = new Map<string, number>();
      for (const { key } of seen) counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts;
    },
    async post(post) {
      switch (fault(post)) {
        case 'none':
          return show(post);
        case 'later':
          throw new PaperboyError('later', 'Too many requests.', { retry: { afterMs: 3_000 } });
        case 'refuse':
          throw new PaperboyError('refused', 'The message is malformed.');
        case 'no-access':
          throw new PaperboyError('no-access', 'The bot was removed from the channel. Invite it again.');
        case 'drop-before':
          throw new Error('socket hang up');
        case 'drop-after':
          show(post);
          throw new Error('socket hang up');
        case 'error-before':
          throw new PaperboyError('uncertain', 'The server answered 503.');
        case 'error-after':
          show(post);
          throw new PaperboyError('uncertain', 'The server answered 500.');
        case 'hang-after':
          show(post);
          return new Promise(() => {});
      }
    },
    async find(post) {
      if (options.find === 'never') throw new PaperboyError('refused', 'This platform cannot be searched.');
      if (options.find === 'fails') throw new Error('history could not be read');
      const at = seen.findIndex(({ key }) => key === post.key);
      return at < 0 ? undefined : { messageId: `m${at + 1}` };
    },
  };
}
