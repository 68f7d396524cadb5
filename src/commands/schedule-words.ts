/** Reads the words of a schedule, each for what it says: a rhythm, days, a time, a zone. No word is left unread. */
import { readZone, zonesNamed } from '../model/zone.ts';
import { readDays, readMonthDay, readWeekday, weekdayRange } from './schedule-days.ts';
import { readHalf, readTime } from './time-of-day.ts';

/** What a word, or a few of them, say. `words` is how they were typed. */
export type Piece =
  | { is: 'rhythm'; rhythm: Rhythm; words: string }
  | { is: 'days'; days: number[]; words: string }
  | { is: 'month day'; day: number; words: string }
  /** Its clock as typed, and the half of the day where it is said with it. */
  | { is: 'time'; clock: string; half?: 'am' | 'pm'; words: string }
  | { is: 'part of day'; half: 'am' | 'pm'; words: string }
  /** An hour, or a day of the month. */
  | { is: 'number'; value: number; words: string }
  | { is: 'zone'; zone: string; note?: string; words: string }
  | { is: 'nothing'; words: string }
  | { is: 'unknown'; problem: string; words: string };
export type Rhythm = 'day' | 'weekday' | 'weekend' | 'week' | 'month';

/** Longer than any schedule; more is not read. */
const MOST_WORDS = 24;
/** `Dar es Salaam`, `Port of Spain`: no zone's name has more words. */
const ZONE_WORDS = 4;

const RHYTHMS: Readonly<Record<string, Rhythm>> = {
  daily: 'day',
  everyday: 'day',
  weekdays: 'weekday',
  weekday: 'weekday',
  workdays: 'weekday',
  workday: 'weekday',
  weekends: 'weekend',
  weekend: 'weekend',
  weekly: 'week',
  week: 'week',
  monthly: 'month',
  month: 'month',
};
/** Words that say nothing by themselves. */
const FILLERS = new Set(
  'at @ on the of and & in once a every each from time timezone zone tz - –'.split(' '),
);
const EVERY = new Set(['every', 'each']);
const TO = new Set(['to', 'through', 'thru', 'until', 'till', '-', '–']);

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
    .trim()
    .split(/[\s,;]+/)
    .map(bare)
    .filter((word) => word !== '');
  if (typed.length > MOST_WORDS)
    return [{ is: 'unknown', problem: 'That is too long for a schedule.', words: '' }];
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
  return word.replace(/^["'`(]+|["'`).!?]+$/g, '');
}

function readAt(words: readonly string[], at: number, typed: readonly string[]): Found {
  const zone = longZone(typed, at);
  if (zone) return zone;
  for (const read of READERS) {
    const found = read(words, at);
    if (found) return found;
  }
  return readZoneAt(typed, at, 1) ?? { is: 'unknown', problem: notUnderstood(words, at, typed), took: 1 };
}

/** What follows a time can only be a zone. */
function notUnderstood(words: readonly string[], at: number, typed: readonly string[]): string {
  const word = typed[at] ?? '';
  if (EVERY.has(words[at - 1] ?? '') && /^\d/.test(word))
    return `I don't understand \`${shown(`${typed[at - 1]} ${word}`)}\`.`;
  if (/^\d/.test(word)) return notATime(word);
  const afterTime =
    readTime(words[at - 1] ?? '') !== undefined || readHalf(words[at - 1] ?? '') !== undefined;
  const read = afterTime || word.includes('/') ? readZone(word) : undefined;
  return read && 'problem' in read ? read.problem : `I don't understand \`${shown(word)}\`.`;
}

export function shown(word: string): string {
  return word.replaceAll('`', "'").slice(0, 64);
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
  const isOffset = /^(?:utc|gmt) [+-]\d/i.test(text);
  if (took > 1 && !isOffset && zonesNamed(text).length === 0) return undefined;
  const read = readZone(text);
  if ('zone' in read) return { is: 'zone', ...read, took };
  return read.is === 'ambiguous' ? { is: 'unknown', problem: read.problem, took } : undefined;
}

const days: Reader = (words, at) => {
  const own = readDays(words[at] ?? '');
  if (own === undefined) return undefined;
  const last = TO.has(words[at + 1] ?? '') ? readWeekday(words[at + 2] ?? '') : undefined;
  const [first] = own;
  if (last === undefined || first === undefined || own.length > 1) return { is: 'days', days: own, took: 1 };
  return { is: 'days', days: weekdayRange(first, last), took: 3 };
};

const rhythm: Reader = (words, at) => {
  const word = words[at] ?? '';
  if (word === 'day' && EVERY.has(words[at - 1] ?? '')) return { is: 'rhythm', rhythm: 'day', took: 1 };
  if (word === 'day' && ['a', 'once'].includes(words[at - 1] ?? ''))
    return { is: 'rhythm', rhythm: 'day', took: 1 };
  if (/^(?:business|working|work)$/.test(word) && /^days?$/.test(words[at + 1] ?? ''))
    return { is: 'rhythm', rhythm: 'weekday', took: 2 };
  const known = Object.hasOwn(RHYTHMS, word) ? RHYTHMS[word] : undefined;
  return known && { is: 'rhythm', rhythm: known, took: 1 };
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

/** `9:00`, `9 PM`, `9 in the morning`, `at 9`, `9 o'clock`. */
const time: Reader = (words, at) => {
  const word = (words[at] ?? '').replace(/^@/, '');
  const own = halfAfter(words, at);
  if (own !== undefined && /^\d/.test(word)) {
    if (readTime(word, own.half)) return { is: 'time', clock: word, ...own };
    return { is: 'unknown', problem: notATime(words.slice(at, at + own.took).join(' ')), took: own.took };
  }
  const isBare = /^\d{1,2}$/.test(word);
  const clock = isBare && /^o['’]?clock$/.test(words[at + 1] ?? '');
  const isHour = clock || word !== words[at] || words[at - 1] === 'at' || words[at - 1] === '@';
  if ((isBare && !isHour) || readTime(word) === undefined) return undefined;
  return { is: 'time', clock: word, took: clock ? 2 : 1 };
};

/** The half of the day that is said right behind a time, and how many words that time takes with it. */
function halfAfter(words: readonly string[], at: number): { half: 'am' | 'pm'; took: number } | undefined {
  const took = words.slice(at + 1, at + 3).join(' ') === 'in the' ? 4 : 2;
  const half = readHalf(words[at + took - 1] ?? '');
  return half && { half, took };
}

/** `every morning` is every day; in `every weekday morning` the rhythm is said already. */
const partOfDay: Reader = (words, at) => {
  const word = words[at] ?? '';
  const half = word.length > 3 ? readHalf(word) : undefined;
  return half && { is: 'part of day', half, took: 1 };
};

export function notATime(words: string): string {
  return `I couldn't read \`${shown(words)}\` as a time. Try \`9:00\` or \`9am\`.`;
}

/** "Every 2" counts something. */
const number: Reader = (words, at) =>
  /^\d{1,2}$/.test(words[at] ?? '') && !EVERY.has(words[at - 1] ?? '')
    ? { is: 'number', value: Number(words[at]), took: 1 }
    : undefined;

const filler: Reader = (words, at) => (FILLERS.has(words[at] ?? '') ? { is: 'nothing', took: 1 } : undefined);

const READERS: readonly Reader[] = [days, rhythm, monthDay, time, partOfDay, number, filler];
