/** Reads what follows `/papers schedule`: what is not understood, or contradicts itself, is named and never dropped. */
import { LAST_DAY, type Schedule } from '../channels/schedule.ts';
import { notATime, type Piece, type Rhythm, readWords, shown } from './schedule-words.ts';
import { readTime } from './time-of-day.ts';

/**
 * A schedule, a zone or both: with a zone alone the schedule stays. `note` says how a zone was understood that was not
 * written by its own name.
 */
export type ReadSchedule = { schedule?: Schedule; zone?: string; note?: string } | { problem: string };

const EXAMPLE = 'Try `schedule weekdays 09:00 Europe/Berlin` or `schedule weekly mon thu 17:30`.';
const WEEKEND = [6, 7];
const MONDAY = [1];

/**
 * Reads a schedule such as `daily 9:00`, `every weekday at 9am`, `mon,wed,fri 8:30 Berlin` or `monthly last day 17h`. The
 * time is required; without days it is every day.
 */
export function parseSchedule(text: string): ReadSchedule {
  const pieces = readWords(text);
  const unknown = pieces.find(ofKind('unknown'));
  if (unknown) return problem(unknown.problem);
  const read = sort(pieces);
  if ('problem' in read) return problem(read.problem);
  const { zone, time } = read;
  const zoned = zone ? { zone: zone.zone, ...(zone.note === undefined ? {} : { note: zone.note }) } : {};
  const isZoneAlone = pieces.every(({ is }) => is === 'zone' || is === 'nothing');
  if (zone && isZoneAlone) return zoned;
  if (time === undefined) return problem('A schedule needs a time of day, such as `9:00` or `9am`.');
  const schedule = scheduleOf(read, time);
  return 'problem' in schedule ? problem(schedule.problem) : { schedule, ...zoned };
}

interface Sorted {
  rhythm?: Piece & { is: 'rhythm' };
  days: (Piece & { is: 'days' })[];
  monthDay?: { day: number; words: string };
  time?: string;
  zone?: Piece & { is: 'zone' };
}

/** Gives each piece its place; two for one place are a problem. */
function sort(pieces: readonly Piece[]): Sorted | { problem: string } {
  const [rhythm, ...rhythms] = pieces.filter(ofKind('rhythm'));
  const other = rhythms.find((one) => one.rhythm !== rhythm?.rhythm);
  if (rhythm && other) return { problem: contradiction(rhythm, other) };
  const days = pieces.filter(ofKind('days'));

  const monthDays: { day: number; words: string }[] = pieces.filter(ofKind('month day'));
  const clocks: Clock[] = pieces.filter(ofKind('time'));
  for (const { value, words } of pieces.filter(ofKind('number'))) {
    const isDay = rhythm?.rhythm === 'month' && (monthDays.length === 0 || clocks.length > 0);
    if (isDay) monthDays.push({ day: value, words });
    else if (readTime(words) !== undefined) clocks.push({ clock: words, words });
    else return { problem: notATime(words) };
  }
  const [part, ...parts] = pieces.filter(ofKind('part of day'));
  const otherPart = parts.find(({ half }) => half !== part?.half);
  if (part && otherPart) return { problem: contradiction(part, otherPart) };
  const [clock] = clocks;
  const time = clock && timeOf(clock, part?.half);
  if (clock && part && time === undefined) return { problem: contradiction(part, clock) };
  const [zone, secondZone] = pieces.filter(ofKind('zone'));
  const twice =
    two('times of day', clocks) ??
    two('days of the month', monthDays) ??
    two('time zones', [zone, secondZone]);
  if (twice !== undefined) return { problem: twice };
  return {
    days,
    ...(rhythm ? { rhythm } : {}),
    ...(monthDays[0] ? { monthDay: monthDays[0] } : {}),
    ...(time === undefined ? {} : { time }),
    ...(zone ? { zone } : {}),
  };
}

interface Clock {
  clock: string;
  half?: 'am' | 'pm';
  words: string;
}

/** `HH:MM`; undefined when it lies outside the half of the day that `every morning` and the like ask for. */
function timeOf({ clock, half }: Clock, wanted: 'am' | 'pm' | undefined): string | undefined {
  const read = readTime(clock, half);
  if (wanted === undefined || read === undefined) return read;
  const isWithin = read < '12:00' === (wanted === 'am');
  return (half === undefined ? readTime(clock, wanted) : undefined) ?? (isWithin ? read : undefined);
}

function scheduleOf(read: Sorted, time: string): Schedule | { problem: string } {
  const { rhythm, days, monthDay } = read;
  const [firstDays] = days;
  if (rhythm?.rhythm === 'month') {
    if (firstDays) return { problem: contradiction(rhythm, firstDays) };
    const on = monthDay?.day ?? 1;
    if (on >= 1 && on <= LAST_DAY) return { every: 'month', on, time };
    return { problem: `\`${shown(monthDay?.words ?? '')}\` is not a day of a month: 1 to 31.` };
  }
  if (monthDay) {
    const day = shown(monthDay.words);
    return {
      problem: rhythm
        ? contradiction(rhythm, monthDay)
        : `I don't understand \`${day}\` here. For a day of the month try \`monthly 15 9:00\`.`,
    };
  }
  if (firstDays && rhythm && rhythm.rhythm !== 'week') return { problem: contradiction(rhythm, firstDays) };
  const on = [...new Set(days.flatMap((piece) => piece.days))].sort();
  return on.length > 0 ? onDays(on, rhythm?.rhythm, time) : inRhythm(rhythm?.rhythm ?? 'day', time);
}

/** Days by themselves: Monday to Friday are the weekdays. `weekly` keeps them a roll-up on each. */
function onDays(on: number[], rhythm: Rhythm | undefined, time: string): Schedule {
  const days = on.join('');
  if (rhythm === undefined && days === '1234567') return { every: 'day', time };
  if (rhythm === undefined && days === '12345') return { every: 'weekday', time };
  return { every: 'week', on, time };
}

function inRhythm(rhythm: Rhythm, time: string): Schedule {
  switch (rhythm) {
    case 'day':
    case 'weekday':
      return { every: rhythm, time };
    case 'weekend':
      return { every: 'week', on: [...WEEKEND], time };
    case 'week':
      return { every: 'week', on: [...MONDAY], time };
    case 'month':
      return { every: 'month', on: 1, time };
  }
}

function ofKind<K extends Piece['is']>(kind: K): (piece: Piece) => piece is Piece & { is: K } {
  return (piece): piece is Piece & { is: K } => piece.is === kind;
}

function two(what: string, found: readonly ({ words: string } | undefined)[]): string | undefined {
  const [one, other] = found;
  if (one === undefined || other === undefined) return undefined;
  return `There are two ${what}: \`${shown(one.words)}\` and \`${shown(other.words)}\`. Which one?`;
}

function contradiction(one: { words: string }, other: { words: string }): string {
  return `\`${shown(one.words)}\` and \`${shown(other.words)}\` contradict each other.`;
}

function problem(sentence: string): { problem: string } {
  return { problem: `${sentence} ${EXAMPLE}` };
}
