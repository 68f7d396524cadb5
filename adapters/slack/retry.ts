/** Repeats a call that Slack puts off for a short while. */
import type { PaperboyError } from '../../src/model/errors.ts';
import { readFailure } from './errors.ts';

/** A person who waits for an answer waits no longer. Milliseconds. */
const LONGEST_MS = 30_000;
const MOST_ATTEMPTS = 4;

export type Sleep = (ms: number) => Promise<void>;

/**
 * Only what is certain not to have been done is done again, and not before Slack's own time.
 * `onLater` is told of each pause in milliseconds, and whether the call is made again after it.
 * @throws PaperboyError what is left of it
 */
export async function withPatience<T>(
  where: string,
  sleep: Sleep,
  work: () => Promise<T>,
  onLater: (ms: number, again: boolean) => void = () => {},
): Promise<T> {
  let failure: PaperboyError | undefined;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      failure = readFailure(thrown, where);
      const wait = failure.code === 'later' && failure.retry !== 'never' ? failure.retry.afterMs : undefined;
      if (wait === undefined) throw failure;
      const again = wait <= LONGEST_MS && attempt < MOST_ATTEMPTS;
      onLater(wait, again);
      if (!again) throw failure;
      await sleep(wait);
    }
  }
  throw failure;
}
