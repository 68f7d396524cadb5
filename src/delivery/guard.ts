/** Keeps what goes wrong in one channel from stopping the others: the channel is parked with the reason, and tried again. */
import { messageOf } from '../model/errors.ts';
import type { Log } from '../model/ports.ts';
import { isStoreDown } from '../store/failure.ts';

export interface Guard {
  /**
   * Runs one step of a channel's delivery. What it throws, or rejects with, parks the channel until the same step
   * succeeds; the result is undefined then. A store that is down is thrown: that is no channel's own failure.
   */
  step<T>(channel: string, step: Step, work: () => Promise<T>): Promise<T | undefined>;
  step<T>(channel: string, step: Step, work: () => T): T | undefined;
  /**
   * Runs a step for many channels at once, and one at a time when that throws, so that one of them does not cost the
   * others theirs. Returns what each run gave.
   */
  batch<E, T>(
    entries: readonly E[],
    step: Step,
    channelOf: (entry: E) => string,
    work: (entries: readonly E[]) => Promise<T>,
  ): Promise<T[]>;
  /** Why a channel is parked, as a sentence; undefined when it is not. */
  why(channel: string): string | undefined;
  /** The parked channels with the reasons. */
  parked(): ReadonlyMap<string, string>;
}

/** What is done for a channel, as the end of "Could not ...". */
export type Step =
  | 'work out when its post is due'
  | 'plan its post'
  | 'record its post'
  | 'note how its post went';

/** @param log told once of each reason for which a channel is parked */
export function createGuard(log?: Pick<Log, 'error'>): Guard {
  const parked = new Map<string, { step: Step; why: string }>();
  const park = (channel: string, step: Step, thrown: unknown) => {
    // No channel is to blame for it, and none could be helped.
    if (isStoreDown(thrown)) throw thrown;
    const why = `Could not ${step}: ${messageOf(thrown)}`;
    if (parked.get(channel)?.why !== why) log?.error('a channel is parked', { channel, reason: why });
    parked.set(channel, { step, why });
  };
  const succeeded = (channel: string, step: Step) => {
    if (parked.get(channel)?.step === step) parked.delete(channel);
  };

  const step = <T>(channel: string, name: Step, work: () => T | Promise<T>) => {
    const failed = (thrown: unknown) => park(channel, name, thrown);
    try {
      const result = work();
      if (!(result instanceof Promise)) {
        succeeded(channel, name);
        return result;
      }
      return result.then((value) => {
        succeeded(channel, name);
        return value;
      }, failed);
    } catch (error) {
      return failed(error);
    }
  };

  return {
    step: step as Guard['step'],
    async batch(entries, name, channelOf, work) {
      try {
        const result = await work(entries);
        for (const entry of entries) succeeded(channelOf(entry), name);
        return [result];
      } catch (error) {
        if (isStoreDown(error)) throw error;
        const results: Awaited<ReturnType<typeof work>>[] = [];
        for (const entry of entries) {
          await step(channelOf(entry), name, async () => void results.push(await work([entry])));
        }
        return results;
      }
    },
    why: (channel) => parked.get(channel)?.why,
    parked: () => new Map([...parked].map(([channel, { why }]) => [channel, why])),
  };
}
