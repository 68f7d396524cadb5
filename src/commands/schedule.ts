/** What follows `/papers schedule` in; a schedule and a zone, or what is wrong, out. */
import { type Schedule, WEEKDAYS } from '../channels/schedule.ts';

export type ReadSchedule = { schedule: Schedule; zone?: string } | { problem: string };

const EXAMPLE = 'Try `schedule weekdays 09:00 Europe/Berlin` or `schedule weekly mon thu 17:30`.';

/** `daily 9:00`, `weekly mon, thu 17:30 Europe/Berlin`, `monthly 1 09:00`. The time is required; the zone is not. */
export function parseSchedule(text: string, isZone: (zone: string) => boolean): ReadSchedule {
  const words = text.trim().split(/[\s,]+/);
  const kind = words.shift()?.toLowerCase() ?? '';
  const zone = isZoneLike(words.at(-1) ?? '') ? words.pop() : undefined;
  const last = words.pop();
  const time = last === undefined ? undefined : readTime(last);
  if (time === undefined) {
    const what =
      last !== undefined && /\d/.test(last)
        ? `"${last}" is no time of day.`
        : 'A schedule wants a time of day.';
    return { problem: `${what} ${EXAMPLE}` };
  }
  if (zone !== undefined && !isZone(zone)) {
    return { problem: `"${zone}" is no time zone. Zones look like Europe/Berlin or America/New_York.` };
  }
  const schedule = scheduleOf(kind, words, time);
  if ('problem' in schedule) return schedule;
  return { schedule, ...(zone === undefined ? {} : { zone }) };
}

function scheduleOf(kind: string, words: string[], time: string): Schedule | { problem: string } {
  switch (kind) {
    case 'daily':
      return { every: 'day', time };
    case 'weekdays':
      return { every: 'weekday', time };
    case 'weekly': {
      const days = words.map(weekday);
      const wrong = words.find((_word, at) => days[at] === undefined);
      if (wrong !== undefined)
        return { problem: `"${wrong}" is no day of the week. Days are mon, tue, wed, thu, fri, sat, sun.` };
      const on = [...new Set(days.filter((day) => day !== undefined))].sort();
      return { every: 'week', on: on.length > 0 ? on : [1], time };
    }
    case 'monthly': {
      const on = Number(words[0] ?? '1');
      if (!Number.isInteger(on) || on < 1 || on > 31)
        return { problem: `"${words[0]}" is no day of a month: 1 to 31.` };
      return { every: 'month', on, time };
    }
    default:
      return { problem: `"${kind}" is no schedule: daily, weekdays, weekly or monthly. ${EXAMPLE}` };
  }
}

/** 1 for `mon`, `Monday`, `mondays`; undefined for what is no weekday. */
function weekday(word: string): number | undefined {
  const folded = word.toLowerCase().replace(/s$/, '');
  if (folded.length < 3) return undefined;
  const at = WEEKDAYS.findIndex((name) => name.toLowerCase().startsWith(folded));
  return at < 0 ? undefined : at + 1;
}

/** A word with letters that is neither a time nor a weekday. */
function isZoneLike(word: string): boolean {
  return /[a-z]/i.test(word) && readTime(word) === undefined && weekday(word) === undefined;
}

/** `09:00` for `9:00`, `9am` and `09:00`; undefined for what is no time of day. A bare `9` may be a day of the month. */
function readTime(word: string): string | undefined {
  const parts = /^(\d{1,2})(?::([0-5]\d))?(am|pm|h)?$/i.exec(word);
  if (parts === null) return undefined;
  const [, hours = '', minutes, half = ''] = parts;
  if (minutes === undefined && half === '') return undefined;
  const hour = hourOf(Number(hours), half.toLowerCase());
  return hour === undefined ? undefined : `${String(hour).padStart(2, '0')}:${minutes ?? '00'}`;
}

function hourOf(hour: number, half: string): number | undefined {
  if (half !== 'am' && half !== 'pm') return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}
