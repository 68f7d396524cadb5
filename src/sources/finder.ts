/** Finds papers that are not kept here: by words at Hugging Face, by id there and at arXiv. */

import { isArxivId } from '../model/arxiv-id.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Paper } from '../model/paper.ts';
import type { Clock, Finder } from '../model/ports.ts';
import type { ArxivApi } from './arxiv-api.ts';
import type { HuggingFaceApi } from './hugging-face-api.ts';

/** Platforms show "did not respond" after 3 s; the rest is for our own answer. Milliseconds. */
const WITHIN_MS = 2_300;
/** Papers that a search brought are opened, shared or saved right after. */
const MOST_REMEMBERED = 2_000;
/** That there is no paper with an id is believed for so long. Milliseconds. */
const ABSENT_MS = 10 * 60_000;

export function createFinder(outside: {
  huggingFace: HuggingFaceApi;
  arxiv: ArxivApi;
  clock: Clock;
  withinMs?: number;
}): Finder {
  const { huggingFace, arxiv, clock, withinMs = WITHIN_MS } = outside;
  const remembered = new Map<string, Paper>();
  const absent = new Map<string, number>();

  const remember = (paper: Paper) => {
    remembered.delete(paper.id);
    remembered.set(paper.id, paper);
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };

  return {
    name: 'Hugging Face',
    async search(words, limit) {
      const papers = await inTime(huggingFace.search(words, limit, withinMs), withinMs);
      for (const paper of papers) remember(paper);
      return papers.slice(0, limit);
    },
    async fetch(id) {
      const known = remembered.get(id);
      if (known !== undefined) return known;
      // Ids made from titles, DOIs and those of feeds are nobody's but ours.
      if (!isArxivId(id)) return undefined;
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

  /** arXiv is asked where Hugging Face has nothing, or cannot answer. */
  async function first(id: string): Promise<Paper | undefined> {
    const half = Math.round(withinMs / 2);
    try {
      const paper = await huggingFace.paper(id, half);
      if (paper) return paper;
    } catch (error) {
      const [paper] = await arxiv.papers([id], half).catch(() => []);
      if (paper === undefined) throw error;
      return paper;
    }
    const [paper] = await arxiv.papers([id], half);
    return paper;
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
