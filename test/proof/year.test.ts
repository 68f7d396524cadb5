import { expect, test } from 'vitest';
import { simulateYear } from './year.ts';

/** A short form: `npm run prove -- year` runs 200 channels for a year. */
test.each([1, 2, 3])(
  'forty days of crashes, faults and clock jumps lose, double and disorder nothing (seed %i)',
  async (seed) => {
    const report = await simulateYear({ seed, channels: 24, days: 40, deathRate: 0.01, faultRate: 0.15 });
    expect(report.lost).toEqual([]);
    expect(report.doubled).toEqual([]);
    expect(report.disordered).toEqual([]);
    expect(report.deaths).toBeGreaterThan(10);
    expect(report.posts).toBeGreaterThan(300);
  },
);
