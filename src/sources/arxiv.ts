/**
 * Reads arXiv's daily listing by categories. New papers and cross-lists are the digest, with what the
 * listing leaves out (comment, DOI, first date) asked of the API; replacements change what is kept and are no news.
 */
import { Temporal } from 'temporal-polyfill';
import { isArxivId } from '../model/arxiv-id.ts';
import { gistOf } from '../model/errors.ts';
import type { Day, Digest, Paper } from '../model/paper.ts';
import type { Batch, Clock, Shelf, Source } from '../model/ports.ts';
import {
  ARXIV_SETTINGS,
  type ArxivApi,
  type ArxivSettings,
  createArxivApi,
  type Listed,
  readArxivSettings,
} from './arxiv-api.ts';
import { about, addDays, daysBetween } from './days.ts';
import type { SourceDefinition } from './definition.ts';

/** The listing is made anew at midnight there, Sunday to Thursday evening's announcement. */
const ZONE = 'America/New_York';
/** Asked for first at this minute after midnight, with up to twenty more. */
const FIRST = { hour: 0, minute: 20 };
const SPREAD_MS = 20 * 60_000;
/** A listing that is late is asked for again so often, until noon. */
const AGAIN_MS = 3_600_000;
const UNTIL_HOUR = 12;
/** A longer absence is filled as history. */
const MOST_MISSED = 14;
const SINCE: Day = '1991-08-14';

export const arxiv: SourceDefinition<{ categories: string[] }, ArxivSettings> = {
  scheme: 'arxiv',
  describe: { example: 'arxiv:cs.LG+cs.CL', gives: "arXiv's daily listing of these categories" },
  settings: ARXIV_SETTINGS,
  secrets: [],
  readSettings: readArxivSettings,
  parse(rest) {
    const categories = rest.split(/[+\s]+/).filter((category) => category !== '');
    const bad = categories.find((category) => !/^[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]+)?$/.test(category));
    if (categories.length > 0 && bad === undefined) return { categories };
    return { problem: `${bad ?? 'it'} names no arXiv category. Write arxiv:cs.LG+cs.CL.` };
  },
  create: ({ categories }, { settings, http, memory, clock, random }) =>
    createArxiv({ categories, api: createArxivApi(http, settings), memory: memory(), clock, random }),
  lookup({ settings, http }) {
    const api = createArxivApi(http, settings);
    return {
      name: 'arXiv',
      knows: isArxivId,
      paper: async (id, withinMs) => (await api.papers([id], withinMs))[0],
    };
  },
};

export interface ArxivMemory {
  /** Day of the last listing that had papers, and its ids. */
  newest?: { day: Day; ids: string[] };
}

export function createArxiv(outside: {
  categories: readonly string[];
  api: ArxivApi;
  memory: Shelf<ArxivMemory>;
  clock: Clock;
  random: () => number;
}): Source {
  const { categories, api, memory, clock, random } = outside;
  const name = `arxiv:${categories.join('+')}`;

  return {
    name,
    live: true,
    async fetch(): Promise<Batch> {
      const now = clock();
      const { newest } = (await memory.get(name)) ?? {};
      const { listed, skipped } = await api.listing(categories);
      const came = listed.filter(({ isReplacement }) => !isReplacement);
      const day = lastDay(listed);
      const problems: string[] = [];
      const digests: Digest[] = [];
      let memorized: ArxivMemory | undefined;
      const stale = day !== undefined && isStale(came, day, newest);
      if (stale) problems.push(`The list of ${day} is that of ${newest?.day} again.`);
      if (day !== undefined && !stale && day !== newest?.day) {
        digests.push(...(await missed(newest?.day, day, problems)));
        const papers = await completed(came, problems);
        digests.push({ date: day, papers, skipped });
        memorized = { newest: { day, ids: papers.map(({ id }) => id) } };
      }
      const revised = listed.filter(({ isReplacement }) => isReplacement).map(({ paper }) => paper);
      return {
        digests,
        revised,
        problems,
        ...(stale ? { stale } : {}),
        nextAt: nextAt(now, stale ? undefined : day, random),
        kept: async () => void (memorized && (await memory.set(name, memorized))),
      };
    },
    past: { since: SINCE, fetch: async (day) => [await api.submitted(categories, day)] },
  };

  /** The listing holds one day only: days that nobody was there for are asked of the API. */
  async function missed(last: Day | undefined, day: Day, problems: string[]): Promise<Digest[]> {
    if (last === undefined || last < addDays(day, -MOST_MISSED)) return [];
    const days = workdaysBetween(addDays(last, 1), addDays(day, -1));
    const found: Digest[] = [];
    for (const between of days) {
      try {
        found.push(await api.submitted(categories, addDays(between, -1)));
      } catch (error) {
        problems.push(`${between} could not be fetched afterwards: ${gistOf(error)}`);
      }
    }
    return found;
  }

  async function completed(came: readonly Listed[], problems: string[]): Promise<Paper[]> {
    const papers = came.map(({ paper }) => paper);
    try {
      const full = await api.papers(papers.map(({ id }) => id));
      const byId = new Map(full.map((paper) => [paper.id, paper]));
      return papers.map((paper) => ({ ...paper, ...byId.get(paper.id) }));
    } catch (error) {
      // The listing alone makes a digest; comments and first dates are missing from it.
      problems.push(`Comments and first dates are missing: ${gistOf(error)}`);
      return papers;
    }
  }
}

/** The same papers under a new day are the old list served again. */
function isStale(came: readonly Listed[], day: Day, newest: ArxivMemory['newest']): boolean {
  if (newest === undefined || newest.day === day || came.length < 5) return false;
  const before = new Set(newest.ids);
  return day < newest.day || came.filter(({ paper }) => before.has(paper.id)).length >= came.length * 0.9;
}

function lastDay(listed: readonly Listed[]): Day | undefined {
  return listed
    .map(({ announced }) => announced)
    .sort()
    .at(-1);
}

function workdaysBetween(first: Day, last: Day): Day[] {
  return daysBetween(first, last).filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
}

/** Tomorrow after midnight there, once today's listing is here or is not to be expected; else within the hour. */
export function nextAt(now: number, newest: Day | undefined, random: () => number): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(ZONE);
  const isWorkday = local.dayOfWeek <= 5;
  const isHere = newest !== undefined && newest >= local.toPlainDate().toString();
  if (isWorkday && !isHere && local.hour < UNTIL_HOUR) return about(now + AGAIN_MS, 60_000, random);
  const tomorrow = local.toPlainDate().add({ days: 1 });
  const at = tomorrow.toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(FIRST) });
  return about(at.epochMilliseconds, SPREAD_MS, random);
}
