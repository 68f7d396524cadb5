/** Fetches from the sources that are due, one process at a time for each, and fills the archive with past days. */
import { withDeadline } from '../model/deadline.ts';
import { messageOf } from '../model/errors.ts';
import type { Shelf } from '../model/ports.ts';
import type { Source } from '../model/source-ports.ts';
import type { InOneProcess } from '../store/alone.ts';
import { createBackground } from './background.ts';
import { createFetchSource, type FetchOutside } from './fetch-source.ts';
import { createFiller, type Filled } from './fill.ts';
import { isSourceDue, staleAmong } from './source-health.ts';
import { createSourceStates, type StoredSourceState } from './source-state.ts';

/** Due posts wait this long for a slow source. Milliseconds. */
const PATIENCE_MS = 2_000;

interface SourceReaderOutside extends FetchOutside {
  sources: readonly Source[];
  states: Shelf<StoredSourceState>;
  /** Called after a state was stored, so that other processes read it. */
  onStored?: () => Promise<void>;
  filled: Shelf<Filled>;
  unlessElsewhere: InOneProcess['unlessElsewhere'];
  /** Days of the past that a new archive is filled with, in the background; absent: none. */
  fillDays?: number;
}

export function createSourceReader(outside: SourceReaderOutside) {
  const { sources, archive, clock, log, unlessElsewhere, fillDays } = outside;
  const states = createSourceStates(outside);
  const running = new Map<string, Promise<void>>();
  /** Why the last reading of a source failed where that was not the source's fault, such as for a store that can't be written. */
  const failed = new Map<string, string>();
  const stopping = new AbortController();

  const isDue = (source: Source) => isSourceDue(states.of(source), clock());
  const fetchSource = createFetchSource(outside, states, stopping.signal);

  const background = createBackground({
    filler: createFiller({
      done: outside.filled,
      // Past days are for searching; channels are sent what comes from now on.
      keep: async (digest, source) => void (await archive.put(digest, source, undefined, 'past')),
      clock,
    }),
    clock,
    log,
    signal: stopping.signal,
    unlessElsewhere,
    onProgress: states.setFilling,
  });

  const ask = async (source: Source) => {
    const isWell = await fetchSource(source);
    if (isWell && source.past && fillDays !== undefined) background.start(source, fillDays);
  };

  const start = (source: Source) => {
    const work = async () => {
      await states.recall(source);
      if (!isDue(source)) return;
      // Each process reads its own files; over the network one process asks for all.
      if (!source.live && states.of(source).next === undefined) return ask(source);
      await unlessElsewhere(source.name, async () => {
        // The previous holder of the claim may have asked since.
        await states.recall(source);
        if (isDue(source)) await ask(source);
      });
    };
    const done = work()
      .then(() => void failed.delete(source.name))
      .catch((error) => {
        if (stopping.signal.aborted) return;
        failed.set(source.name, messageOf(error));
        log.error('a source could not be read', { source: source.name, reason: messageOf(error) });
      })
      .finally(() => running.delete(source.name));
    running.set(source.name, done);
  };

  const underWay = async () => {
    while (running.size > 0) await Promise.all(running.values());
    await background.settled();
  };

  return {
    /** Fetches from the sources that are due. Resolves when they have answered, or after 2 s while slow ones continue. */
    async read(): Promise<void> {
      if (stopping.signal.aborted) return;
      for (const source of sources) if (!running.has(source.name) && isDue(source)) start(source);
      if (running.size === 0) return;
      await withDeadline(Promise.all(running.values()), PATIENCE_MS, () => {}, outside.sleep);
    },
    states: states.all,
    /** Takes over what other processes have stored of the sources. */
    refresh: states.recallAll,
    /** A source that has given nothing new for a day, and since when. */
    stale: (now: number) => staleAmong(states.all(), now),
    /**
     * Resolves when every fetch in progress has ended, with the reasons why what was read could not be kept. A source that
     * failed by itself is in its state alone.
     */
    async answered(): Promise<string[]> {
      await Promise.all(running.values());
      return [...new Set(failed.values())];
    },
    /** Resolves when nothing is in progress, fills included. */
    settled: underWay,
    /** Starts nothing new and resolves when nothing is in progress. */
    async stop(): Promise<void> {
      stopping.abort();
      await underWay();
    },
  };
}
