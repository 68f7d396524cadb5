/** Runs work for channels in order: one thing at a time in each channel, none held up by another. */
import { PaperboyError } from '../../src/model/errors.ts';
import type { Clock } from '../../src/model/ports.ts';

export type Lanes = <T>(channel: string, work: () => Promise<T>) => Promise<T>;

/** A channel that was told to wait is left alone until then, whoever asks. */
export function createLanes(clock: Clock): Lanes {
  const last = new Map<string, Promise<unknown>>();
  const waits = new Map<string, number>();

  const inTurn = async <T>(channel: string, work: () => Promise<T>): Promise<T> => {
    const left = (waits.get(channel) ?? 0) - clock();
    if (left > 0) {
      const message = `Discord asked us to wait before posting to ${channel} again: ${Math.ceil(left / 1000)} s left.`;
      throw new PaperboyError('later', message, { retry: { afterMs: left } });
    }
    waits.delete(channel);
    try {
      return await work();
    } catch (error) {
      if (error instanceof PaperboyError && error.code === 'later' && error.retry !== 'never')
        waits.set(channel, clock() + error.retry.afterMs);
      throw error;
    }
  };

  return (channel, work) => {
    const before = last.get(channel) ?? Promise.resolve();
    const mine = before.then(
      () => inTurn(channel, work),
      () => inTurn(channel, work),
    );
    const done = mine
      .catch(() => {})
      .finally(() => {
        if (last.get(channel) === done) last.delete(channel);
      });
    last.set(channel, done);
    return mine;
  };
}
