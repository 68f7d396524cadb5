/** Asks arXiv for papers by category, id or day, with one rate limit over all of its hosts. */
import { HttpUrl, readFields } from '../config/fields.ts';
import type { Env } from '../model/adapter-definition.ts';
import { isArxivId } from '../model/arxiv-id.ts';
import { counted } from '../model/counted.ts';
import { sourceError } from '../model/errors.ts';
import type { Day, Digest, Paper, Skipped } from '../model/paper.ts';
import { type FeedAnswer, readFeedAnswer } from './feed-answer.ts';
import type { Http, HttpRequest } from './http.ts';

export interface ArxivSettings {
  /** Of `/api/query`. */
  apiUrl: string;
  /** Of `/atom/...`. */
  listingUrl: string;
}

const FIELDS = { ARXIV_API_URL: HttpUrl.optional(), ARXIV_RSS_URL: HttpUrl.optional() };

export const arxivSettings = {
  settings: Object.keys(FIELDS),
  /** One address stands for all of arXiv, unless both are given. */
  readSettings(env: Env) {
    const read = readFields(env, FIELDS);
    if (read.values === undefined) return read;
    const { ARXIV_API_URL: api, ARXIV_RSS_URL: rss } = read.values;
    const apiUrl = api ?? 'https://export.arxiv.org';
    return { ...read, values: { apiUrl, listingUrl: rss ?? api ?? 'https://rss.arxiv.org' } };
  },
};

/** A paper of the listing, with what the listing says about it. */
export interface Listed {
  paper: Paper;
  announced: Day;
  isReplacement: boolean;
}

export type ArxivApi = ReturnType<typeof createArxivApi>;

/** https://info.arxiv.org/help/api/tou.html: one request every three seconds, over API, RSS and OAI together. */
const GAP_MS = 3_000;
/** Ids in one address: servers take addresses of some 8,000 characters, ids are up to 20 long. */
const IDS = 200;
/** Entries in one answer; arXiv allows up to 2,000 and is slow with them. */
const SLICE = 500;
const MOST_SLICES = 20;

export function createArxivApi(http: Http, settings: ArxivSettings) {
  const read = async (url: string, more: Pick<HttpRequest, 'keep' | 'withinMs'>) => {
    const got = await http.get({ group: 'arxiv', gapMs: GAP_MS, single: true, url, ...more });
    return ofArxiv(readFeedAnswer(got, { name: 'arXiv', address: url }));
  };
  const query = (params: Record<string, string>, withinMs?: number) =>
    read(`${settings.apiUrl}/api/query?${new URLSearchParams(params)}`, { withinMs });

  return {
    /** The latest announcement in these categories: new papers, cross-lists and replacements. */
    async listing(categories: readonly string[]): Promise<{ listed: Listed[]; skipped: Skipped[] }> {
      const url = `${settings.listingUrl}/atom/${categories.map(encodeURIComponent).join('+')}`;
      const { papers, skipped } = await read(url, { keep: {} });
      const listed = papers.flatMap(({ paper, day, isReplacement }): Listed[] => {
        if (day !== undefined) return [{ paper, announced: day, isReplacement }];
        skipped.push({ line: 1, reason: `${paper.id} does not say when it was announced` });
        return [];
      });
      return { listed, skipped };
    },
    /** The papers with these ids; ids without a paper are left out. */
    async papers(ids: readonly string[], withinMs?: number): Promise<Paper[]> {
      const found: Paper[] = [];
      for (let at = 0; at < ids.length; at += IDS) {
        const slice = ids.slice(at, at + IDS);
        const params = { id_list: slice.join(','), max_results: String(slice.length) };
        const { papers } = await query(params, withinMs);
        found.push(...papers.map(({ paper }) => paper));
      }
      return found;
    },
    /** The papers that were submitted on a day. */
    async submitted(categories: readonly string[], day: Day): Promise<Digest> {
      const compact = day.replaceAll('-', '');
      const among = categories.map((category) => `cat:${category}`).join(' OR ');
      const search = `(${among}) AND submittedDate:[${compact}0000 TO ${compact}2359]`;
      const found: Paper[] = [];
      const skipped: Skipped[] = [];
      let seen = 0;
      for (let slice = 0; slice < MOST_SLICES; slice++) {
        const answer = await query({
          search_query: search,
          start: String(seen),
          max_results: String(SLICE),
          sortBy: 'submittedDate',
          sortOrder: 'ascending',
        });
        // arXiv sometimes gives an empty answer although there is more.
        if (answer.count === 0 && seen < answer.total)
          throw sourceError(
            `arXiv returned ${seen} of the ${counted(answer.total, 'paper')} for ${day}.`,
            60_000,
          );
        found.push(...answer.papers.map(({ paper }) => paper));
        skipped.push(...answer.skipped);
        seen += answer.count;
        if (seen >= answer.total || answer.count === 0) break;
      }
      return { date: day, papers: found, skipped };
    },
  };
}

/** Without entries that have no arXiv id. */
function ofArxiv(answer: FeedAnswer): FeedAnswer {
  const papers = answer.papers.filter(({ paper }) => isArxivId(paper.id));
  const others = answer.papers.filter(({ paper }) => !isArxivId(paper.id));
  const lost = others.map(({ paper }) => ({ line: 1, reason: `${paper.id.slice(0, 60)} isn't an arXiv ID` }));
  return { ...answer, papers, skipped: [...answer.skipped, ...lost] };
}
