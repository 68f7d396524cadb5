/**
 * Fetches Hugging Face Daily Papers: today's list every twenty minutes, for current votes; yesterday's every five hours, for
 * late additions; those of the week before once a day, for their votes; days missed during downtime once, oldest first.
 */
import { isArxivId } from '../model/arxiv-id.ts';
import { addDays, dayAt, daysBetween, laterOf } from '../model/days.ts';
import { gistOf } from '../model/errors.ts';
import type { Day, Digest } from '../model/paper.ts';
import type { Batch, Source } from '../model/source-ports.ts';
import { type LiveOutside, parseNothing, type SourceDefinition } from './definition.ts';
import {
  createHuggingFaceApi,
  type HuggingFaceApi,
  type HuggingFaceSettings,
  huggingFaceSettings,
} from './hugging-face-api.ts';
import { isSameList } from './repeat.ts';
import { newestOf } from './source-health.ts';
import { about } from './spread.ts';

const EVERY_MS = 20 * 60_000;
/** How often yesterday's list is fetched, for late additions and votes. Milliseconds. */
const YESTERDAY_EVERY_MS = 5 * 3_600_000;
/** Lists of so many days back are fetched again this often, for votes. Milliseconds. */
const VOTES_DAYS = 7;
const VOTES_EVERY_MS = 24 * 3_600_000;
/** Days missed during a downtime of up to this many are fetched as digests; older ones are left to the fill. */
const MOST_MISSED = 14;
/** The day of the first list. */
const SINCE: Day = '2023-05-04';

export const huggingFace: SourceDefinition<object, HuggingFaceSettings> = {
  scheme: 'hugging-face',
  describe: { example: 'hugging-face', gives: 'Hugging Face Daily Papers, with votes and comments' },
  ...huggingFaceSettings,
  parse: parseNothing,
  create: (_, { settings, http, memory, clock, random }) =>
    createHuggingFace({ api: createHuggingFaceApi(http, settings), memory: memory(), clock, random }),
  lookup({ settings, http }) {
    const { search, paper } = createHuggingFaceApi(http, settings);
    return { name: 'Hugging Face', search, knows: isArxivId, paper };
  },
};

/** What is kept over a restart. */
export interface HuggingFaceMemory {
  /** When each of the last days was fetched. */
  days: Record<Day, number>;
  /** Ids of the newest list that had papers, to detect a stale one. */
  newest?: { day: Day; ids: string[] } | undefined;
}

export function createHuggingFace(outside: LiveOutside<HuggingFaceMemory> & { api: HuggingFaceApi }): Source {
  const { api, memory, clock, random } = outside;

  return {
    name: 'hugging-face',
    live: true,
    async fetch(): Promise<Batch> {
      const now = clock();
      const today = dayAt(now);
      const known = (await memory.get('hugging-face')) ?? { days: {} };
      const days = { ...known.days };
      const digests: Digest[] = [];
      const problems: string[] = [];
      const due = dueDays(days, today, now);
      for (const day of due) {
        try {
          // Undefined: the day has not begun at Hugging Face, or this clock is ahead.
          const came = await api.day(day, { keep: day >= addDays(today, -1) });
          if (came === undefined) continue;
          days[day] = now;
          digests.push(...came);
        } catch (error) {
          problems.push(`${day}: ${gistOf(error)}`);
          if (problems.length === due.length) throw error;
        }
      }
      const fresh = digests.filter((digest) => !isStale(digest, today, known.newest));
      const stale = fresh.length < digests.length;
      if (stale) problems.push(`The list for ${today} is the same as for ${known.newest?.day}.`);
      const newest = idsOf(newestOf({ digests: fresh })) ?? known.newest;
      return {
        digests: fresh,
        stale,
        problems,
        nextAt: about(now + EVERY_MS, 60_000, random),
        kept: () => memory.set('hugging-face', { days: recent(days, today), newest }),
      };
    },
    past: { since: SINCE, fetch: async (day) => (await api.day(day, { keep: false })) ?? [] },
  };
}

/** Oldest first, so that arrivals are in the order of their days. */
function dueDays(days: Readonly<Record<Day, number>>, today: Day, now: number): Day[] {
  const yesterday = addDays(today, -1);
  const [first = yesterday] = Object.keys(days).sort();
  const due = daysBetween(laterOf(first, addDays(today, -MOST_MISSED)), addDays(yesterday, -1)).filter(
    // Never fetched, or fetched while it was still growing.
    (day) =>
      (days[day] ?? 0) < Date.parse(addDays(day, 1)) + YESTERDAY_EVERY_MS ||
      isForVotes(day, today, days, now),
  );
  const again = days[yesterday] === undefined || now - days[yesterday] >= YESTERDAY_EVERY_MS;
  return [...due, ...(again ? [yesterday] : []), today];
}

/** Whether the votes of a day of the last week were not looked at for a day. */
function isForVotes(day: Day, today: Day, days: Readonly<Record<Day, number>>, now: number): boolean {
  return day >= addDays(today, -VOTES_DAYS) && now - (days[day] ?? 0) >= VOTES_EVERY_MS;
}

/** Whether a list has the papers of the newest one again under a new day. */
function isStale({ date, papers }: Digest, today: Day, newest: HuggingFaceMemory['newest']): boolean {
  return newest !== undefined && date > newest.day && date >= today && isSameList(papers, newest.ids);
}

function idsOf(digest: Digest | undefined): HuggingFaceMemory['newest'] {
  return digest && { day: digest.date, ids: digest.papers.map(({ id }) => id) };
}

function recent(days: Record<Day, number>, today: Day): Record<Day, number> {
  const oldest = addDays(today, -MOST_MISSED - 2);
  return Object.fromEntries(Object.entries(days).filter(([day]) => day >= oldest));
}
