/** Holds that work grows no faster than its input, by a measure that does not depend on a quiet machine. */
import { expect } from 'vitest';

/** Eight times as long: quadratic work takes 64 times as long, and linear work is given 24 times. */
const TIMES = 8;
const MOST_TIMES = 24;
/** Less than this is too little to compare; quadratic work on the long input takes longer. Milliseconds. */
const NOTHING = 60;

/** Time of this thread alone, so that a busy machine does not count. Milliseconds. */
export function cpuMs(work: () => unknown): number {
  const begun = threadMs();
  work();
  return threadMs() - begun;
}

/**
 * Compares the work on an input of this length with the best of three on one of an eighth of it: with the first alone where
 * even that says that it is linear. The long one is repeated only where it seems too slow, as it is the best of three that
 * counts.
 */
export function expectLinear<Input>(
  make: (length: number) => Input,
  work: (input: Input) => unknown,
  length: number,
): void {
  const [short, long] = [make(length / TIMES), make(length)];
  let took = cpuMs(() => work(long));
  if (took < NOTHING) return;
  const first = cpuMs(() => work(short));
  if (took < TIMES * first) return;
  const most = Math.max(NOTHING, MOST_TIMES * Math.min(first, ...[2, 3].map(() => cpuMs(() => work(short)))));
  for (let again = 2; again > 0 && took >= most; again--)
    took = Math.min(
      took,
      cpuMs(() => work(long)),
    );
  expect(took).toBeLessThan(most);
}

/** As `expectLinear`, for work that ends later. Nothing else may run on this thread meanwhile. */
export async function expectLinearLater<Input>(
  make: (length: number) => Input,
  work: (input: Input) => Promise<unknown>,
  length: number,
): Promise<void> {
  const [short, long] = [make(length / TIMES), make(length)];
  let took = await laterCpuMs(() => work(long));
  if (took < NOTHING) return;
  const shorts = [await laterCpuMs(() => work(short))];
  if (took < TIMES * Math.min(...shorts)) return;
  for (const _ of [2, 3]) shorts.push(await laterCpuMs(() => work(short)));
  const most = Math.max(NOTHING, MOST_TIMES * Math.min(...shorts));
  for (let again = 2; again > 0 && took >= most; again--)
    took = Math.min(took, await laterCpuMs(() => work(long)));
  expect(took).toBeLessThan(most);
}

async function laterCpuMs(work: () => Promise<unknown>): Promise<number> {
  const begun = threadMs();
  await work();
  return threadMs() - begun;
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}
