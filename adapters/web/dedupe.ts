/** Does a thing once for each key: the same key asked again gets the first answer, unless that one failed. */
import { LRUCache } from 'lru-cache';

/** Enough for every request that may still be repeated; the oldest are forgotten. */
const REMEMBERED = 500;

export function createOnce<T>(): (key: string | undefined, work: () => Promise<T>) => Promise<T> {
  const answers = new LRUCache<string, Promise<T>>({ max: REMEMBERED });
  return (key, work) => {
    if (key === undefined) return work();
    const before = answers.get(key);
    if (before !== undefined) return before;
    const answer = work();
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  };
}
