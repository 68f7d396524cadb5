/** Fetches the current papers of a source, stores them in the archive, and records the state of the source. */
import { gistOf, messageOf } from '../model/errors.ts';
import type { Digest, Paper } from '../model/paper.ts';
import type { Runtime } from '../model/ports.ts';
import type { Batch, Source } from '../model/source-ports.ts';
import { type KeptDigests, sayRepeat } from './repeat.ts';
import { sumUpSkipped } from './skipped-reasons.ts';
import { newestOf, stateAfter, stateAfterFailure } from './source-health.ts';
import type { SourceStates } from './source-state.ts';

/** What is asked of the archive. */
export interface DigestArchive extends KeptDigests {
  /** Keeps a digest. Papers that came from the past are for searching only. */
  put(
    digest: Digest,
    source: string,
    onProgress?: undefined,
    as?: 'past',
  ): Promise<{ added: number; changed: number; unchanged: number }>;
  /** Changes the kept papers that came in a newer version, and returns how many are kept. */
  revise(papers: readonly Paper[]): Promise<number>;
}

export interface FetchOutside extends Runtime {
  archive: DigestArchive;
  /** Keeps a digest whole before the next post is planned. */
  inTurn: (work: () => Promise<void>) => Promise<void>;
}

/**
 * Returns a function that never rejects because of the source itself; it resolves to whether all went well. Once the signal
 * is aborted, nothing more is kept.
 */
export function createFetchSource(
  outside: FetchOutside,
  states: SourceStates,
  signal: AbortSignal,
): (source: Source) => Promise<boolean> {
  const { archive, clock, random, log, inTurn } = outside;

  /** Returns the sentence for a list that repeats the one before it. */
  const keepBatch = async (source: Source, batch: Batch): Promise<string | undefined> => {
    for (const digest of batch.digests) {
      // The source gives again at the next start what was not kept.
      if (signal.aborted) return undefined;
      await inTurn(async () => {
        const count = await archive.put(digest, source.name);
        const { date, skipped } = digest;
        const reasons = skipped.length === 0 ? {} : { reasons: sumUpSkipped(skipped) };
        const facts = { source: source.name, date, ...count, skipped: skipped.length, ...reasons };
        // A live source gives the same day many times, mostly without anything new.
        const say = count.added > 0 || !source.live ? log.info : log.debug;
        say('digest read', facts);
      });
    }
    const newest = newestOf(batch);
    const repeat = newest && (await sayRepeat(archive, newest.date, source.name));
    if (repeat !== undefined && repeat !== states.of(source).repeat)
      log.warn('source is stale', { source: source.name, reason: repeat });
    if (batch.revised?.length) {
      const known = await archive.revise(batch.revised);
      log.info('revisions read', { source: source.name, listed: batch.revised.length, known });
    }
    await batch.kept?.();
    return repeat;
  };

  /** Returns whether the source has more to give at once. */
  const fetchOnce = async (source: Source): Promise<boolean> => {
    const known = states.of(source).problems;
    const came = await source.fetch();
    const batch: Batch = Array.isArray(came) ? { digests: came } : came;
    const repeat = await keepBatch(source, batch);
    for (const problem of batch.problems ?? []) {
      if (!known?.includes(problem)) log.warn('source has a problem', { source: source.name, problem });
    }
    await states.remember(stateAfter(states.of(source), batch, clock(), repeat));
    return batch.more === true;
  };

  return async (source) => {
    const before = states.of(source);
    try {
      let hasMore = true;
      while (hasMore && !signal.aborted) hasMore = await fetchOnce(source);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const say = before.problem === gistOf(error) ? log.debug : log.warn;
      const detail = error instanceof Error && error.cause ? { cause: messageOf(error.cause) } : {};
      say('source failed', { source: source.name, reason: messageOf(error), ...detail });
      await states.remember(
        stateAfterFailure(states.of(source), error, clock(), random, source.live === true),
      );
      return false;
    }
  };
}
