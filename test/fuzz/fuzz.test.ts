/** A share of what `npm run fuzz` does, with the same cases each time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { because } from '../skip.ts';
import { CASES_OF_SEED, runTarget } from './run-target.ts';
import { sharesOf } from './shares.ts';
import { TARGETS } from './targets.ts';

const SEED = 20_261_128;

for (const one of TARGETS)
  test.skipIf(one.lacks !== undefined)(because(`${one.name}: what must hold, holds`, one.lacks), async () => {
    const { broken, cases } = await runTarget(one, { cases: one.cases, seed: SEED });
    expect(
      broken && {
        error: broken.error.message,
        input: fc.stringify(broken.input).slice(0, 2_000),
        path: broken.path,
      },
    ).toBeUndefined();
    expect(cases).toBe(one.cases);
  });

test('no two targets have one name', () => {
  expect(new Set(TARGETS.map(({ name }) => name)).size).toBe(TARGETS.length);
});

test('the shares of a run have all of its cases, each once', () => {
  const shares = sharesOf(['a', 'b'], { cases: 205_000, seed: 7 }).filter(({ target }) => target === 'a');
  expect(shares).toHaveLength(7);
  expect(shares.reduce((sum, { cases }) => sum + cases, 0)).toBe(205_000);
  for (const [at, { seed }] of shares.entries()) {
    const before = shares.slice(0, at).reduce((sum, { cases }) => sum + cases, 0);
    expect(seed).toBe(7 + before / CASES_OF_SEED);
  }
});
