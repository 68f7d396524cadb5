import { describe, expect, test } from 'vitest';
import { endOf, readPauseEnd } from '../../src/commands/pause-end.ts';
import { daysOf, periodAtEnd, readPeriod } from '../../src/commands/period.ts';

/** A Thursday. */
const TODAY = '2026-11-26';

test.each([
  ['today', '2026-11-26', '2026-11-26'],
  ['yesterday', '2026-11-25', '2026-11-25'],
  ['this week', '2026-11-23', '2026-11-26'],
  ['Weekly', '2026-11-23', '2026-11-26'],
  ['of the week', '2026-11-23', '2026-11-26'],
  ['last week', '2026-11-16', '2026-11-22'],
  ['the past week', '2026-11-20', '2026-11-26'],
  ['last 3 days', '2026-11-24', '2026-11-26'],
  ['past two weeks', '2026-11-13', '2026-11-26'],
  ['last couple of days', '2026-11-25', '2026-11-26'],
  ['last 48 hours', '2026-11-25', '2026-11-26'],
  ['this month', '2026-11-01', '2026-11-26'],
  ['last month', '2026-10-01', '2026-10-31'],
  ['this year', '2026-01-01', '2026-11-26'],
  ['last year', '2025-01-01', '2025-12-31'],
  ['November', '2026-11-01', '2026-11-26'],
  ['dec', '2025-12-01', '2025-12-31'],
  ['feb 2024', '2024-02-01', '2024-02-29'],
  ['2025-03', '2025-03-01', '2025-03-31'],
  ['the weekend', '2026-11-21', '2026-11-22'],
  ['last weekend', '2026-11-21', '2026-11-22'],
  ['yesterday and today', '2026-11-25', '2026-11-26'],
])('%s is %s to %s', (name, from, to) => {
  const period = readPeriod(name);
  expect(period && daysOf(period, TODAY)).toEqual({ from, to });
});

test.each([
  ['this weekend', '2026-11-28', '2026-11-28', '2026-11-28'],
  ['this weekend', '2026-11-29', '2026-11-28', '2026-11-29'],
  ['last weekend', '2026-11-29', '2026-11-21', '2026-11-22'],
  ['last weekend', '2026-11-30', '2026-11-28', '2026-11-29'],
])('%s on %s is %s to %s', (name, today, from, to) => {
  const period = readPeriod(name);
  expect(period && daysOf(period, today)).toEqual({ from, to });
});

test.each(['methods', 'last layer', 'this', 'last 0 days', 'last 9999 years', 'week after week'])(
  '%s is no period',
  (name) => expect(readPeriod(name)).toBeUndefined(),
);

test('a period ends a line, and what stands before it is left', () => {
  expect(periodAtEnd('diffusion models from last week')).toEqual({
    before: 'diffusion models',
    period: 'last week',
  });
  expect(periodAtEnd('diffusion, this week')).toEqual({ before: 'diffusion', period: 'this week' });
  expect(periodAtEnd('the last layer')).toBeUndefined();
});

describe('the end of a pause', () => {
  const now = Date.parse('2026-11-26T09:30:00Z');
  const end = (typed: string, zone = 'UTC') => {
    const read = readPauseEnd(typed);
    const at = read && endOf(read, now, zone);
    return at === undefined ? undefined : new Date(at).toISOString();
  };

  test.each([
    ['2 weeks', '2026-12-10T00:00:00.000Z'],
    ['for a week', '2026-12-03T00:00:00.000Z'],
    ['3d', '2026-11-29T00:00:00.000Z'],
    ['for two months', '2027-01-26T00:00:00.000Z'],
    ['2 hours', '2026-11-26T11:30:00.000Z'],
    ['30 minutes', '2026-11-26T10:00:00.000Z'],
    ['half a day', '2026-11-26T21:30:00.000Z'],
    ['a fortnight', '2026-12-10T00:00:00.000Z'],
    ['1 year', '2027-11-26T00:00:00.000Z'],
    ['until tomorrow', '2026-11-27T00:00:00.000Z'],
    ['until monday', '2026-11-30T00:00:00.000Z'],
    ['until next thursday', '2026-12-03T00:00:00.000Z'],
    ['till next week', '2026-11-30T00:00:00.000Z'],
    ['until the end of the month', '2026-12-01T00:00:00.000Z'],
    ['until next year', '2027-01-01T00:00:00.000Z'],
    ['until dec 1', '2026-12-01T00:00:00.000Z'],
    ['until january 5', '2027-01-05T00:00:00.000Z'],
    ['until 2026-12-24', '2026-12-24T00:00:00.000Z'],
    ['for the rest of the week', '2026-11-30T00:00:00.000Z'],
    ['next week', '2026-12-03T00:00:00.000Z'],
    ['for the next 2 weeks', '2026-12-10T00:00:00.000Z'],
    ['a couple of days', '2026-11-28T00:00:00.000Z'],
    ['tomorrow', '2026-11-28T00:00:00.000Z'],
    ['through tomorrow', '2026-11-28T00:00:00.000Z'],
    ['through friday', '2026-11-28T00:00:00.000Z'],
    ['through the end of the month', '2026-12-01T00:00:00.000Z'],
    ['through dec 31', '2027-01-01T00:00:00.000Z'],
  ])('%s', (typed, at) => expect(end(typed)).toBe(at));

  test('is midnight where the channel is', () => {
    expect(end('2 weeks', 'America/New_York')).toBe('2026-12-10T05:00:00.000Z');
    expect(end('until tomorrow', 'Pacific/Auckland')).toBe('2026-11-26T11:00:00.000Z');
    // Clocks skip midnight there.
    const lebanon = readPauseEnd('until 2027-03-28');
    expect(lebanon && endOf(lebanon, now, 'Asia/Beirut')).toBe(Date.parse('2027-03-27T22:00:00Z'));
  });

  test.each([
    'until yesterday',
    'for 0 days',
    'for ever',
    'until',
    '',
    'tokens',
    'for 3 years',
    'for 400 days',
  ])('"%s" is none', (typed) => expect(readPauseEnd(typed)).toBeUndefined());

  test.each(['until nov 25 2026', 'until 2026-01-01', 'until 2028-01-01'])(
    '%s is past, or too far ahead',
    (typed) => expect(end(typed)).toBeUndefined(),
  );
});
