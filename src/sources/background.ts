/** Fills the archive with the past days of a source in the background, and logs the progress. */

import { addDays, dayAt } from '../model/days.ts';
import { messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { Source } from '../model/source-ports.ts';
import type { InOneProcess } from '../store/alone.ts';
import type { Filler, FillProgress } from './fill.ts';

/** Today and yesterday still grow, and the source fetches them itself. */
const GROWING_DAYS = 2;

export function createBackground(outside: {
  filler: Filler;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** One process fills the archive from a source for all. */
  unlessElsewhere: InOneProcess['unlessElsewhere'];
  /** Gets the progress of a fill; undefined once it has ended. */
  onProgress: (source: Source, filling: { done: number; of: number } | undefined) => void;
}) {
  const { filler, clock, log, signal, unlessElsewhere, onProgress } = outside;
  const running = new Map<string, Promise<void>>();

  const fill = async (source: Source, most: number) => {
    const { name } = source;
    const today = dayAt(clock());
    const days = await filler.missing(source, addDays(today, -most), addDays(today, -GROWING_DAYS));
    if (days.length === 0) return;
    // One day a day is usual; only more is logged as info.
    const say = days.length > 1 ? log.info : log.debug;
    const span = { days: days.length, from: days.at(-1), to: days[0] };
    say('filling the archive in the background', { source: name, ...span });
    const onDay = ({ day, done, of, problem }: FillProgress) => {
      if (problem !== undefined) log.debug('a day could not be filled', { source: name, day, problem });
      onProgress(source, { done, of });
    };
    const { papers, failed } = await filler.fill(source, days, onDay, signal);
    if (signal.aborted) return;
    const count = { days: days.length - failed.length, failed: failed.length };
    say('the archive is filled', { source: name, papers, ...count });
  };

  return {
    /** Starts to fill the last days of a source, unless that is in progress. Never throws. */
    start(source: Source, days: number): void {
      if (running.has(source.name) || signal.aborted) return;
      const done = unlessElsewhere(`fill from ${source.name}`, () => fill(source, days))
        .then(() => {})
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
    /** Resolves when nothing is in progress. */
    async settled(): Promise<void> {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
