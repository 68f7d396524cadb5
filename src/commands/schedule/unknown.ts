/** Says why a word of a schedule is not understood, and what it may mean. */
import { readHalf, readTime } from '../../model/time-of-day.ts';
import { readZone } from '../../model/zone.ts';
import { readNumber } from '../numbers.ts';
import { type NoClock, noClock, shown } from './clock.ts';

export const EVERY = new Set(['every', 'each']);
export const TO = new Set(['to', 'through', 'thru', 'until', 'till', '-']);
/** Rhythms that people ask for and that there are none of. */
const UNSUPPORTED =
  /^(?:hourly|biweekly|fortnightly|bimonthly|quarterly|yearly|annually|twice|other|alternate|except|excluding|but|not|never)$/;

/** As zones' short names are written. */
const ABBREVIATION = /^[A-Z]{2,5}$/;

/** What is wrong, as a sentence; words that may be meant instead; how many words it is about. */
export type Unknown = NoClock & { is: 'unknown' };

/** Why a word of a schedule is not understood. `words` are in lower case, `typed` as they were written. */
export function notUnderstood(words: readonly string[], at: number, typed: readonly string[]): Unknown {
  const word = words[at] ?? '';
  const unknown = (problem: string, choices: readonly string[] = []): Unknown => {
    return { is: 'unknown', problem, choices, took: 1 };
  };
  const own = `\`${shown(typed[at] ?? '')}\``;
  const counted = everyOther(words, at, typed);
  if (counted) return counted;
  if (/^\d/.test(word)) return { is: 'unknown', ...noClock([word], 1) };
  if (UNSUPPORTED.test(word)) return unknown(`${own} is not supported.`);
  const [before = '', after = ''] = [typed[at - 1], typed[at + 1]];
  if (word === 'or' && before !== '' && after !== '')
    return unknown(`\`${shown(`${before} or ${after}`)}\` could mean either. Which one?`);
  if (TO.has(word) && before !== '' && after !== '')
    return unknown(`\`${shown(`${before} ${word} ${after}`)}\` is a range, not a time.`);
  const zone = isZoneLike(words, at, typed) ? readZone(typed[at] ?? '') : undefined;
  if (zone === undefined || 'zone' in zone) return unknown(`I don't understand ${own}.`);
  const isWritten =
    word.includes('/') || /^(?:utc|gmt|[+-])/.test(word) || ABBREVIATION.test(typed[at] ?? '');
  return isWritten || zone.choices.length > 0
    ? unknown(zone.problem, zone.choices)
    : unknown(`I don't understand ${own}.`);
}

/** `every 2 days`, `every two weeks`, `every other month`. */
function everyOther(words: readonly string[], at: number, typed: readonly string[]): Unknown | undefined {
  const word = words[at] ?? '';
  const isCount = /^\d/.test(word) || readNumber(word) !== undefined || /^(?:other|second|third)$/.test(word);
  if (!isCount || !EVERY.has(words[at - 1] ?? '')) return undefined;
  const unit = /^(day|weekday|week|month)s?$/.exec(words[at + 1] ?? '')?.[1];
  const took = unit === undefined ? 1 : 2;
  const problem = `\`${shown(typed.slice(at - 1, at + took).join(' '))}\` is not supported.`;
  return { is: 'unknown', problem, choices: unit === undefined ? [] : [unit], took };
}

/** What follows a time, or stands alone, can be a zone. */
function isZoneLike(words: readonly string[], at: number, typed: readonly string[]): boolean {
  const before = words[at - 1] ?? '';
  const isAfterTime = readTime(before) !== undefined || readHalf(before) !== undefined;
  const [word = '', own = ''] = [words[at], typed[at]];
  return isAfterTime || words.length === 1 || word.includes('/') || ABBREVIATION.test(own);
}
