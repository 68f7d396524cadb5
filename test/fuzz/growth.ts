/** Measures how the time to read an input grows with the text in it, on a machine that is never quiet. */
import { repeated, SHAPES } from './hostile.ts';
import type { Target } from './target.ts';

/** Characters of the text, each eight times as long as the one before. */
const LENGTHS = [1_000, 8_000, 64_000, 512_000];
/** Of eight times the length, quadratic work takes 64 times as long. Linear work is given 24 times. */
const MOST_TIMES = 24;
/** Less is too little to compare; quadratic work on a longer text takes more. Milliseconds. */
const NOTHING_MS = 10;
/** Less than this is told apart from nothing by chance alone. Milliseconds. */
const LEAST_MS = 0.4;

export interface Growth {
  /** Which text of the target, and what was repeated. */
  where: string;
  /** CPU time for each length. Milliseconds. */
  took: number[];
  isLinear: boolean;
}

/**
 * Reads texts of each shape in each of a target's places, longer and longer.
 * @param enoughMs a longer text is not tried where one took so long. Milliseconds.
 */
export async function measureGrowth(one: Target, enoughMs: number): Promise<Growth[]> {
  const world = await one.open?.();
  const found: Growth[] = [];
  try {
    for (const [place, make] of Object.entries(one.texts ?? {}))
      for (const [name, shape] of Object.entries(SHAPES)) {
        const measure = (length: number) => cpuOf(() => one.run(make(repeated(shape, length)), world));
        found.push({ where: `${place}, ${name}`, ...(await grow(measure, enoughMs)) });
      }
  } finally {
    await one.close?.(world);
  }
  return found;
}

async function grow(
  measure: (length: number) => Promise<number>,
  enoughMs: number,
): Promise<Omit<Growth, 'where'>> {
  const took: number[] = [];
  for (const [at, length] of LENGTHS.entries()) {
    let ms = await measure(length);
    const shorter = LENGTHS[at - 1];
    if (shorter !== undefined && ms > NOTHING_MS) {
      // What is slow by chance is measured again, both the long text and the short one.
      let before = took[at - 1] ?? 0;
      for (let tries = 0; tries < 3 && isTooSlow(ms, before); tries++) {
        before = Math.max(before, await measure(shorter));
        if (isTooSlow(ms, before)) ms = Math.min(ms, await measure(length));
      }
      if (isTooSlow(ms, before)) return { took: [...took, ms], isLinear: false };
    }
    took.push(ms);
    if (ms > enoughMs) break;
  }
  return { took, isLinear: true };
}

function isTooSlow(ms: number, before: number): boolean {
  return ms > NOTHING_MS && ms > MOST_TIMES * Math.max(before, LEAST_MS);
}

/** CPU time of this thread alone. What is refused counts too. Milliseconds. */
async function cpuOf(work: () => unknown): Promise<number> {
  const begun = threadMs();
  try {
    await work();
  } catch {
    // A refusal takes time as well.
  }
  return threadMs() - begun;
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1_000;
}
