/** Long work in slices, so that others get their turn in between. */
import { setImmediate as breathe } from 'node:timers/promises';

/** Work that stops every few milliseconds, where its next slice may wait. */
export type Slices<T> = Generator<undefined, T, undefined>;

/** Milliseconds of work between two breaths. */
const slice = 15;

/** Does the work without a break and returns its result. */
export function atOnce<T>(work: Slices<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Does the work slice by slice, until it is done or `isOver`. */
export async function inSlices(work: Slices<void>, isOver: () => boolean): Promise<void> {
  for (;;) {
    const until = performance.now() + slice;
    do if (isOver() || work.next().done) return;
    while (performance.now() < until);
    await breathe();
  }
}

/** Does the work slice by slice, with breaths in between, and resolves to its result. */
export async function withBreaths<T>(work: Slices<T>): Promise<T> {
  for (;;) {
    const until = performance.now() + slice;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await breathe();
  }
}
