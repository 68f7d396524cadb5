/** Categories, ids or a day in; what arXiv says of them out. One turn for all of its hosts: a request every three seconds. */
import { PaperboyError } from '../model/errors.ts';
import type { Day, Digest, Paper, Skipped } from '../model/paper.ts';
import { type Listed, listedFrom, paperFromEntry } from './arxiv-entry.ts';
import type { Http } from './http.ts';
import { childOf, listOf, readXml, textOf } from './xml.ts';

export interface ArxivSettings {
  /** Of `/api/query`. */
  apiUrl: string;
  /** Of `/atom/...`. */
  listingUrl: string;
}

export interface ArxivApi {
  /** What was announced last in these categories: new papers, cross-lists and replacements. */
  listing(categories: readonly string[]): Promise<{ listed: Listed[]; skipped: Skipped[] }>;
  /** The papers with these ids, as far as there are any. */
  papers(ids: readonly string[], withinMs?: number): Promise<Paper[]>;
  /** The papers that were submitted on a day. */
  submitted(categories: readonly string[], day: Day): Promise<Digest>;
}

/** https://info.arxiv.org/help/api/tou.html: one request every three seconds, over API, RSS and OAI together. */
const GAP_MS = 3_000;
/** Ids in one address: servers take addresses of some 8,000 characters, ids are up to 20 long. */
const IDS = 200;
/** Entries in one answer; arXiv gives up to 2,000, and slowly. */
const SLICE = 500;
const MOST_SLICES = 20;

export function createArxivApi(http: Http, settings: ArxivSettings): ArxivApi {
  const ask = { turn: 'arxiv', gapMs: GAP_MS, single: true };

  const query = async (params: Record<string, string>, withinMs?: number) => {
    const url = `${settings.apiUrl}/api/query?${new URLSearchParams(params)}`;
    const { body } = await http.get({ ...ask, url, ...(withinMs === undefined ? {} : { withinMs }) });
    const feed = childOf(readXml(Buffer.from(body).toString('utf8'), 'arXiv'), 'feed');
    const entries = listOf(feed, 'entry');
    const failure = entries.find((entry) => textOf(childOf(entry, 'title'))?.trim() === 'Error');
    if (failure !== undefined) {
      const said = textOf(childOf(failure, 'summary'))?.trim().slice(0, 160) ?? 'no reason';
      throw new PaperboyError('source', `arXiv refused the question: ${said}.`);
    }
    return { entries, total: Number(textOf(childOf(feed, 'opensearch:totalResults')) ?? entries.length) };
  };

  return {
    async listing(categories) {
      const url = `${settings.listingUrl}/atom/${categories.map(encodeURIComponent).join('+')}`;
      const { body } = await http.get({ ...ask, url, keep: {} });
      const feed = childOf(readXml(Buffer.from(body).toString('utf8'), 'arXiv'), 'feed');
      return readEach(listOf(feed, 'entry'), listedFrom);
    },
    async papers(ids, withinMs) {
      const papers: Paper[] = [];
      for (let at = 0; at < ids.length; at += IDS) {
        const slice = ids.slice(at, at + IDS);
        const params = { id_list: slice.join(','), max_results: String(slice.length) };
        const { entries } = await query(params, withinMs);
        papers.push(...readEach(entries, paperFromEntry).listed);
      }
      return papers;
    },
    async submitted(categories, day) {
      const compact = day.replaceAll('-', '');
      const among = categories.map((category) => `cat:${category}`).join(' OR ');
      const search = `(${among}) AND submittedDate:[${compact}0000 TO ${compact}2359]`;
      const papers: Paper[] = [];
      const skipped: Skipped[] = [];
      let seen = 0;
      for (let slice = 0; slice < MOST_SLICES; slice++) {
        const { entries, total } = await query({
          search_query: search,
          start: String(seen),
          max_results: String(SLICE),
          sortBy: 'submittedDate',
          sortOrder: 'ascending',
        });
        // arXiv gives an empty answer now and then where there is more.
        if (entries.length === 0 && seen < total) {
          throw new PaperboyError('source', `arXiv gave ${seen} of the ${total} papers of ${day}.`, {
            retry: { afterMs: 60_000 },
          });
        }
        const read = readEach(entries, paperFromEntry);
        papers.push(...read.listed);
        skipped.push(...read.skipped);
        seen += entries.length;
        if (seen >= total || entries.length === 0) break;
      }
      return { date: day, papers, skipped };
    },
  };
}

function readEach<T extends object>(
  entries: readonly unknown[],
  read: (entry: unknown) => T | { reason: string },
): { listed: T[]; skipped: Skipped[] } {
  const listed: T[] = [];
  const skipped: Skipped[] = [];
  entries.forEach((entry, at) => {
    const one = read(entry);
    if ('reason' in one) skipped.push({ line: at + 1, reason: `entry ${at + 1}: ${one.reason}` });
    else listed.push(one);
  });
  if (entries.length > 0 && listed.length === 0) {
    throw new PaperboyError(
      'source',
      `The source changed shape: none of ${entries.length} entries is a paper (${skipped[0]?.reason}). It begins: ${JSON.stringify(entries[0]).slice(0, 160)}`,
    );
  }
  return { listed, skipped };
}
