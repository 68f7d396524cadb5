/** Asks the sources that are due, keeps their digests, and remembers over a restart how each is doing. */
import type { Archive } from '../archive/archive.ts';
import type { SourceState } from '../commands/context.ts';
import { messageOf } from '../model/errors.ts';
import type { Batch, Clock, Log, Shelf, Source } from '../model/ports.ts';
import { createBackground } from '../sources/background.ts';
import { createFiller, type Filled } from '../sources/fill.ts';
import type { Locks } from '../sources/locks.ts';
import { sayRepeat } from './repeat.ts';
import { isSourceDue, newestOf, staleAmong, stateAfter, stateAfterFailure, tells } from './source-health.ts';
import { readSourceState } from './source-state.ts';

export interface SourceReader {
  /** Asks the sources that are due. Resolves when they have answered, or after a while: the rest goes on by itself. */
  read(): Promise<void>;
  states(): SourceState[];
  /** A source that has given nothing new for a day, and since when. */
  stale(now: number): { source: string; since: number } | undefined;
  /** Resolves when every source that is being asked has answered. */
  answered(): Promise<void>;
  /** Resolves when nothing is under way any more, the filling of the past included. */
  settled(): Promise<void>;
  /** Begins nothing new and resolves when nothing is under way. */
  stop(): Promise<void>;
}

/** What is due to be posted does not wait longer for a slow source. Milliseconds. */
const PATIENCE_MS = 2_000;
/** Another process that asks a source and is not heard of again is believed to be gone. Milliseconds. */
const CLAIM_MS = 30 * 60_000;

export interface SourceReaderOutside {
  sources: readonly Source[];
  archive: Archive;
  states: Shelf<SourceState>;
  filled: Shelf<Filled>;
  locks: Locks;
  clock: Clock;
  random: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  log: Log;
  /** Keeps a digest whole before the next post is planned. */
  inTurn: (work: () => Promise<void>) => Promise<void>;
  /** Days of the past that a new archive is filled with, in the background; absent: none. */
  fillDays?: number;
}

export function createSourceReader(outside: SourceReaderOutside): SourceReader {
  const { sources, archive, clock, log, locks, inTurn } = outside;
  const states = new Map<string, SourceState>(sources.map(({ name }) => [name, { name }]));
  const running = new Map<string, Promise<void>>();
  const written = new Map<string, string>();
  const stopping = new AbortController();

  const stateOf = (source: Source): SourceState => states.get(source.name) ?? { name: source.name };
  const remember = async (state: SourceState) => {
    states.set(state.name, state);
    const { filling: _, ...kept } = state;
    // A source that is asked at every tick is written only when it has something to tell.
    if (state.next !== undefined || tells(state) !== written.get(state.name)) {
      await outside.states.set(state.name, kept);
      written.set(state.name, tells(state));
    }
  };
  /** Another process on this store may have asked meanwhile. */
  const recall = async (source: Source) => {
    const stored = await outside.states.get(source.name);
    const kept = stored === undefined ? undefined : readSourceState(source.name, stored);
    if (stored !== undefined && kept === undefined) {
      const shelf = 'source_states';
      log.warn('a stored value cannot be read and is left out', { shelf, key: source.name });
    }
    const own = stateOf(source);
    if (kept !== undefined && (kept.asked ?? 0) >= (own.asked ?? 0)) {
      states.set(source.name, { ...kept, ...(own.filling ? { filling: own.filling } : {}) });
    }
  };
  const isDue = (source: Source) => isSourceDue(stateOf(source), clock());

  /** Returns what is to be said of a list that repeats the one before it. */
  const keepBatch = async (source: Source, batch: Batch): Promise<string | undefined> => {
    for (const digest of batch.digests) {
      // What was not kept by then is given again at the next start.
      if (stopping.signal.aborted) return undefined;
      await inTurn(async () => {
        const count = await archive.put(digest, source.name);
        const { date, skipped } = digest;
        const facts = { source: source.name, date, ...count, skipped: skipped.length };
        // A live source gives the same day many times.
        const say = count.added > 0 || !source.live ? log.info : log.debug;
        say('digest read', facts);
      });
    }
    const newest = newestOf(batch);
    const repeat = newest && (await sayRepeat(archive, newest.date, source.name));
    if (repeat !== undefined && repeat !== stateOf(source).repeat)
      log.warn('source is stale', { source: source.name, reason: repeat });
    if (batch.revised?.length) {
      const known = await archive.revise(batch.revised);
      log.info('revisions read', { source: source.name, listed: batch.revised.length, known });
    }
    await batch.kept?.();
    return repeat;
  };

  /** Whether there is more to give at once. */
  const askOnce = async (source: Source): Promise<boolean> => {
    const known = stateOf(source).problems;
    const came = await source.fetch();
    const batch: Batch = Array.isArray(came) ? { digests: came } : came;
    const repeat = await keepBatch(source, batch);
    for (const problem of batch.problems ?? []) {
      if (!known?.includes(problem)) log.warn('source has a problem', { source: source.name, problem });
    }
    await remember(stateAfter(stateOf(source), batch, clock(), repeat));
    return batch.more === true;
  };

  const ask = async (source: Source) => {
    const before = stateOf(source);
    try {
      let hasMore = true;
      while (hasMore && !stopping.signal.aborted) hasMore = await askOnce(source);
      if (source.past && outside.fillDays !== undefined) background.start(source, outside.fillDays);
    } catch (error) {
      if (stopping.signal.aborted) return;
      const problem = messageOf(error);
      const say = before.problem === problem ? log.debug : log.warn;
      const detail = error instanceof Error && error.cause ? { cause: messageOf(error.cause) } : {};
      say('source failed', { source: source.name, reason: problem, ...detail });
      await remember(
        stateAfterFailure(stateOf(source), error, clock(), outside.random, source.live === true),
      );
    }
  };

  const background = createBackground({
    filler: createFiller({
      done: outside.filled,
      // What fills the archive is for searching: channels are sent what comes from now on.
      keep: async (digest, source) => void (await archive.put(digest, source, undefined, 'past')),
      clock,
    }),
    clock,
    log,
    signal: stopping.signal,
    onProgress(source, filling) {
      const { filling: _, ...state } = stateOf(source);
      states.set(source.name, filling === undefined ? state : { ...state, filling });
    },
  });

  const start = (source: Source) => {
    const work = async () => {
      await recall(source);
      if (!isDue(source)) return;
      // Files are each process's own; what is asked over the network is asked by one, the first time too.
      if (!source.live && stateOf(source).next === undefined) return ask(source);
      const until = clock() + CLAIM_MS;
      if (!(await locks.claim(source.name, clock(), until))) return;
      try {
        // The one that held the claim may have asked since.
        await recall(source);
        if (isDue(source)) await ask(source);
      } finally {
        await locks.release(source.name, until);
      }
    };
    const done = work()
      .catch((error) => {
        if (!stopping.signal.aborted)
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
    async read() {
      if (stopping.signal.aborted) return;
      for (const source of sources) if (!running.has(source.name) && isDue(source)) start(source);
      if (running.size === 0) return;
      const patience = new AbortController();
      await Promise.race([Promise.all(running.values()), outside.sleep(PATIENCE_MS, patience.signal)]);
      patience.abort();
    },
    states: () => [...states.values()],
    stale: (now) => staleAmong(states.values(), now),
    answered: async () => void (await Promise.all(running.values())),
    settled: underWay,
    async stop() {
      stopping.abort();
      await underWay();
    },
  };
}
