import { afterEach, describe, expect, test } from 'vitest';
import { readFeedDay } from '../../src/digest/feed/feed-date.ts';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('the day that is written', () => {
  test.each([
    'Mon, 17 Nov 2025 00:00:00',
    'Mon, 17 Nov 2025 23:59:59 GMT',
    'Mon, 17 Nov 2025 10:00:00 CET',
    'Mon, 17 Nov 2025 10:00:00 JST',
    'Mon, 17 Nov 2025 23:00:00 EST',
    'Mon, 17 Nov 2025 00:00:00 +0900',
    'Monday, November 17, 2025',
    '17 Nov 2025',
    '2025 Nov 17',
    '2025-Nov-17',
    '2025 November 17',
    '17 Nov 25 10:00 UT',
    '17-Nov-2025',
    '17th of November, 2025',
    'Nov. 17th, 2025 at 10:00',
    'Mon Nov 17 10:00:00 EST 2025',
    '2025-11-17',
    '2025-11-17T00:00:00',
    '2025-11-17T23:30:00-08:00',
    '2025-11-17 10:00:00',
    '2025/11/17',
    '20251117',
    '20251117T100000Z',
    '2025年11月17日',
    '17.11.2025',
    '17/11/2025',
    '11/17/2025',
    'Lun, 17 nov. 2025 10:00:00 +0100',
    'Published online: 17 November 2025',
  ])('%s', (text) => {
    for (const tz of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles']) {
      process.env.TZ = tz;
      expect(readFeedDay(text)).toBe('2025-11-17');
    }
  });
  test.each([
    ['1 février 2025', '2025-02-01'],
    ['3. März 2025', '2025-03-03'],
    ['12 de agosto de 2025', '2025-08-12'],
    ['9 ottobre 2025', '2025-10-09'],
    ['1 juillet 2025', '2025-07-01'],
    ['1 juin 2025', '2025-06-01'],
  ])('%s', (text, day) => {
    expect(readFeedDay(text)).toBe(day);
  });
});

test.each([
  '2025-11',
  '2025',
  'November 2025',
  'Winter 2025',
  '03/04/2025',
  '2025-13-01',
  '31 Feb 2025',
  '0001-01-01T00:00:00Z',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'yesterday',
  '',
])('no day is made up for %s', (text) => {
  expect(readFeedDay(text)).toBeUndefined();
});
