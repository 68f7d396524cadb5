/**
 * Works out the slot before and the slot after a moment, for a schedule in a zone. Pure.
 *
 * A slot is a local day with the instant its post is due. One local day has at most one slot, whatever the zone does:
 * a time of day that the clocks skip is due at the first instant after the gap, one that comes twice at its first
 * coming, and a day that a zone leaves out (Samoa, 30 December 2011) has none. The zone arithmetic is Temporal's.
 */
import { Temporal } from 'temporal-polyfill';
import type { Schedule } from '../channels/schedule.ts';
import type { Day } from '../model/paper.ts';

export interface Slot {
  day: Day;
  /** Milliseconds since 1970. */
  at: number;
}

/** A month's roll-up is the widest step: 31 days, and one more for the zone. */
const HORIZON_DAYS = 33;

/** The last slot at or before `now`. */
export function slotBefore(schedule: Schedule, zone: string, now: number): Slot {
  // The local day can be a day further than the slot's: a slot late in a gap may fall on the next instant's day.
  return find(schedule, zone, now, -1, (slot) => slot.at <= now);
}

/** The first slot after `now`. */
export function slotAfter(schedule: Schedule, zone: string, now: number): Slot {
  return find(schedule, zone, now, 1, (slot) => slot.at > now);
}

/** Slots and days that are remembered: channels in all zones, at some times of day each. */
const MOST_KNOWN = 5_000;

/**
 * Answers as `slotBefore` and `isTakenBy` do, and remembers: thousands of channels share their schedule and zone, and zone arithmetic
 * takes some 10 us.
 */
export function createSlotMemory() {
  const current = new Map<string, { last: Slot; next: Slot }>();
  const priors = new Map<string, Slot>();
  const days = new Map<string, Day>();
  const remember = <T>(known: Map<string, T>, key: string, value: T): T => {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, value);
    return value;
  };
  const keyOf = (schedule: Schedule, zone: string) =>
    `${zone} ${schedule.every} ${'on' in schedule ? schedule.on : ''} ${schedule.time}`;
  const dayOf = (zone: string, at: number): Day => {
    const key = `${zone} ${at}`;
    return days.get(key) ?? remember(days, key, localDay(zone, at));
  };
  const before = (schedule: Schedule, zone: string, at: number): Slot => {
    const key = `${keyOf(schedule, zone)} ${at}`;
    return priors.get(key) ?? remember(priors, key, slotBefore(schedule, zone, at));
  };
  return {
    /** The last slot at or before `now`. Most calls compute none, as it is known when the next one begins. */
    lastAt(schedule: Schedule, zone: string, now: number): Slot {
      const key = keyOf(schedule, zone);
      const known = current.get(key);
      if (known && known.last.at <= now && now < known.next.at) return known.last;
      const last = slotBefore(schedule, zone, now);
      remember(current, key, { last, next: slotAfter(schedule, zone, now) });
      return last;
    },
    /** The slot before another one. */
    before: (schedule: Schedule, zone: string, slot: Slot): Slot => before(schedule, zone, slot.at - 1),
    /**
     * Whether a post that was due at `lastAt`, perhaps by another schedule or in another zone, leaves no room for a slot: the slot is
     * not later, or on the same local day. A local day whose slot a gap moved into the next day takes none from that one.
     */
    isTakenBy(lastAt: number, slot: Slot, schedule: Schedule, zone: string): boolean {
      if (slot.at <= lastAt) return true;
      return dayOf(zone, lastAt) >= slot.day && before(schedule, zone, lastAt).at !== lastAt;
    },
  };
}

/** The local day of a moment in a zone. */
export function localDay(zone: string, at: number): Day {
  return dateIn(zone, at).toString();
}

function find(
  schedule: Schedule,
  zone: string,
  now: number,
  step: 1 | -1,
  fits: (slot: Slot) => boolean,
): Slot {
  const today = dateIn(zone, now);
  for (let days = -1; days <= HORIZON_DAYS * 2; days++) {
    const date = today.add({ days: days * step });
    if (!isOn(schedule, date)) continue;
    const slot = slotOn(schedule.time, zone, date);
    if (slot !== undefined && fits(slot)) return slot;
  }
  // Unreachable: every schedule has a day within two months.
  throw new RangeError(`No slot near ${now} for ${JSON.stringify(schedule)} in ${zone}.`);
}

function isOn(schedule: Schedule, date: Temporal.PlainDate): boolean {
  switch (schedule.every) {
    case 'day':
      return true;
    case 'weekday':
      return date.dayOfWeek <= 5;
    case 'week':
      return schedule.on.includes(date.dayOfWeek);
    case 'month':
      return date.day === Math.min(schedule.on, date.daysInMonth);
  }
}

/** The slot of one local day, or undefined where the zone leaves that day out. */
function slotOn(time: string, zone: string, date: Temporal.PlainDate): Slot | undefined {
  const wanted = date.toPlainDateTime(Temporal.PlainTime.from(time));
  const earlier = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wanted))
    return { day: date.toString(), at: earlier.epochMilliseconds };
  const afterGap = earlier.getTimeZoneTransition('next');
  // Nuuk's clocks skip the last hour of a Saturday: that day is there before the gap, though not after it.
  const isThere = [earlier, afterGap].some((moment) => moment?.toPlainDate().equals(date));
  if (afterGap === null || !isThere) return undefined;
  return { day: date.toString(), at: afterGap.epochMilliseconds };
}

function dateIn(zone: string, at: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
}
