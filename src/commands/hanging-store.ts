/** Ends the wait for an answer when the store hangs, so that people hear of it. */
import { withDeadline } from '../model/deadline.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Context } from './context.ts';

/** After so long, and again and again, the store is asked whether it answers. Milliseconds. */
const LOOK_MS = 5_000;

/**
 * What the work gives, however long it takes, as long as the store answers.
 * @throws PaperboyError `store` when it does not: what was begun may still be carried out
 */
export async function whileStoreAnswers<T>(
  work: Promise<T>,
  { storeHealth, sleep }: Pick<Context, 'storeHealth' | 'sleep'>,
): Promise<T> {
  const done = work.then((value) => ({ value }));
  for (;;) {
    const given = await withDeadline(done, LOOK_MS, () => undefined, sleep);
    if (given !== undefined) return given.value;
    const { ok, line = '' } = await storeHealth();
    if (!ok) throw new PaperboyError('store', line, { advice: "it doesn't answer", isUncertain: true });
  }
}
