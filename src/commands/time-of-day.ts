/** Reads a time of day as people write it. */

/** Words for the half of the day that a time on a 12-hour clock is in. */
const HALVES: Readonly<Record<string, 'am' | 'pm'>> = {
  am: 'am',
  'a.m': 'am',
  morning: 'am',
  mornings: 'am',
  pm: 'pm',
  'p.m': 'pm',
  afternoon: 'pm',
  afternoons: 'pm',
  evening: 'pm',
  evenings: 'pm',
};

/** `am` or `pm` for a word that names a half of the day. */
export function readHalf(word: string): 'am' | 'pm' | undefined {
  return Object.hasOwn(HALVES, word) ? HALVES[word] : undefined;
}

/**
 * `HH:MM` for `9:00`, `9.30`, `0900`, `17h`, `17h30`, `9am`, `noon`, `midnight`, and for a bare hour such as `9` or one on
 * a 12-hour clock when `half` is given; undefined for what is no time of day.
 */
export function readTime(word: string, half?: 'am' | 'pm'): string | undefined {
  if (half === undefined && word === 'noon') return '12:00';
  if (half === undefined && word === 'midnight') return '00:00';
  const parts = /^(\d{1,2})(?:[:.h]?([0-5]\d))?(h|uhr)?(am|pm|a\.m|p\.m)?$/.exec(word);
  if (parts === null) return undefined;
  const [, hours = '', minutes = '00', , own = ''] = parts;
  const written = readHalf(own);
  if (written !== undefined && half !== undefined && written !== half) return undefined;
  const hour = hourOf(Number(hours), written ?? half);
  return hour === undefined ? undefined : `${String(hour).padStart(2, '0')}:${minutes}`;
}

function hourOf(hour: number, half: 'am' | 'pm' | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}
