/** Reads the days of a schedule as people write them: weekdays, ranges and lists of them, and days of a month. */
import { LAST_DAY, WEEKDAYS } from '../../channels/schedule.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** ISO weekdays by a letter; `s` could be two. */
const LETTERS: Readonly<Record<string, number>> = {
  m: 1,
  tu: 2,
  w: 3,
  th: 4,
  r: 4,
  f: 5,
  sa: 6,
  su: 7,
  u: 7,
};

/** `mon`, `mon-fri`, `mon/wed/fri`, `M-F`, `MWF`; undefined for what is no list of weekdays. */
export function readDays(word: string): number[] | undefined {
  const ends = word.split(/[-~]|\.\./);
  const [first, last] = ends.map(readEnd);
  if (ends.length === 2 && first !== undefined && last !== undefined) return weekdayRange(first, last);
  const list = word.split(/[/+&]/);
  const known = list.map(readWeekday).filter((day) => day !== undefined);
  if (known.length === list.length) return known;
  return readLetters(list.join(''));
}

/** One end of a range: a weekday, or its letter. */
export function readEnd(word: string): number | undefined {
  return readWeekday(word) ?? (word === 't' ? 2 : Object.hasOwn(LETTERS, word) ? LETTERS[word] : undefined);
}

/** `mwf`, `tth`, `mtwtf`: letters of weekdays in their order. Two letters may be much else (`MT` is a zone): few are read. */
export function readLetters(word: string): number[] | undefined {
  if (word.length > 10 || !/^(?:th|tu|sa|su|[mtwrfu])+$/.test(word)) return undefined;
  if (word.length < 3 && !/^(?:mw|wf|tr)$/.test(word)) return undefined;
  const days: number[] = [];
  for (const letter of word.match(/th|tu|sa|su|[mtwrfu]/g) ?? []) {
    const last = days.at(-1) ?? 0;
    const day = letter === 't' ? (last < 2 ? 2 : 4) : (LETTERS[letter] ?? 0);
    if (day <= last) return undefined;
    days.push(day);
  }
  return days.length > 1 ? days : undefined;
}

/** ISO weekdays from one to another, over Sunday where that is the way: `fri-mon`. */
export function weekdayRange(first: number, last: number): number[] {
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, at) => ((first - 1 + at) % 7) + 1);
}

/** 1 for `mo`, `mon`, `monday` and `mondays`; undefined for what is no weekday. */
export function readWeekday(word: string): number | undefined {
  const singular = word.replace(/(?<=day|^...)s$/, '');
  if (singular.length < 2) return undefined;
  const at = WEEKDAYS.findIndex((name) => name.toLowerCase().startsWith(singular));
  return at < 0 ? undefined : at + 1;
}

/** The day of a month for `1st`, `first` and `last`, which is `LAST_DAY`; undefined for other words. */
export function readMonthDay(word: string): number | undefined {
  if (word === 'last') return LAST_DAY;
  const written = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(word)?.[1];
  if (written !== undefined) return Number(written);
  const at = ORDINALS.indexOf(word);
  return at < 0 ? undefined : at + 1;
}
