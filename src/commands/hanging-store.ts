/** Ends the wait for an answer when the store hangs or keeps statements waiting, so that people hear of it. */
import { seconds } from '../model/counted.ts';
import { withDeadline } from '../model/deadline.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Context } from './context.ts';

/** How often the store's health is checked while a command is running. Milliseconds. */
const LOOK_MS = 5_000;
/** A statement that waits for so long waits for a lock, or behind others that do. Milliseconds. */
const BUSY_MS = 4_000;

/**
 * What the work gives, however long it takes, as long as the store answers and no statement waits in it.
 * @throws PaperboyError `store` when it does not: what was begun may still be carried out
 */
export async function whileStoreAnswers<T>(
  work: Promise<T>,
  {
    storeHealth,
    storeWaitedMs,
    storeLookMs = LOOK_MS,
  }: Pick<Context, 'storeHealth' | 'storeWaitedMs' | 'storeLookMs'>,
): Promise<T> {
  const done = work.then((value) => ({ value }));
  for (;;) {
    const given = await withDeadline(done, storeLookMs, () => undefined);
    if (given !== undefined) return given.value;
    const { ok, line = '' } = await storeHealth();
    if (!ok) throw new PaperboyError('store', line, { advice: "it doesn't answer", isUncertain: true });
    const waited = storeWaitedMs();
    if (waited < BUSY_MS) continue;
    const message = `The store is busy: a statement has been waiting for ${seconds(waited)}, as for a lock on a table.`;
    throw new PaperboyError('store', message, { advice: "it's busy", isUncertain: true });
  }
}
