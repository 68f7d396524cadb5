/** Asks Hugging Face's papers API for a day, a search or one paper. */
import { z } from 'zod';
import { HttpUrl, readFields } from '../config/fields.ts';
import { parseDigests } from '../digest/parse.ts';
import type { Env } from '../model/adapter-definition.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Day, Digest, Paper } from '../model/paper.ts';
import type { Http, HttpRequest, HttpResponse } from './http.ts';
import { changedShape, textOf } from './unreadable.ts';

export interface HuggingFaceSettings {
  /** Without `/api`. */
  url: string;
  token?: string | undefined;
}

const FIELDS = {
  HF_API_URL: HttpUrl.default('https://huggingface.co'),
  HF_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "contains characters that a token can't have")
    .optional(),
};
const SECRETS = ['HF_TOKEN'];

export const huggingFaceSettings = {
  settings: Object.keys(FIELDS),
  secrets: SECRETS,
  readSettings(env: Env) {
    const read = readFields(env, FIELDS, SECRETS);
    if (read.values === undefined) return read;
    return { ...read, values: { url: read.values.HF_API_URL, token: read.values.HF_TOKEN } };
  },
};

export type HuggingFaceApi = ReturnType<typeof createHuggingFaceApi>;

const NAME = 'Hugging Face';
/** https://huggingface.co/api/daily_papers returns at most this many papers. */
const PAGE = 100;
/** A day has had up to some 150 papers. */
const MOST_PAGES = 30;
/** `q` of /api/papers/search takes this many characters at most. */
const MOST_QUERY = 250;
/** Anonymous calls are limited to 500 in five minutes; this gap leaves some of them for searches during a fill. Milliseconds. */
const GAP_MS = 650;
/** How long a search is answered from the HTTP cache. Milliseconds. */
const SEARCH_FRESH_MS = 15 * 60_000;

export function createHuggingFaceApi(http: Http, { url, token }: HuggingFaceSettings) {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const get = (path: string, more: Omit<HttpRequest, 'url'>) =>
    http.get({ headers, gapMs: GAP_MS, url: `${url}/api/${path}`, ...more });

  return {
    /** All pages of one day; undefined for a day that has not begun at Hugging Face. A day without papers is an empty digest. */
    async day(day: Day, { keep }: { keep: boolean }): Promise<Digest[] | undefined> {
      const found: Digest[] = [];
      let query: Record<string, string> = { date: day, limit: String(PAGE) };
      for (let page = 0; page < MOST_PAGES; page++) {
        const path = `daily_papers?${new URLSearchParams(query)}`;
        const got = await get(path, { accept: [400], keep: keep ? {} : undefined });
        if (got.status === 400) {
          if (page === 0) return undefined;
          break;
        }
        const { digests, count } = readPage(got, day);
        found.push(...digests);
        const next = nextPage(got.link);
        // The last page may link to one more, which is empty.
        if (next === undefined || count === 0) break;
        query = { ...query, ...next };
      }
      return joined(found, day);
    },
    async search(words: string, limit: number, withinMs: number): Promise<Paper[]> {
      const query = { q: words.slice(0, MOST_QUERY).toWellFormed(), limit: String(limit) };
      const path = `papers/search?${new URLSearchParams(query)}`;
      const got = await get(path, { keep: { freshMs: SEARCH_FRESH_MS }, withinMs });
      return readPage(got, '1970-01-01').digests.flatMap(({ papers }) => papers);
    },
    async paper(id: string, withinMs: number): Promise<Paper | undefined> {
      const got = await get(`papers/${encodeURIComponent(id)}`, { accept: [404, 400], withinMs });
      if (got.status !== 200) return undefined;
      const [digest] = parseDigests(textOf(got, NAME), { format: 'json', asOf: '1970-01-01' });
      return digest?.papers[0];
    },
  };
}

/** The papers of one answer, each under the day it was submitted on; `day` is for those that do not say. */
function readPage(got: HttpResponse, day: Day): { digests: Digest[]; count: number } {
  const text = textOf(got, NAME);
  if (/^\s*\[\s*\]\s*$/.test(text)) return { digests: [], count: 0 };
  try {
    const digests = parseDigests(text, { format: 'json', fileName: day });
    return { digests, count: digests.reduce((sum, { papers }) => sum + papers.length, 0) };
  } catch (error) {
    throw error instanceof PaperboyError ? changedShape(error, text) : error;
  }
}

/** Only the parameters are taken from `Link`: the host stays that of the settings. */
function nextPage(link: string | undefined): Record<string, string> | undefined {
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(link ?? '')?.[1];
  const params = target === undefined ? undefined : URL.parse(target, 'http://x')?.searchParams;
  return params && Object.fromEntries([...params].filter(([key]) => key === 'p' || key === 'cursor'));
}

/** One digest a day. The requested day always has one, if empty. */
function joined(pages: readonly Digest[], day: Day): Digest[] {
  const empty: Digest = { date: day, papers: [], skipped: [] };
  const days = [...Map.groupBy([empty, ...pages], ({ date }) => date)].map(([date, same]) => ({
    date,
    papers: same.flatMap(({ papers }) => papers),
    skipped: same.flatMap(({ skipped }) => skipped),
  }));
  return days.sort((a, b) => a.date.localeCompare(b.date));
}
