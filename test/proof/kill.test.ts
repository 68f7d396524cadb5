import { expect, test } from 'vitest';
import { proveKill } from './kill.ts';

/** A short form: `npm run prove -- kill` and `kill-two` kill 200 times over 10,000 deliveries. */
test('two processes on one file, killed again and again, lose nothing and show nothing twice', async () => {
  const report = await proveKill({ seed: 1, channels: 120, days: 1, kills: 4, workers: 2 });
  expect(report).toMatchObject({ problems: [], lost: 0, doubled: 0, acknowledgedLost: 0, kills: 4 });
  expect(report.inFlight).toBeGreaterThanOrEqual(20);
});
