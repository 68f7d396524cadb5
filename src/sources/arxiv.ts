/**
 * Fetches arXiv's daily listing of some categories. New papers and cross-lists are the digest, completed by the API with what
 * the listing leaves out (comment, DOI, first date); replacements update papers in the archive and are not news.
 */
import { Temporal } from 'temporal-polyfill';
import { isArxivId } from '../model/arxiv-id.ts';
import { addDays, daysBetween } from '../model/days.ts';
import { gistOf } from '../model/errors.ts';
import type { Day, Digest, Paper } from '../model/paper.ts';
import type { Batch, Source } from '../model/source-ports.ts';
import {
  type ArxivApi,
  type ArxivSettings,
  arxivSettings,
  createArxivApi,
  type Listed,
} from './arxiv-api.ts';
import type { LiveOutside, SourceDefinition } from './definition.ts';
import { isSameList, SHORTEST_LIST } from './repeat.ts';
import { about } from './spread.ts';

/** arXiv updates the listing at midnight in this zone, after the announcements of Sunday to Thursday evening. */
const ZONE = 'America/New_York';
/** The first fetch after midnight, plus up to twenty minutes at random. */
const FIRST = { hour: 0, minute: 20 };
const SPREAD_MS = 20 * 60_000;
/** How often a late listing is fetched again, until noon. Milliseconds. */
const AGAIN_MS = 3_600_000;
const UNTIL_HOUR = 12;
/** Days missed during a downtime of up to this many are fetched as digests; older ones are left to the fill. */
const MOST_MISSED = 14;
const SINCE: Day = '1991-08-14';

export const arxiv: SourceDefinition<{ categories: string[] }, ArxivSettings> = {
  scheme: 'arxiv',
  describe: { example: 'arxiv:cs.LG+cs.CL', gives: "arXiv's daily listing of these categories" },
  ...arxivSettings,
  parse(rest) {
    const categories = rest.split(/[+\s]+/).filter((category) => category !== '');
    const bad = categories.find((category) => !/^[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]+)?$/.test(category));
    if (categories.length > 0 && bad === undefined) return { categories };
    return { problem: `${bad ?? 'it'} isn't an arXiv category. Write arxiv:cs.LG+cs.CL.` };
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

export function createArxiv(
  outside: LiveOutside<ArxivMemory> & { api: ArxivApi; categories: readonly string[] },
): Source {
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
      const [day] = listed.map(({ announced }) => announced).sort((a, b) => b.localeCompare(a));
      const problems: string[] = [];
      const digests: Digest[] = [];
      let memorized: ArxivMemory | undefined;
      const stale = day !== undefined && isStale(came, day, newest);
      if (stale) problems.push(`The list for ${day} is the same as for ${newest?.day}.`);
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
        stale,
        nextAt: nextAt(now, stale ? undefined : day, random),
        kept: async () => void (memorized && (await memory.set(name, memorized))),
      };
    },
    past: { since: SINCE, fetch: async (day) => [await api.submitted(categories, day)] },
  };

  /** The listing holds one day only: days missed during downtime come from the API. */
  async function missed(last: Day | undefined, day: Day, problems: string[]): Promise<Digest[]> {
    if (last === undefined || last < addDays(day, -MOST_MISSED)) return [];
    const found: Digest[] = [];
    for (const between of daysBetween(addDays(last, 1), addDays(day, -1))) {
      if ([0, 6].includes(new Date(between).getUTCDay())) continue;
      try {
        found.push(await api.submitted(categories, addDays(between, -1)));
      } catch (error) {
        problems.push(`${between} was missed and couldn't be fetched afterward:  ${gistOf(error)}`);
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
      // The listing alone is enough for a digest.
      problems.push(`Comments and first dates are missing: ${gistOf(error)}`);
      return papers;
    }
  }
}

/** Whether the same papers came again under a new day, or an older day came. */
function isStale(came: readonly Listed[], day: Day, newest: ArxivMemory['newest']): boolean {
  if (newest === undefined || newest.day === day || came.length < SHORTEST_LIST) return false;
  const papers = came.map(({ paper }) => paper);
  return day < newest.day || isSameList(papers, newest.ids);
}

/** Tomorrow after midnight in New York, once today's listing is here or none is expected; otherwise in about an hour. */
export function nextAt(now: number, newest: Day | undefined, random: () => number): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(ZONE);
  const isWorkday = local.dayOfWeek <= 5;
  const isHere = newest !== undefined && newest >= local.toPlainDate().toString();
  if (isWorkday && !isHere && local.hour < UNTIL_HOUR) return about(now + AGAIN_MS, 60_000, random);
  const tomorrow = local.toPlainDate().add({ days: 1 });
  const at = tomorrow.toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(FIRST) });
  return about(at.epochMilliseconds, SPREAD_MS, random);
}
