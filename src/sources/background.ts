/** Fills the archive with the past days of a source in the background, and logs the progress. */
import { messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { Source } from '../model/source-ports.ts';
import { addDays, dayAt } from './days.ts';
import type { Filler } from './fill.ts';

export interface Background {
  /** Starts to fill the last days of a source, unless that is in progress. Never throws. */
  start(source: Source, days: number): void;
  /** Resolves when nothing is in progress. */
  settled(): Promise<void>;
}

/** Today and yesterday still grow, and the source fetches them itself. */
const GROWING_DAYS = 2;

export function createBackground(outside: {
  filler: Filler;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** Gets the progress of a fill; undefined once it has ended. */
  onProgress: (source: Source, filling: { done: number; of: number } | undefined) => void;
}): Background {
  const { filler, clock, log, signal, onProgress } = outside;
  const running = new Map<string, Promise<void>>();

  const fill = async (source: Source, count: number) => {
    const { name } = source;
    const today = dayAt(clock());
    const days = await filler.missing(source, addDays(today, -count), addDays(today, -GROWING_DAYS));
    if (days.length === 0) return;
    // One day a day is usual; only more is logged as info.
    const say = days.length > 1 ? log.info : log.debug;
    say('filling the archive in the background', {
      source: name,
      days: days.length,
      from: days.at(-1),
      to: days[0],
    });
    const { papers, failed } = await filler.fill(
      source,
      days,
      ({ day, done, of, problem }) => {
        if (problem !== undefined) log.debug('a day could not be filled', { source: name, day, problem });
        onProgress(source, { done, of });
      },
      signal,
    );
    if (signal.aborted) return;
    say('the archive is filled', {
      source: name,
      papers,
      days: days.length - failed.length,
      failed: failed.length,
    });
  };

  return {
    start(source, count) {
      if (running.has(source.name) || signal.aborted) return;
      const done = fill(source, count)
        .catch((error) => {
          if (signal.aborted) return;
          log.warn('the archive could not be filled', { source: source.name, reason: messageOf(error) });
        })
        .finally(() => {
          running.delete(source.name);
          onProgress(source, undefined);
        });
      running.set(source.name, done);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
