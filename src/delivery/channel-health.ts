/** Tracks which channels cannot be delivered to, so that a failure in one channel doesn't affect the others. */
import { type ChannelId, platformOf } from '../model/channel-id.ts';
import { messageOf } from '../model/errors.ts';
import type { Log, Messenger } from '../model/ports.ts';
import { isStoreDown } from '../store/failure.ts';

/** What is done for a channel, as the end of "Could not ...". */
type Step = 'work out when its post is due' | 'plan its post' | 'record its post';

interface HealthContext {
  /** The connected platforms. */
  messengers: ReadonlyMap<string, Pick<Messenger, 'leftAlone'>>;
  /** Whether other processes share the work: what this one cannot reach, another may. */
  isShared?: boolean;
  /** Gets each reason for which a channel is parked once. */
  log: Log;
}

export type ChannelHealth = ReturnType<typeof createChannelHealth>;

export function createChannelHealth({ messengers, isShared = false, log }: HealthContext) {
  const parked = new Map<ChannelId, { step: Step; why: string }>();
  const park = (channel: ChannelId, step: Step, thrown: unknown): undefined => {
    // No channel is to blame for it, and none could be helped.
    if (isStoreDown(thrown)) throw thrown;
    const why = `Could not ${step}: ${messageOf(thrown)}`;
    if (parked.get(channel)?.why !== why) log.error('a channel is parked', { channel, reason: why });
    parked.set(channel, { step, why });
  };
  const succeeded = (channel: ChannelId, step: Step) => {
    if (parked.get(channel)?.step === step) parked.delete(channel);
  };

  /**
   * Runs one step of a channel's delivery. When it throws, the channel is parked until the same step succeeds, and the
   * result is undefined. An error of a store that is down is thrown: it is no channel's own failure.
   */
  function run<T>(channel: ChannelId, step: Step, work: () => Promise<T>): Promise<T | undefined>;
  function run<T>(channel: ChannelId, step: Step, work: () => T): T | undefined;
  function run<T>(channel: ChannelId, step: Step, work: () => T | Promise<T>) {
    const done = (value: T) => {
      succeeded(channel, step);
      return value;
    };
    const failed = (thrown: unknown) => park(channel, step, thrown);
    try {
      const result = work();
      return result instanceof Promise ? result.then(done, failed) : done(result);
    } catch (error) {
      return failed(error);
    }
  }

  return {
    run,
    /**
     * Runs a step for many channels at once, and one at a time when that throws, so that one of them does not cost the
     * others theirs. Returns what each run returned.
     */
    async runBatch<E, T>(
      entries: readonly E[],
      step: Step,
      channelOf: (entry: E) => ChannelId,
      work: (entries: readonly E[]) => Promise<T>,
    ): Promise<T[]> {
      try {
        const result = await work(entries);
        for (const entry of entries) succeeded(channelOf(entry), step);
        return [result];
      } catch (error) {
        if (isStoreDown(error)) throw error;
        const results: T[] = [];
        for (const entry of entries) {
          await run(channelOf(entry), step, async () => void results.push(await work([entry])));
        }
        return results;
      }
    },
    /** Why a channel is parked, as a sentence; undefined when it is not. */
    problem: (channel: ChannelId) => parked.get(channel)?.why,
    /** The parked channels with the reasons. */
    parked: () => new Map([...parked].map(([channel, { why }]) => [channel, why])),
    /** Why channels get nothing more, for those that their platform leaves alone. */
    async leftAlone(channels: readonly ChannelId[]): Promise<ReadonlyMap<ChannelId, string>> {
      const left: [ChannelId, string][] = [];
      for (const [platform, some] of Map.groupBy(channels, platformOf))
        left.push(...((await messengers.get(platform)?.leftAlone?.(some)) ?? []));
      return new Map(left);
    },
    /** Why nothing here can reach a channel's platform, as a sentence; undefined when it can be reached. */
    unreachable(channel: ChannelId): string | undefined {
      const platform = platformOf(channel);
      return isShared || messengers.has(platform)
        ? undefined
        : `${platform} is not connected in this installation`;
    },
  };
}
