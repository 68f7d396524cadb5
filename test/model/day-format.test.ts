import { expect, test } from 'vitest';
import { sayDay, sayDayAt, sayMoment, withMoment } from '../../src/model/day-format.ts';

const LATE = Date.parse('2025-12-12T23:30:00Z');

test('a day and a moment are written one way, in the zone of the reader', () => {
  expect(sayDay('2025-12-12')).toBe('Fri, Dec 12, 2025');
  expect(sayDayAt(LATE, 'UTC')).toBe('Fri, Dec 12, 2025');
  expect(sayDayAt(LATE, 'Europe/Berlin')).toBe('Sat, Dec 13, 2025');
  expect(sayMoment(LATE, 'Europe/Berlin')).toBe('Sat, Dec 13, 2025 at 00:30 Europe/Berlin');
});

test('what is stored damaged is still said', () => {
  expect(sayDay('__proto__')).toBe('__proto__');
  for (const at of [Number.NaN, Number.POSITIVE_INFINITY, -9e15, 9e15]) {
    expect(sayDayAt(at, 'Asia/Tokyo')).toBe('an unknown day');
    expect(sayMoment(at, 'Asia/Tokyo')).toBe('an unknown time');
  }
});

test('a moment in a sentence is marked, wherever it stands, and nothing else is', () => {
  const at = Date.parse('2025-12-12T08:00:00Z');
  const said = sayMoment(at, 'Europe/Berlin');
  const line = [{ text: `Next: ${said}.`, style: 'strong' as const }, { text: 'later' }];
  expect(withMoment(line, at, 'Europe/Berlin')).toEqual([
    { text: 'Next: ', style: 'strong' },
    { text: said, style: 'strong', at },
    { text: '.', style: 'strong' },
    { text: 'later' },
  ]);
  expect(withMoment(line, undefined, 'UTC')).toEqual(line);
  expect(withMoment(line, Number.NaN, 'UTC')).toEqual(line);
});
