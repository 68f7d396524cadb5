/** Calculates the state of a source after a fetch or a failure, when it is due, and which source is stale. Pure. */
import { gistOf, PaperboyError } from '../model/errors.ts';
import type { Digest } from '../model/paper.ts';
import type { Batch } from '../model/source-ports.ts';
import type { SourceState } from './source-state.ts';

/** A source that gave nothing new for this long is reported as stale. Milliseconds. */
const STALE_MS = 24 * 3_600_000;
/** After a failure: a minute, two, four ... and an hour. Milliseconds. */
const FIRST_RETRY_MS = 60_000;
const LAST_RETRY_MS = 3_600_000;
/** The longest wait that a source may ask for: one that publishes daily may pause over holidays. Milliseconds. */
const MOST_WAIT_MS = 7 * 24 * 3_600_000;

/** A `next` that is further ahead than any wait was written before the clock was set back. */
export function isSourceDue({ next = 0 }: SourceState, now: number): boolean {
  return now >= next || next > now + MOST_WAIT_MS;
}

/** A source that has given nothing new for a day, and since when; undefined when there is none. */
export function staleAmong(
  states: Iterable<SourceState>,
  now: number,
): { source: string; since: number } | undefined {
  for (const { name, lastFetch, problem, staleSince } of states) {
    if (staleSince !== undefined) return { source: name, since: staleSince };
    if (problem !== undefined && lastFetch !== undefined && now - lastFetch > STALE_MS)
      return { source: name, since: lastFetch };
  }
  return undefined;
}

/**
 * The state after a fetch that failed: a live source is asked again with growing waits, or after the wait it asked for.
 * @param random from 0 to 1, for jitter
 */
export function stateAfterFailure(
  before: SourceState,
  error: unknown,
  now: number,
  random: () => number,
  live: boolean,
): SourceState {
  const failures = (before.failures ?? 0) + 1;
  const wait = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS) * (0.75 + random() / 2);
  const told = error instanceof PaperboyError && error.retry !== 'never' ? error.retry.afterMs : 0;
  const after = { ...before, problem: gistOf(error), failures, asked: now };
  return live ? { ...after, next: now + Math.round(Math.max(wait, told)) } : after;
}

/** The newest digest of a batch that has papers. */
export function newestOf({ digests }: Pick<Batch, 'digests'>): Digest | undefined {
  return digests.filter(({ papers }) => papers.length > 0).toSorted((a, b) => (a.date < b.date ? 1 : -1))[0];
}

/** The state after a fetch that succeeded. */
export function stateAfter(before: SourceState, batch: Batch, now: number, repeat?: string): SourceState {
  // A repeated list stays stale until another comes.
  const repeated = batch.digests.length > 0 ? repeat : before.repeat;
  const newest = newestOf(batch);
  const isNewer = newest !== undefined && repeat === undefined && newest.date >= (before.newest ?? '');
  const skipped = batch.digests.flatMap((digest) => digest.skipped).slice(0, 50);
  const isStale = batch.stale || repeated !== undefined;
  return {
    ...before,
    problem: undefined,
    failures: undefined,
    lastFetch: now,
    asked: now,
    ...(isNewer ? { newest: newest.date, papers: newest.papers.length, newestAt: now } : {}),
    skipped: batch.digests.length > 0 ? skipped : (before.skipped ?? []),
    problems: batch.problems?.length ? batch.problems.slice(0, 20) : undefined,
    problemCount: batch.problems?.length || undefined,
    staleSince: isStale ? (before.staleSince ?? before.newestAt ?? now) : undefined,
    repeat: repeated,
    next: batch.nextAt,
  };
}
