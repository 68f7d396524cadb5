/** The names of months as people write them. */

const NAMES = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A pattern for one name, whole or short: `november`, `nov`, `sept`. For texts in lower case, or with the flag `i`. */
export const MONTH_NAME = `(?:${[...NAMES, ...NAMES.map((name) => name.slice(0, 3)), 'sept'].join('|').toLowerCase()})`;

/** 1 to 12, of a name that `MONTH_NAME` matches. */
export function monthNumber(name: string): number {
  return NAMES.findIndex((one) => one.toLowerCase().startsWith(name.slice(0, 3).toLowerCase())) + 1;
}

/** @param number 1 to 12 */
export function monthName(number: number): string {
  return NAMES[number - 1] ?? '';
}
