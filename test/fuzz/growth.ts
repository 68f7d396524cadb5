/** Measures how the time to read an input grows with the text in it, on a machine that is never quiet. */
import { repeated, SHAPES } from './hostile.ts';
import type { Target } from './target.ts';

/** Characters of the text, each eight times as long as the one before. */
const LENGTHS = [1_000, 8_000, 64_000, 512_000];
const TIMES = 8;
/**
 * Eight short texts take as long as the one that is eight times as long, where work is linear, and an eighth of that where it is
 * quadratic. Linear work is given three times as long.
 */
const MOST_TIMES = 3;
/** Less is too little to compare, as clocks of CPU time go in steps of some milliseconds. */
const NOTHING_MS = 10;
/** Work that seems too slow is measured so often. */
const TRIES = 4;

export interface Growth {
  /** Which text of the target, and what was repeated. */
  where: string;
  /** CPU time for each length. Milliseconds. */
  took: number[];
  isLinear: boolean;
}

/** CPU time of reading a text of a length so many times. Milliseconds. */
type Measure = (length: number, times?: number) => Promise<number>;

/**
 * Reads texts of each shape in each of a target's places, longer and longer.
 * @param enoughMs a longer text is not tried where one took so long. Milliseconds.
 * @param each how many texts have one among them that is read in the longest form too
 */
export async function measureGrowth(one: Target, enoughMs: number, each = 1): Promise<Growth[]> {
  const world = await one.open?.();
  const found: Growth[] = [];
  try {
    for (const [place, make] of Object.entries(one.texts ?? {}))
      for (const [name, shape] of Object.entries(SHAPES)) {
        const measure: Measure = (length, times = 1) => {
          const input = make(repeated(shape, length));
          return cpuOf(() => one.run(input, world), times);
        };
        const lengths = LENGTHS.slice(0, found.length % each === 0 ? LENGTHS.length : -1);
        found.push({ where: `${place}, ${name}`, ...(await grow(measure, lengths, enoughMs)) });
      }
  } finally {
    await one.close?.(world);
  }
  return found;
}

async function grow(
  measure: Measure,
  lengths: readonly number[],
  enoughMs: number,
): Promise<Omit<Growth, 'where'>> {
  const took: number[] = [];
  for (const [at, length] of lengths.entries()) {
    const shorter = lengths[at - 1];
    let ms = await measure(length);
    let isLinear = ms <= NOTHING_MS || shorter === undefined;
    for (let tries = 0; tries < TRIES && !isLinear && shorter !== undefined; tries++) {
      isLinear = ms <= MOST_TIMES * (await measure(shorter, TIMES));
      if (!isLinear) ms = Math.min(ms, await measure(length));
    }
    took.push(ms);
    if (!isLinear || ms > enoughMs) return { took, isLinear };
  }
  return { took, isLinear: true };
}

/** CPU time of this thread alone. What is refused counts too. Milliseconds. */
async function cpuOf(work: () => unknown, times: number): Promise<number> {
  const begun = threadMs();
  for (let time = 0; time < times; time++) {
    try {
      await work();
    } catch {
      // A refusal takes time as well.
    }
  }
  return threadMs() - begun;
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1_000;
}
