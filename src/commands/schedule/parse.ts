/** Reads what follows `/papers schedule`. Anything unclear or contradictory is reported, never dropped. */
import type { Schedule } from '../../channels/schedule.ts';
import { eitherCode } from '../reply.ts';
import { shown } from './clock.ts';
import { fixesOf, timed } from './fixes.ts';
import { contradiction, ofKind, type Parts, partsOf, type Wrong } from './parts.ts';
import { type Piece, type Rhythm, readWords } from './words.ts';

/**
 * A schedule, a zone or both: with a zone alone the schedule stays. `days` is a schedule without a time of its own: it
 * takes the time that is set; `isTime`: only the time of the schedule was named. `note` says how a zone was understood that was not written by its own name. `offers` are the
 * commands that a problem ends with.
 */
export type ReadSchedule =
  | { schedule?: Schedule; isTime?: true; days?: Schedule; zone?: string; note?: string }
  | { problem: string; offers: string[] };

export const NO_TIME = 'A schedule needs a time of day, such as `9:00` or `9am`.';
const EXAMPLE = 'weekdays 9:00';
/** Stands where another time is put. */
const ANY_TIME = '00:00';

/**
 * Reads a schedule such as `daily 9:00`, `every weekday at 9am`, `mon,wed,fri 8:30 Berlin` or `monthly last day 17h`.
 * Without days it is every day. A problem ends with schedules that may be meant.
 * @param typedAs what is typed before a schedule, for these suggestions
 */
export function parseSchedule(text: string, typedAs = '/papers schedule '): ReadSchedule {
  const pieces = readWords(text);
  const read = readPieces(pieces);
  if (!('problem' in read)) return read;
  const own = (read.fixes ?? []).map((fix) => [fix]);
  const fixes = [...timed(own, isSchedule), ...fixesOf(pieces, read.wrong ?? [], isSchedule)];
  const commands = (fixes.length > 0 ? fixes.slice(0, 3) : [EXAMPLE]).map((fix) => `${typedAs}${fix}`);
  const offers = fixes.slice(0, 3).map((fix) => `schedule ${fix}`);
  return { problem: `${read.problem} Try ${eitherCode(commands)}.`, offers };
}

/** Whether it is a whole schedule or a zone: without suggestions where it isn't, which take a while to make. */
export function isSchedule(text: string): boolean {
  const read = readPieces(readWords(text));
  return !('problem' in read || read.days !== undefined);
}

function readPieces(written: readonly Piece[]): Exclude<ReadSchedule, { problem: string }> | Wrong {
  const pieces = written.map((piece) => settled(piece, written));
  const unknown = pieces.find(ofKind('unknown'));
  if (unknown) return { problem: unknown.problem, wrong: [unknown] };
  const read = partsOf(pieces);
  if ('problem' in read) return read;
  const { zone, time } = read;
  const zoned = zone ? { zone: zone.zone, ...(zone.note === undefined ? {} : { note: zone.note }) } : {};
  const isZoneAlone = pieces.every(({ is }) => is === 'zone' || is === 'nothing');
  if (zone && time === undefined && /^[+-]\d{1,2}$/.test(zone.words)) return timeOrOffset(zone, pieces);
  if (zone && isZoneAlone) return zoned;
  const hasDays = read.rhythm !== undefined || read.days.length > 0;
  // "every morning" says something of the time.
  if (time === undefined && hasDays && !pieces.some(ofKind('part of day'))) {
    const days = scheduleOf(read, ANY_TIME);
    return 'problem' in days ? days : { days, ...zoned };
  }
  if (time === undefined) {
    const fixes = [pieces.map(({ words }) => words).join(' ')];
    return { problem: NO_TIME, fixes };
  }
  const schedule = scheduleOf(read, time);
  if ('problem' in schedule) return schedule;
  const isTime = pieces.every(
    ({ is }) => is === 'time' || is === 'number' || is === 'zone' || is === 'nothing',
  );
  return { schedule, ...(isTime ? { isTime } : {}), ...zoned };
}

/** `Cambridge, UK`: which of several zones is meant follows from another zone next to it. */
function settled(piece: Piece, pieces: readonly Piece[]): Piece {
  if (piece.is !== 'unknown') return piece;
  return pieces.filter(ofKind('zone')).find(({ zone }) => piece.choices?.includes(zone)) ?? piece;
}

/** `-9` without a time next to it. */
function timeOrOffset(zone: Piece, pieces: readonly Piece[]): Wrong {
  const fixes = [`${zone.words.slice(1)}:00`, `UTC${zone.words}`].map((words) =>
    pieces.map((piece) => (piece === zone ? words : piece.words)).join(' '),
  );
  return { problem: `\`${zone.words}\` could be a time of day or an offset from UTC. Which one?`, fixes };
}

function scheduleOf(read: Parts, time: string): Schedule | Wrong {
  const { rhythm, days, monthDay } = read;
  const [firstDays] = days;
  if (rhythm?.rhythm === 'month') {
    return firstDays ? contradiction(rhythm, firstDays) : { every: 'month', on: monthDay?.value ?? 1, time };
  }
  if (monthDay && rhythm) return contradiction(rhythm, monthDay.piece);
  if (monthDay) {
    const day = shown(monthDay.piece.words);
    return {
      problem: `I don't understand \`${day}\` here: a day of the month needs \`monthly\`.`,
      fixes: [`monthly ${monthDay.value} ${time}${read.zone ? ` ${read.zone.words}` : ''}`],
    };
  }
  if (firstDays && rhythm && rhythm.rhythm !== 'week') return contradiction(rhythm, firstDays);
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
  if (rhythm === 'weekend') return { every: 'week', on: [6, 7], time };
  if (rhythm === 'week') return { every: 'week', on: [1], time };
  if (rhythm === 'month') return { every: 'month', on: 1, time };
  return { every: rhythm, time };
}
