import { expect, test } from 'vitest';
import { proveTwoApps } from './two-apps.ts';

/** A short form: `npm run prove -- two-apps` runs 1,000 rounds. */
test('two processes that change the same channel and the same list at once lose no acknowledged change', async () => {
  const report = await proveTwoApps({ rounds: 25 });
  expect(report).toMatchObject({ problems: [], lost: 0, acknowledged: 6 * 2 * 25 - 4 });
  expect(report.overlapping).toBeGreaterThan(0);
});
