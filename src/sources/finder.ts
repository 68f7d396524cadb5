/** Finds papers that are not in the archive: by words in the first source that can search, by id in one after the other. */
import { PaperboyError } from '../model/errors.ts';
import type { Paper } from '../model/paper.ts';
import type { Clock, Finder } from '../model/ports.ts';
import type { Lookup } from './definition.ts';

/** Platforms show "did not respond" after 3 s; the rest is for our own answer. Milliseconds. */
const WITHIN_MS = 2_300;
/** Papers that a search brought are opened, shared or saved right after. */
const MOST_REMEMBERED = 2_000;
/** That there is no paper with an id is believed for so long. Milliseconds. */
const ABSENT_MS = 10 * 60_000;

export function createFinder(outside: {
  lookups: readonly Lookup[];
  clock: Clock;
  withinMs?: number;
}): Finder {
  const { lookups, clock, withinMs = WITHIN_MS } = outside;
  const searched = lookups.find(({ search }) => search !== undefined);
  const remembered = new Map<string, Paper>();
  const absent = new Map<string, number>();

  const remember = (paper: Paper) => {
    remembered.delete(paper.id);
    remembered.set(paper.id, paper);
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };

  return {
    name: searched?.name ?? '',
    async search(words, limit) {
      if (searched?.search === undefined) return [];
      const papers = await inTime(searched.search(words, limit, withinMs), withinMs);
      for (const paper of papers) remember(paper);
      return papers.slice(0, limit);
    },
    async fetch(id) {
      const known = remembered.get(id);
      if (known !== undefined) return known;
      const until = absent.get(id);
      if (until !== undefined && until > clock()) return undefined;
      const paper = await inTime(first(id), withinMs);
      if (paper !== undefined) remember(paper);
      else {
        if (absent.size > MOST_REMEMBERED) absent.clear();
        absent.set(id, clock() + ABSENT_MS);
      }
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

/** Waiting for a turn counts as well. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PaperboyError('source', 'No answer came in time.')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
