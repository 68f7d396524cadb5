import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KnownDay, readDay, resolveDay } from '../../src/commands/day.ts';

describe('a day as people write it', () => {
  test.each([
    '2025-12-31',
    '2025/12/31',
    '2025.12.31',
    '20251231',
    '31/12/2025',
    '12/31/2025',
    '31.12.2025',
    '31-12-2025',
    'Dec 31, 2025',
    'December 31 2025',
    '31 December 2025',
    '31st of December, 2025',
    'Wed, Dec 31, 2025',
    'Wednesday 31 December 2025',
    '31-Dec-2025',
    '2025 Dec 31',
  ])('%s', (typed) => {
    expect(readDay(typed)).toEqual({ day: '2025-12-31' });
  });

  test.each([
    ['today', 0],
    ['Yesterday', 1],
    ['day before yesterday', 2],
    ['3 days ago', 3],
    ['a day ago', 1],
    ['two days ago', 2],
  ])('%s', (typed, ago) => {
    expect(readDay(typed)).toEqual({ ago });
  });

  test.each([
    ['Dec 12', '2025-12-12'],
    ['12 November', '2026-11-12'],
    ['nov 26', '2026-11-26'],
    ['Nov 27', '2025-11-27'],
    ['29 Feb', '2024-02-29'],
    ['thursday', '2026-11-26'],
    ['last thursday', '2026-11-19'],
    ['on Monday', '2026-11-23'],
    ['friday', '2026-11-20'],
    ['3 days ago', '2026-11-23'],
  ])('%s is the latest such day: on Thu, Nov 26, 2026 it is %s', (typed, day) => {
    expect(resolveDay(readDay(typed) as KnownDay, '2026-11-26')).toBe(day);
  });

  test.each([
    ['05/06/2025', '`2025-06-05` or `2025-05-06`'],
    ['31/12/25', '31/12/25'],
    ['Feb 30, 2025', "isn't a day"],
    ['30/02/2025', "isn't a day"],
    ['2025-02-30', "isn't a day"],
    ['Mon, Dec 31, 2025', 'Wednesday'],
    ['2025', '2025-12-12'],
    ['Mon, Nov 25', 'year'],
    ['Feb 30', "isn't a day"],
    ['last week', '2025-12-12'],
    ['tomorrow', 'Tomorrow'],
  ])('%s is refused or asked about: %s', (typed, said) => {
    expect(readDay(typed)).toMatchObject({ problem: expect.stringContaining(said) });
  });

  test.each(['palm', 'picking', 'may', 'march', 'last', 'sunflower'])('%s is none', (typed) => {
    expect(readDay(typed)).toBeUndefined();
  });

  test('the day and the month are read in either order only where one of them cannot be a month', () => {
    const numbers = fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(numbers, ([day, month]) => {
        const read = readDay(`${day}/${month}/2025`);
        const isClear = day > 12 || day === month;
        expect(read).toHaveProperty(isClear ? 'day' : 'problem');
      }),
    );
  });
});
