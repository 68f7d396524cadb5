/** Runs a request once for each idempotency key: repeated, it gets the first answer, unless that one failed. */
import { LRUCache } from 'lru-cache';

/** Enough for every request that may still be repeated. */
const REMEMBERED = 500;

export function createIdempotency<T>(): (key: string | undefined, work: () => Promise<T>) => Promise<T> {
  const answers = new LRUCache<string, Promise<T>>({ max: REMEMBERED });
  return (key, work) => {
    const before = key === undefined ? undefined : answers.get(key);
    if (before !== undefined) return before;
    const answer = work();
    if (key === undefined) return answer;
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  };
}
