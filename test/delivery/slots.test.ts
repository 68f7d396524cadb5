import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../src/channels/schedule.ts';
import { createSlotMemory, localDay, slotAfter, slotBefore } from '../../src/delivery/slots.ts';

const iso = (at: number) => new Date(at).toISOString();
const daily = (time: string): Schedule => ({ every: 'day', time });

describe('a slot', () => {
  test.each([
    ['a gap in Berlin', 'Europe/Berlin', '02:30', '2026-03-29', '2026-03-29T01:00:00.000Z'],
    [
      'a gap of half an hour on Lord Howe',
      'Australia/Lord_Howe',
      '02:15',
      '2026-10-04',
      '2026-10-03T15:30:00.000Z',
    ],
    [
      'a gap at midnight in Sao Paulo',
      'America/Sao_Paulo',
      '00:00',
      '2018-11-04',
      '2018-11-04T03:00:00.000Z',
    ],
    ['a gap that ends the day in Nuuk', 'America/Nuuk', '23:30', '2026-03-28', '2026-03-29T01:00:00.000Z'],
    [
      'the first coming of an hour that comes twice',
      'America/New_York',
      '01:30',
      '2026-11-01',
      '2026-11-01T05:30:00.000Z',
    ],
    ['a leap day', 'Asia/Tokyo', '09:00', '2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('is right in %s', (_name, zone, time, day, due) => {
    const at = Date.parse(due);
    expect(slotBefore(daily(time), zone, at)).toEqual({ day, at });
    expect(slotAfter(daily(time), zone, at - 1)).toEqual({ day, at });
  });

  test('is none on a day that the zone leaves out', () => {
    const before = slotBefore(daily('09:00'), 'Pacific/Apia', Date.parse('2011-12-30T18:00:00Z'));
    expect(before.day).toBe('2011-12-29');
    expect(slotAfter(daily('09:00'), 'Pacific/Apia', before.at).day).toBe('2011-12-31');
  });

  test('follows a zone that changes its rules', () => {
    // Kazakhstan became one zone on 1 March 2024: Almaty went from +06 to +05.
    const days = slots(daily('09:00'), 'Asia/Almaty', '2024-02-28', 4);
    expect(days.map(({ at }) => iso(at).slice(11, 16))).toEqual(['03:00', '03:00', '04:00', '04:00']);
  });

  test('of weekdays leaves out Saturday and Sunday', () => {
    const days = slots({ every: 'weekday', time: '09:00' }, 'UTC', '2026-11-20', 3).map(({ day }) => day);
    expect(days).toEqual(['2026-11-20', '2026-11-23', '2026-11-24']);
  });

  test('of a week comes on each chosen day', () => {
    const days = slots({ every: 'week', on: [1, 4], time: '17:30' }, 'Asia/Kolkata', '2026-11-23', 3);
    expect(days.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-26', '2026-11-30']);
  });

  test('of a month on the 31st comes on the last day of shorter months', () => {
    const days = slots({ every: 'month', on: 31, time: '00:00' }, 'UTC', '2027-01-15', 4).map(
      ({ day }) => day,
    );
    expect(days).toEqual(['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30']);
  });

  test('before and after a moment are neighbours, on any schedule, in any zone, at any time', () => {
    const schedule = fc.oneof(
      fc.record({ every: fc.constant('day' as const), time: times() }),
      fc.record({ every: fc.constant('weekday' as const), time: times() }),
      fc.record({
        every: fc.constant('week' as const),
        on: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        time: times(),
      }),
      fc.record({ every: fc.constant('month' as const), on: fc.integer({ min: 1, max: 31 }), time: times() }),
    );
    const moment = fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2036, 0) });
    fc.assert(
      fc.property(
        schedule,
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        moment,
        (wanted, zone, now) => {
          const before = slotBefore(wanted, zone, now);
          const after = slotAfter(wanted, zone, now);
          expect(before.at).toBeLessThanOrEqual(now);
          expect(after.at).toBeGreaterThan(now);
          expect(after.day > before.day).toBe(true);
          expect(slotAfter(wanted, zone, before.at)).toEqual(after);
          expect(slotBefore(wanted, zone, after.at)).toEqual(after);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/**
 * The whole of "every IANA zone, 2025 to 2035, 48 times of day" takes minutes: `npm run prove -- zones` runs it. Here the
 * days around each transition of a handful of telling zones, at every half hour.
 */
test('every local day around a transition has one slot, at every half hour of the day', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Nuuk',
    'Africa/Casablanca',
    'Asia/Kolkata',
  ];
  for (const zone of zones) {
    for (const transition of transitions(zone, 2026, 2027)) {
      for (let half = 0; half < 48; half++) {
        const time = `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`;
        const start = transition.subtract({ days: 3 });
        const found = slots(daily(time), zone, start.toPlainDate().toString(), 6);
        const expected = Array.from({ length: 6 }, (_, at) =>
          start.toPlainDate().add({ days: at }).toString(),
        );
        expect({ zone, time, days: found.map(({ day }) => day) }).toEqual({ zone, time, days: expected });
      }
    }
  }
});

test('the local day is the one on the wall', () => {
  expect(localDay('Pacific/Auckland', Date.parse('2026-11-23T12:00:00Z'))).toBe('2026-11-24');
});

function times() {
  return fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
}

/** The first slots on or after a local day. */
function slots(schedule: Schedule, zone: string, day: string, count: number) {
  let at = Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds - 1;
  return Array.from({ length: count }, () => {
    const slot = slotAfter(schedule, zone, at);
    at = slot.at;
    return slot;
  });
}

function transitions(zone: string, from: number, to: number): Temporal.ZonedDateTime[] {
  const found: Temporal.ZonedDateTime[] = [];
  let next = Temporal.PlainDate.from({ year: from, month: 1, day: 1 })
    .toZonedDateTime(zone)
    .getTimeZoneTransition('next');
  while (next && next.year < to) {
    found.push(next);
    next = next.getTimeZoneTransition('next');
  }
  return found;
}

describe('a post leaves', () => {
  const nuuk = 'America/Nuuk';
  test.each([
    ['no room for a slot at the same moment', '03:18', 'Asia/Tokyo', '2026-11-26T18:18:00Z', 0, true],
    ['no room on the same local day', '17:00', 'Pacific/Auckland', '2026-11-27T01:00:00Z', 0, true],
    ['room on the day after', '17:00', 'Pacific/Auckland', '2026-11-27T01:00:00Z', 1, false],
    ['no room after a first post of that day', '09:00', 'UTC', '2026-11-26T08:30:00Z', 0, true],
    ['room the morning after a late first post', '09:00', 'UTC', '2026-11-26T23:30:00Z', 0, false],
    ['room after a gap moved it into the next day', '23:30', nuuk, '2026-03-29T01:00:00Z', 0, false],
  ])('%s', (_name, time, zone, last, later, isTaken) => {
    const lastAt = Date.parse(last);
    let slot = slotAfter(daily(time), zone, lastAt - 1);
    if (slot.at === lastAt && !isTaken) slot = slotAfter(daily(time), zone, lastAt);
    for (let step = 0; step < later; step++) slot = slotAfter(daily(time), zone, slot.at);
    expect(createSlotMemory().isTakenBy(lastAt, slot, daily(time), zone)).toBe(isTaken);
  });
});

test('slots that are remembered are those that are worked out, from any moment', () => {
  const memory = createSlotMemory();
  const begin = Date.parse('2026-10-20T00:00:00Z');
  for (const zone of ['Europe/London', 'Pacific/Apia'])
    for (let hour = 0; hour < 24 * 14; hour += 5) {
      const now = begin + hour * 3_600_000;
      const slot = slotBefore(daily('01:30'), zone, now);
      expect(memory.lastAt(daily('01:30'), zone, now)).toEqual(slot);
      expect(memory.before(daily('01:30'), zone, slot)).toEqual(
        slotBefore(daily('01:30'), zone, slot.at - 1),
      );
    }
});
