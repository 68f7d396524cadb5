/** A share of what `npm run fuzz` does, with the same cases each time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { because } from '../skip.ts';
import { runTarget } from './run-target.ts';
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
