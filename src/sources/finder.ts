/** Finds papers that are not in the archive: by words in the first source that can search, by id in each in turn. */
import { LRUCache } from 'lru-cache';
import { withDeadline } from '../model/deadline.ts';
import { sourceError } from '../model/errors.ts';
import type { Paper } from '../model/paper.ts';
import type { Clock } from '../model/ports.ts';
import type { Finder } from '../model/source-ports.ts';
import type { Lookup } from './definition.ts';

/** Chat platforms give up on an answer after 3 s; the rest is for Paperboy's own work. Milliseconds. */
const WITHIN_MS = 2_300;
/** Found papers kept in memory: people open, share or save them right after a search. */
const MOST_REMEMBERED = 2_000;
/** How long an id without a paper is not asked for again. Milliseconds. */
const ABSENT_MS = 10 * 60_000;

export function createFinder(outside: {
  lookups: readonly Lookup[];
  clock: Clock;
  withinMs?: number;
}): Finder {
  const { lookups, clock, withinMs = WITHIN_MS } = outside;
  const searched = lookups.find(({ search }) => search !== undefined);
  const remembered = new LRUCache<string, Paper>({ max: MOST_REMEMBERED });
  const absent = new LRUCache<string, true>({
    max: MOST_REMEMBERED,
    ttl: ABSENT_MS,
    ttlResolution: 0,
    perf: { now: clock },
  });

  return {
    name: searched?.name ?? '',
    async search(words, limit) {
      if (searched?.search === undefined) return [];
      const papers = await inTime(searched.search(words, limit, withinMs), withinMs);
      for (const paper of papers) remembered.set(paper.id, paper);
      return papers.slice(0, limit);
    },
    async fetch(id) {
      const known = remembered.get(id);
      if (known !== undefined) return known;
      if (absent.has(id)) return undefined;
      const paper = await inTime(first(id), withinMs);
      if (paper === undefined) absent.set(id, true);
      else remembered.set(paper.id, paper);
      return paper;
    },
  };

  /** Each gets its part of the time. A paper that only one has is found although another cannot answer. */
  async function first(id: string): Promise<Paper | undefined> {
    const asked = lookups.filter(({ knows }) => knows(id));
    let failure: unknown;
    for (const lookup of asked) {
      try {
        const paper = await lookup.paper(id, Math.round(withinMs / asked.length));
        if (paper !== undefined) return paper;
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
    return undefined;
  }
}

/** Rejects after `ms`, time in the rate limiter's queue included. */
function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  return withDeadline(work, ms, () => {
    throw sourceError('No answer came in time.');
  });
}
