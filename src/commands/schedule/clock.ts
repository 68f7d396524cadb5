/** Reads a time of day that takes several words: `9 PM`, `12 noon`, `half past nine`, `8 at night`, `9 o'clock`. */
import { type Half, readHalf, readNamedTime, readTime } from '../../model/time-of-day.ts';
import { readNumber } from '../numbers.ts';

/** A time as `readTime` reads it, with the part of the day where it is said, and how many words it takes. */
export interface Clock {
  clock: string;
  half?: Half;
  took: number;
}
/** What looks like a time and is none, with times that may be meant. */
export interface NoClock {
  problem: string;
  choices: readonly string[];
  took: number;
}

/** Units behind an hour. */
const UNIT = /^(?:o['’]?clock|h|hr|hrs|hours|uhr)$/;

/** The time that begins at a word; undefined where none does. A bare number alone is none: it may be a day. */
export function clockAt(words: readonly string[], at: number): Clock | NoClock | undefined {
  const word = (words[at] ?? '').replace(/^@/, '');
  const spoken = spokenAt(words, at);
  if (spoken) return 'clock' in spoken ? withHalf(words, at, spoken) : spoken;
  const named = readNamedTime(words[at + 1] ?? '');
  if (named !== undefined && isSame(word, named)) return { clock: words[at + 1] ?? '', took: 2 };
  const half = /^\d/.test(word) ? withHalf(words, at, { clock: word, took: 1 }) : undefined;
  if (half && ('problem' in half || half.half !== undefined)) return half;
  const isBare = /^\d{1,2}$/.test(word);
  const before = words[at - 1] ?? '';
  const unit = UNIT.test(words[at + 1] ?? '') && !/^(?:every|each|in)$/.test(before);
  const isHour = unit || word !== words[at] || before === 'at' || before === '@';
  if ((isBare && !isHour) || readTime(word) === undefined) return undefined;
  return { clock: word, took: unit ? 2 : 1 };
}

/** `12 noon`, `00:00 midnight`: the same time twice. */
function isSame(word: string, named: string): boolean {
  return readTime(word) === named || /^12(?:[:.]00)?$/.test(word);
}

/** Adds the part of the day that is said right behind a time. */
function withHalf(words: readonly string[], at: number, time: Clock): Clock | NoClock {
  const behind = words.slice(at + time.took);
  const lead = /^(?:in the |at (?=night))/.exec(behind.join(' '))?.[0] ?? '';
  const took = lead.split(' ').length;
  const half = readHalf(behind[took - 1] ?? '');
  if (half === undefined) return time;
  const all = time.took + took;
  if (readTime(time.clock, half) !== undefined) return { clock: time.clock, half, took: all };
  return noClock(words.slice(at, at + all), all);
}

/** What was typed is no time; the parts of it that are times may be meant. */
export function noClock(words: readonly string[], took: number): NoClock {
  const typed = words.join(' ');
  const choices = typed.split(/[\s-]+/).filter((word) => /^\d/.test(word) && readTime(word) !== undefined);
  return { problem: `I couldn't read \`${shown(typed)}\` as a time.`, choices, took };
}

/** As it is quoted in a sentence: a backtick of its own would end it, and long words are cut. */
export function shown(words: string): string {
  return words.replaceAll('`', "'").slice(0, 64);
}

/** `half past nine`, `quarter to ten`, `ten minutes to nine`, `nine thirty`. */
function spokenAt(words: readonly string[], at: number): Clock | NoClock | undefined {
  const [first = '', second = '', third = ''] = words.slice(at, at + 3);
  const minutes = first === 'half' ? 30 : first === 'quarter' ? 15 : readNumber(first);
  if (minutes === undefined || minutes > 59) return undefined;
  const isCounted = /^min(?:ute)?s?$/.test(second);
  const way = isCounted ? third : second;
  const took = isCounted ? 4 : 3;
  const hour = hourFrom(words[at + took - 1] ?? '');
  if (hour !== undefined && /^(?:past|after)$/.test(way)) return at12(hour, minutes, took);
  // "9 to 5" is a span.
  const isTo = /^(?:to|till|before)$/.test(way) && (first === 'quarter' || isCounted);
  if (hour !== undefined && isTo)
    return at12(hour === 0 ? 23 : hour === 1 ? 12 : hour - 1, 60 - minutes, took);
  const other = hourFrom(second);
  if (first === 'half' && other !== undefined) {
    const choices = [`${other}:30`, `${(other + 11) % 12 || 12}:30`];
    return { problem: `\`half ${shown(second)}\` could be two times. Which one?`, choices, took: 2 };
  }
  return inWords(first, second, third);
}

/** `nine thirty`, `nine forty five`; undefined for digits, and for `nine` alone, which may be a day. */
function inWords(first: string, second: string, third: string): Clock | undefined {
  if (/\d/.test(first + second)) return undefined;
  const hour = hourFrom(first);
  const minutes = readNumber(second);
  if (hour === undefined) return undefined;
  if (minutes === undefined || minutes < 10 || minutes > 59) {
    return readHalf(second) || UNIT.test(second)
      ? { clock: String(hour), took: UNIT.test(second) ? 2 : 1 }
      : undefined;
  }
  const both = /\d/.test(third) ? undefined : readNumber(`${second} ${third}`);
  return at12(hour, both ?? minutes, both === undefined ? 2 : 3);
}

function hourFrom(word: string): number | undefined {
  const named = readNamedTime(word);
  const hour = named === undefined ? readNumber(word) : Number(named.slice(0, 2));
  return hour !== undefined && hour <= 23 ? hour : undefined;
}

function at12(hour: number, minutes: number, took: number): Clock {
  return { clock: `${hour}:${String(minutes).padStart(2, '0')}`, took };
}
