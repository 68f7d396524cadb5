import { expect, test } from 'vitest';
import { proveDown } from './down.ts';

/** A short form: `npm run prove -- down` runs 500 cases. */
test('what was due while nobody was there is delivered once on return, or recorded with its reason', async () => {
  const report = await proveDown({ seed: 1, cases: 10 });
  expect(report.problems).toEqual([]);
  expect(report.delivered).toBeGreaterThan(8);
  expect(report.slowest).toBeLessThanOrEqual(60);
});
