/** Reads each word of a schedule as a rhythm, days, a time or a zone. No word is ignored. */
import { type Half, readHalf } from '../../model/time-of-day.ts';
import { readZone, zonesNamed } from '../../model/zone.ts';
import { readNumber } from '../numbers.ts';
import { clockAt, shown } from './clock.ts';
import { readDays, readEnd, readLetters, readMonthDay, readWeekday, weekdayRange } from './days.ts';
import { EVERY, notUnderstood, TO } from './unknown.ts';

/** What a word, or a few of them, say. `words` is how they were typed. */
export type Piece =
  | { is: 'rhythm'; rhythm: Rhythm; words: string }
  | { is: 'days'; days: number[]; words: string }
  | { is: 'month day'; day: number; words: string }
  /** Its clock as typed, and the half of the day where it is said with it. */
  | { is: 'time'; clock: string; half?: Half; words: string }
  | { is: 'part of day'; half: Half; words: string }
  /** An hour, or a day of the month. */
  | { is: 'number'; value: number; words: string }
  | { is: 'zone'; zone: string; note?: string; words: string }
  | { is: 'nothing'; words: string }
  /** What is wrong, as a sentence, and words that may be meant instead. */
  | { is: 'unknown'; problem: string; choices?: readonly string[]; words: string };
export type Rhythm = 'day' | 'weekday' | 'weekend' | 'week' | 'month';

/** Longer than any schedule; more is not read. */
const MOST_WORDS = 24;
/** `Australian Eastern Daylight Saving Time`: no zone's name has more words. */
const ZONE_WORDS = 5;

const RHYTHMS: readonly (readonly [RegExp, Rhythm])[] = [
  [/^(?:daily|everyday)$/, 'day'],
  [/^(?:week|work)days?$/, 'weekday'],
  [/^weekends?$/, 'weekend'],
  [/^week(?:ly)?$/, 'week'],
  [/^month(?:ly)?$/, 'month'],
];
/** Words that say nothing by themselves. */
const FILLERS = new Set(
  'at @ on the of and & in once a every each from time timezone zone tz - please pls kindly thanks sharp'.split(
    ' ',
  ),
);

type Reader = (words: readonly string[], at: number) => Found | undefined;
/** A piece without its words, and how many words it took. */
type Found = { took: number } & (Piece extends infer P
  ? P extends unknown
    ? Omit<P, 'words'>
    : never
  : never);

/** The pieces of a schedule, in order; each word is in exactly one of them. */
export function readWords(text: string): Piece[] {
  const typed = text
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .trim()
    .split(/[\s,;]+/)
    .map(bare)
    .filter((word) => word !== '');
  if (typed.length > MOST_WORDS)
    return [{ is: 'unknown', problem: 'That is too long for a schedule.', words: '' }];
  if (typed.some((word) => word.includes('*')))
    return [{ is: 'unknown', problem: 'Cron expressions are not supported.', words: '' }];
  const words = typed.map((word) => word.toLowerCase());
  const pieces: Piece[] = [];
  for (let at = 0; at < words.length; ) {
    const { took, ...found } = readAt(words, at, typed);
    pieces.push({ ...found, words: typed.slice(at, at + took).join(' ') } as Piece);
    at += took;
  }
  return pieces;
}

/** Without the quotes around it and the full stop behind it. */
function bare(word: string): string {
  return word.replace(/^(?:["'`(]+|@(?=[a-z]))|["'`).!?]+$/gi, '');
}

function readAt(words: readonly string[], at: number, typed: readonly string[]): Found {
  const zone = longZone(typed, at);
  if (zone) return zone;
  for (const read of READERS) {
    const found = read(words, at);
    if (found) return found;
  }
  return readZoneAt(typed, at, 1) ?? notUnderstood(words, at, typed);
}

const longZone: Reader = (words, at) => {
  for (let took = Math.min(ZONE_WORDS, words.length - at); took > 1; took--) {
    const found = readZoneAt(words, at, took);
    if (found) return found;
  }
  return undefined;
};

function readZoneAt(words: readonly string[], at: number, took: number): Found | undefined {
  const text = words.slice(at, at + took).join(' ');
  const isOffset = /^(?:utc|gmt) ?[+-] ?\d{1,2}(?::?\d\d)?$/i.test(text);
  if (took > 1 && !isOffset && zonesNamed(text).length === 0) return undefined;
  const read = readZone(text);
  if ('zone' in read) return { is: 'zone', ...read, took };
  return read.is === 'ambiguous' || isOffset
    ? { is: 'unknown', problem: read.problem, choices: read.choices, took }
    : undefined;
}

const days: Reader = (words, at) => {
  const own = readDays(words[at] ?? '');
  const first = own?.length === 1 ? own[0] : own === undefined ? readEnd(words[at] ?? '') : undefined;
  const last = TO.has(words[at + 1] ?? '') ? readEnd(words[at + 2] ?? '') : undefined;
  if (first !== undefined && last !== undefined)
    return { is: 'days', days: weekdayRange(first, last), took: 3 };
  if (own !== undefined) return { is: 'days', days: own, took: 1 };
  const end = words.findIndex((word, from) => from >= at && !/^[mtwrfu]$/.test(word));
  const letters = words.slice(at, end < 0 ? words.length : end);
  const run = letters.length > 1 ? readLetters(letters.join('')) : undefined;
  return run && { is: 'days', days: run, took: letters.length };
};

/** `first monday`, `last friday`. */
const weekdayOfMonth: Reader = (words, at) => {
  if (readMonthDay(words[at] ?? '') === undefined || readWeekday(words[at + 1] ?? '') === undefined)
    return undefined;
  const [ordinal = '', weekday = ''] = words.slice(at, at + 2);
  const problem = `A weekday of the month, such as \`${shown(`${ordinal} ${weekday}`)}\`, is not supported.`;
  return { is: 'unknown', problem, choices: [ordinal === 'last' ? 'last day' : ordinal, weekday], took: 2 };
};

const rhythm: Reader = (words, at) => {
  const word = (words[at] ?? '').replace('-', '');
  const [before = '', after = ''] = [words[at - 1], words[at + 1]];
  const found = (rhythm: Rhythm, took: number): Found => ({ is: 'rhythm', rhythm, took });
  if (/^(?:week|business|working|work)$/.test(word) && /^days?$/.test(after)) return found('weekday', 2);
  if (word === 'week' && /^ends?$/.test(after)) return found('weekend', 2);
  if (word === 'day' && (EVERY.has(before) || /^(?:a|once)$/.test(before))) return found('day', 1);
  const known = RHYTHMS.find(([words]) => words.test(word))?.[1];
  return known && found(known, 1);
};

/** `1st`, `first`, `last day`, `day 15`. "Every 2nd month" is another thing, and no schedule of ours. */
const monthDay: Reader = (words, at) => {
  const word = words[at] ?? '';
  const next = words[at + 1] ?? '';
  if (word === 'day' && /^\d{1,2}$/.test(next)) return { is: 'month day', day: Number(next), took: 2 };
  const day = readMonthDay(word);
  if (day === undefined) return undefined;
  const took = next === 'day' ? 2 : 1;
  const isOfMonth = words[at + took] === 'of' || !EVERY.has(words[at - 1] ?? '');
  return isOfMonth ? { is: 'month day', day, took } : undefined;
};

const time: Reader = (words, at) => {
  const found = clockAt(words, at);
  if (found === undefined) return undefined;
  return 'clock' in found ? { is: 'time', ...found } : { is: 'unknown', ...found };
};

/** `every morning` is every day; in `every weekday morning` the rhythm is said already. */
const partOfDay: Reader = (words, at) => {
  const word = words[at] ?? '';
  const half = word.length > 3 ? readHalf(word) : undefined;
  return half && { is: 'part of day', half, took: 1 };
};

/** "Every 2" counts something. */
const number: Reader = (words, at) => {
  const word = words[at] ?? '';
  const value = word.length > 2 && /^\d/.test(word) ? undefined : readNumber(word);
  return value === undefined || EVERY.has(words[at - 1] ?? '') ? undefined : { is: 'number', value, took: 1 };
};

const filler: Reader = (words, at) => (FILLERS.has(words[at] ?? '') ? { is: 'nothing', took: 1 } : undefined);

const READERS: readonly Reader[] = [weekdayOfMonth, days, rhythm, monthDay, time, partOfDay, number, filler];
