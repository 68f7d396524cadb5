/** Parses a calendar day of a filter in the forms that people write. */

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** A month's English name, or its first three letters or more. */
export const monthPattern =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const dayPattern = '(\\d{1,2})(?:st|nd|rd|th)?';
const gap = '[\\s.,-]+';

/** Each form with the groups of its year, month and day. */
const forms: readonly { pattern: RegExp; year: number; month: number; day?: number }[] = [
  { pattern: /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/, year: 1, month: 2, day: 3 },
  { pattern: /^(\d{4})(\d{2})(\d{2})$/, year: 1, month: 2, day: 3 },
  { pattern: /^(\d{4})-(\d{2})-(\d{2})T\S*$/i, year: 1, month: 2, day: 3 },
  { pattern: worded(`(${monthPattern})${gap}(\\d{4})`), year: 2, month: 1 },
  { pattern: worded(`(\\d{4})${gap}(${monthPattern})`), year: 1, month: 2 },
  { pattern: worded(`${dayPattern}${gap}(${monthPattern})${gap}(\\d{4})`), year: 3, month: 2, day: 1 },
  { pattern: worded(`(${monthPattern})${gap}${dayPattern}${gap}(\\d{4})`), year: 3, month: 1, day: 2 },
];

function worded(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`, 'i');
}

/**
 * `2025-01-31`, `20250131`, `31 Jan 2025`, `January 31, 2025`, or the first day of `2025-01`, `Jan 2025` or `2025`, as
 * `YYYY-MM-DD`. Undefined for days that do not exist and for forms that could be two days, such as `01/02/2025`.
 */
export function readDay(value: string): string | undefined {
  for (const { pattern, year, month, day } of forms) {
    const found = pattern.exec(value);
    if (found !== null) return realDay(found[year], found[month], day === undefined ? '1' : found[day]);
  }
  return undefined;
}

function realDay(year = '', month = '1', day = '1'): string | undefined {
  const number = /^\d/.test(month) ? month : `${months.indexOf(month.slice(0, 3).toLowerCase()) + 1}`;
  const written = `${year}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${written}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written) ? written : undefined;
}
