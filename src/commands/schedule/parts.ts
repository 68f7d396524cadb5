/** Sorts the pieces of a schedule into its parts. Two for one part contradict each other, unless they say the same. */
import { LAST_DAY } from '../../channels/schedule.ts';
import { type Half, isIn, readTime } from '../../model/time-of-day.ts';
import { noClock, shown } from './clock.ts';
import type { Piece } from './words.ts';

type Kind<K extends Piece['is']> = Piece & { is: K };

/** What a piece says. */
interface Said<T> {
  value: T;
  piece: Piece;
}

export interface Parts {
  rhythm?: Kind<'rhythm'>;
  days: Kind<'days'>[];
  /** 1 to 31. */
  monthDay?: Said<number>;
  /** `HH:MM`. */
  time?: string;
  zone?: Kind<'zone'>;
}

/** What is wrong, as a sentence; the pieces of which one has to go; whole schedules that may be meant. */
export interface Wrong {
  problem: string;
  wrong?: readonly Piece[];
  fixes?: readonly string[];
}

/** The parts of a schedule; pieces that are `unknown` are not looked at. */
export function partsOf(pieces: readonly Piece[]): Parts | Wrong {
  const [rhythm, ...rhythms] = pieces.filter(ofKind('rhythm'));
  const otherRhythm = rhythms.find((one) => one.rhythm !== rhythm?.rhythm);
  if (rhythm && otherRhythm) return contradiction(rhythm, otherRhythm);
  const [part, ...parts] = pieces.filter(ofKind('part of day'));
  const otherPart = parts.find(({ half }) => half !== part?.half);
  if (part && otherPart) return contradiction(part, otherPart);

  const monthDays: Said<number>[] = pieces
    .filter(ofKind('month day'))
    .map((piece) => ({ value: piece.day, piece }));
  const times: Said<string | undefined>[] = pieces
    .filter(ofKind('time'))
    .map((piece) => ({ value: timeOf(piece.clock, piece.half, part?.half), piece }));
  for (const piece of pieces.filter(ofKind('number'))) {
    const isDay = rhythm?.rhythm === 'month' && (monthDays.length === 0 || times.length > 0);
    const clock = String(piece.value);
    if (isDay) monthDays.push({ value: piece.value, piece });
    else if (readTime(clock) === undefined)
      return { problem: noClock([piece.words], 1).problem, wrong: [piece] };
    else times.push({ value: timeOf(clock, undefined, part?.half), piece });
  }
  const [[first], [monthDay]] = [times, monthDays];
  const time = first?.value;
  if (first && part && time === undefined) return contradiction(part, first.piece);
  if (monthDay && (monthDay.value < 1 || monthDay.value > LAST_DAY))
    return noMonthDay(monthDay.piece, pieces);
  const zones = pieces.filter(ofKind('zone'));
  const named = zones.map((piece) => ({ value: piece.zone, piece }));
  const twice = two('times of day', times) ?? two('days of the month', monthDays) ?? two('time zones', named);
  if (twice) return twice;
  return {
    days: pieces.filter(ofKind('days')),
    ...(rhythm ? { rhythm } : {}),
    ...(monthDay ? { monthDay } : {}),
    ...(time === undefined ? {} : { time }),
    ...(zones[0] ? { zone: zones[0] } : {}),
  };
}

/** `HH:MM`; undefined when it lies outside the part of the day that `every morning` and the like ask for. */
function timeOf(clock: string, half: Half | undefined, wanted: Half | undefined): string | undefined {
  const read = readTime(clock, half);
  if (wanted === undefined || read === undefined) return read;
  const inHalf = half === undefined ? readTime(clock, wanted) : undefined;
  return inHalf ?? (isIn(read, wanted) ? read : undefined);
}

function noMonthDay(piece: Piece, pieces: readonly Piece[]): Wrong {
  const words = pieces.map((one) => (one === piece ? 'last day' : one.words)).join(' ');
  const problem = `\`${shown(piece.words)}\` isn't a day of the month. Use 1 to 31.`;
  return { problem, fixes: [words] };
}

/** Two that say something different, of which only one can be. */
function two(what: string, found: readonly Said<unknown>[]): Wrong | undefined {
  const [one] = found;
  const other = found.find(({ value }) => one !== undefined && value !== one.value);
  if (one === undefined || other === undefined) return undefined;
  const [words, others] = [shown(one.piece.words), shown(other.piece.words)];
  const problem = `There are two ${what}: \`${words}\` and \`${others}\`. Which one?`;
  return { problem, wrong: [one.piece, other.piece] };
}

/** Two pieces that cannot both be meant. */
export function contradiction(one: Piece, other: Piece): Wrong {
  const problem = `\`${shown(one.words)}\` and \`${shown(other.words)}\` contradict each other.`;
  return { problem, wrong: [one, other] };
}

/** Tells the pieces of one kind. */
export function ofKind<K extends Piece['is']>(kind: K): (piece: Piece) => piece is Kind<K> {
  return (piece): piece is Kind<K> => piece.is === kind;
}
