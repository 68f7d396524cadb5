/** Asks Hugging Face's papers API for a day, a search or one paper. */
import { z } from 'zod';
import { HttpUrl, readFields } from '../config/fields.ts';
import { parseDigests } from '../digest/parse.ts';
import type { Env } from '../model/adapter-definition.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Day, Digest, Paper } from '../model/paper.ts';
import type { Http, HttpResponse } from './http.ts';
import { changedShape, textOf } from './unreadable.ts';

export interface HuggingFaceSettings {
  /** Without `/api`. */
  url: string;
  token?: string;
}

const FIELDS = {
  HF_API_URL: HttpUrl.default('https://huggingface.co'),
  HF_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "contains characters that a token can't have")
    .optional(),
};
export const HUGGING_FACE_SETTINGS = Object.keys(FIELDS);
export const HUGGING_FACE_SECRETS = ['HF_TOKEN'];

export function readHuggingFaceSettings(env: Env) {
  const read = readFields(env, FIELDS, HUGGING_FACE_SECRETS);
  if (read.values === undefined) return read;
  const { HF_API_URL: url, HF_TOKEN: token } = read.values;
  return { ...read, values: { url, ...(token === undefined ? {} : { token }) } };
}

export interface HuggingFaceApi {
  /** All pages of one day; undefined for a day that has not begun at Hugging Face. A day without papers is an empty digest. */
  day(day: Day, options: { keep: boolean }): Promise<Digest[] | undefined>;
  search(words: string, limit: number, withinMs: number): Promise<Paper[]>;
  paper(id: string, withinMs: number): Promise<Paper | undefined>;
}

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

export function createHuggingFaceApi(http: Http, settings: HuggingFaceSettings): HuggingFaceApi {
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...(settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` }),
  };
  const ask = { headers, gapMs: GAP_MS };
  const address = (path: string, query: Record<string, string>) =>
    `${settings.url}/api/${path}?${new URLSearchParams(query)}`;

  return {
    async day(day, { keep }) {
      const found: Digest[] = [];
      let query: Record<string, string> = { date: day, limit: String(PAGE) };
      for (let page = 0; page < MOST_PAGES; page++) {
        const got = await http.get({
          ...ask,
          url: address('daily_papers', query),
          accept: [400],
          ...(keep ? { keep: {} } : {}),
        });
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
    async search(words, limit, withinMs) {
      const query = { q: words.slice(0, MOST_QUERY).toWellFormed(), limit: String(limit) };
      const got = await http.get({
        ...ask,
        url: address('papers/search', query),
        keep: { freshMs: SEARCH_FRESH_MS },
        withinMs,
      });
      return readPage(got, '1970-01-01').digests.flatMap(({ papers }) => papers);
    },
    async paper(id, withinMs) {
      const got = await http.get({
        ...ask,
        url: `${settings.url}/api/papers/${encodeURIComponent(id)}`,
        accept: [404, 400],
        withinMs,
      });
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
  if (target === undefined || !URL.canParse(target, 'http://x')) return undefined;
  const params = new URL(target, 'http://x').searchParams;
  return Object.fromEntries(
    ['p', 'cursor'].flatMap((key) => (params.has(key) ? [[key, params.get(key) ?? '']] : [])),
  );
}

/** One digest a day. The requested day always has one, if empty. */
function joined(pages: readonly Digest[], day: Day): Digest[] {
  const days = new Map<Day, Digest>([[day, { date: day, papers: [], skipped: [] }]]);
  for (const { date, papers, skipped } of pages) {
    const known = days.get(date);
    days.set(date, {
      date,
      papers: [...(known?.papers ?? []), ...papers],
      skipped: [...(known?.skipped ?? []), ...skipped],
    });
  }
  return [...days.values()].toSorted((a, b) => a.date.localeCompare(b.date));
}
