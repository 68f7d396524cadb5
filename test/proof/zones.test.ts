import { expect, test } from 'vitest';
import { HALF_HOURS, proveZones } from './zones.ts';

/** A short form: `npm run prove -- zones` takes every zone from 2025 to 2035. */
test('every local day around a transition has one slot, where the wall clock says, at every half hour', () => {
  const report = proveZones({
    seed: 1,
    zones: [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'America/Nuuk',
      'Africa/Casablanca',
      'Asia/Kathmandu',
      'Antarctica/Troll',
    ],
    from: Date.UTC(2026, 0),
    to: Date.UTC(2027, 0),
    times: HALF_HOURS,
    samples: 1,
    walk: false,
  });
  expect(report.problems).toEqual([]);
  expect(report.transitions).toBeGreaterThanOrEqual(12);
  expect(report.compared).toBeGreaterThan(3_000);
});
