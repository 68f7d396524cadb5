/** Runs the cases of a target, and finds the smallest input that breaks what must hold. */
import fc from 'fast-check';
import { attempt, cpuMs, type Target } from './target.ts';

export interface Broken {
  /** The smallest input found. */
  input: unknown;
  error: Error;
  /** What runs it again. */
  seed: number;
  path: string;
}

export interface Ran {
  cases: number;
  /** CPU time. */
  ms: number;
  broken?: Broken;
}

/** Cases of one seed: what is between two lines of progress, and what fast-check holds in memory. */
export const CASES_OF_SEED = 10_000;
/** Making a counterexample smaller ends after so long. Milliseconds. */
const SHRINK_MS = 20_000;

/**
 * Runs so many cases, or the one at `path`. The next ten thousand have the next seed.
 * @param tell.ran called after each ten thousand; `at` before each case, with its seed and its number
 */
export async function runTarget(
  one: Target,
  { cases, seed, path }: { cases: number; seed: number; path?: string | undefined },
  tell: { ran?: (ran: Ran) => void; at?: (seed: number, number: number) => void } = {},
): Promise<Ran> {
  const begun = cpuMs();
  const world = await one.open?.();
  const ran: Ran = { cases: 0, ms: 0 };
  const end = () => ({ ...ran, ms: cpuMs() - begun });
  try {
    for (let number = seed; ran.cases < cases; number++) {
      let count = 0;
      const property = fc.asyncProperty(one.generate, (input) => {
        tell.at?.(number, count++);
        return attempt(one, input, world);
      });
      const numRuns = Math.min(CASES_OF_SEED, cases - ran.cases);
      const where = path === undefined ? {} : { path };
      const first = await fc.check(property, { numRuns, seed: number, ...where, endOnFailure: true });
      ran.cases += first.numRuns;
      if (first.failed) return { ...end(), broken: await smallest(property, number, first) };
      tell.ran?.(end());
    }
    return end();
  } finally {
    await one.close?.(world);
  }
}

/** Looks for a smaller input that breaks too, for as long as `SHRINK_MS`. */
async function smallest(
  property: fc.IAsyncPropertyWithHooks<[unknown]>,
  seed: number,
  first: fc.RunDetails<[unknown]>,
): Promise<Broken> {
  const { counterexamplePath: path } = first;
  const again = { seed, path: path ?? '', interruptAfterTimeLimit: SHRINK_MS };
  const details = await fc.check(property, again);
  const found = details.counterexample === null ? first : details;
  const error = found.errorInstance ?? new Error('it broke only once');
  return {
    input: found.counterexample?.[0],
    error: error instanceof Error ? error : new Error(String(error)),
    seed,
    path: found.counterexamplePath ?? '',
  };
}
