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

/** CPU time of reading a text of a length. Milliseconds. */
type Measure = (length: number) => Promise<number>;

/**
 * Reads texts of each shape in each of a target's places, longer and longer.
 * @param enoughMs a longer text is not tried where one took so long and was compared with a shorter one. Milliseconds.
 * @param each how many texts have one among them that is read in the longest form too
 */
export async function measureGrowth(one: Target, enoughMs: number, each = 1): Promise<Growth[]> {
  const world = await one.open?.();
  const found: Growth[] = [];
  try {
    for (const [place, make] of Object.entries(one.texts ?? {}))
      for (const [name, shape] of Object.entries(SHAPES)) {
        const inputs = new Map<number, unknown>();
        const measure: Measure = (length) => {
          if (!inputs.has(length)) inputs.set(length, make(repeated(shape, length)));
          return cpuOf(() => one.run(inputs.get(length), world));
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
      isLinear = await isReached(ms / MOST_TIMES, () => measure(shorter));
      if (!isLinear) ms = Math.min(ms, await measure(length));
    }
    took.push(ms);
    if (!isLinear || (ms > enoughMs && at > 0)) return { took, isLinear };
  }
  return { took, isLinear: true };
}

/** Whether some of the short texts, and no more than all of them, take so long already. */
async function isReached(enough: number, takeShort: () => Promise<number>): Promise<boolean> {
  let took = 0;
  for (let time = 0; time < TIMES && took < enough; time++) took += await takeShort();
  return took >= enough;
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
