/** Reads papers, digests and posts for pages, feeds and the API. Changes nothing. */
import { sayGained } from '../archive/trending.ts';
import { bibtex } from '../commands/bibtex.ts';
import type { Context } from '../commands/context.ts';
import { storedPaper } from '../commands/find-paper.ts';
import { withLikeWords } from '../commands/like-topics.ts';
import { relatedTo } from '../commands/related.ts';
import { tooBroad } from '../commands/too-broad.ts';
import { matchingOf } from '../commands/trending.ts';
import type { Catalog, DayRecord, ListedChannel } from '../model/catalog.ts';
import { dayAt } from '../model/days.ts';
import type { Day, Paper } from '../model/paper.ts';
import { firstDayOf } from '../model/trend-period.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/tree.ts';
import { createChannelPosts } from './channel-posts.ts';
import { idOfSlug, isListed, type LocalSpace, listed } from './listed-channels.ts';
import { newestMatches } from './newest-matches.ts';

export interface CatalogContext
  extends Pick<Context, 'archive' | 'search' | 'channels' | 'ledger' | 'clock'> {
  storeId: string;
  /** Absent: there is no local workspace. */
  local?: LocalSpace | undefined;
}

/** @param context.local the workspace whose shared channels have a page without a word */
export function createCatalog(context: CatalogContext): Catalog {
  const { archive, search, channels, ledger, clock, local } = context;
  const postsOf = createChannelPosts(context);

  const allListed = async (): Promise<ListedChannel[]> => {
    await channels.refresh();
    return [...channels.all()]
      .filter((channel) => isListed(channel, local))
      .map((channel) => listed(channel, local))
      .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
  };

  const metBy = async (paper: Paper) => {
    const met = await Promise.all(
      (await allListed()).map(async (channel) => {
        const day = (await ledger.sent(channel.id, [paper.id])).get(paper.id);
        return day === undefined ? [] : [{ channel, day }];
      }),
    );
    return met.flat();
  };

  /** Parses a query whose `like:` words stand for stored papers; returns why where that fails. */
  async function queryOf(words: string): Promise<{ query: Query; typed: string } | { problem: string }> {
    const typed = await withLikeWords(words, (id) => storedPaper(id, context));
    const parsed = parseQuery(typed);
    return parsed.ok ? { query: parsed.query, typed } : { problem: parsed.problem.message };
  }

  return {
    storeId: context.storeId,
    days: archive.days,
    day: (day) => dayRecord(day, archive),
    async paper(id) {
      const paper = await storedPaper(id, context);
      if (paper === undefined) return undefined;
      const [similar, met] = await Promise.all([relatedTo([paper], context), metBy(paper)]);
      return { paper, bibtex: bibtex(paper), similar, met };
    },
    async search({ query, sort, from, limit }) {
      const read = await queryOf(query);
      if ('problem' in read) return read;
      const found = search.page(read.query, { limit, from, sort, asTyped: read.typed });
      const { total, close, hits } = found;
      const searched = found.searched ?? found.closeSearched;
      const said = tooBroad(found);
      const closeIds = new Set(hits.slice(Math.max(0, total - from)).map(({ id }) => id));
      const papers = await archive.getMany(hits.map(({ id }) => id));
      return {
        total,
        close,
        ...(searched !== undefined && said !== undefined && { broad: { searched, said } }),
        papers: papers.map((paper) => ({ paper, isClose: closeIds.has(paper.id) })),
      };
    },
    async newest({ query, limit }) {
      const read = await queryOf(query);
      if ('problem' in read) return read;
      const came = await newestMatches(read.query, limit, { archive, search });
      const days = new Map(came.map(({ paper, day }) => [paper, day]));
      const papers = await archive.getMany([...days.keys()]);
      return {
        papers: papers.flatMap((paper) => {
          const day = days.get(paper.id);
          return day === undefined ? [] : [{ paper, day }];
        }),
      };
    },
    async trending({ period, query, from, limit }) {
      const read = query === undefined ? undefined : await queryOf(query);
      if (read !== undefined && 'problem' in read) return read;
      const today = dayAt(clock());
      const all = await archive.trending(firstDayOf(period, today));
      const list = read === undefined ? all : matchingOf(all, read.query, context);
      const page = list.slice(from, from + limit);
      const ids = page.map(({ id }) => id);
      const papers = new Map((await archive.getMany(ids)).map((one) => [one.id, one]));
      const came = new Map((await archive.newestArrivals.of(ids)).map(({ paper, day }) => [paper, day]));
      const shown = page.flatMap(({ id, gained }) => {
        const paper = papers.get(id);
        const day = came.get(id) ?? gained.since;
        return paper === undefined ? [] : [{ paper, topics: [], growth: sayGained(gained, today), day }];
      });
      return { total: list.length, papers: shown };
    },
    channels: allListed,
    async posts(slug, part) {
      await channels.refresh();
      const channel = channels.get(idOfSlug(slug, local));
      if (channel === undefined || !isListed(channel, local)) return undefined;
      return { channel: listed(channel, local), ...(await postsOf(channel, part)) };
    },
  };
}

async function dayRecord(day: Day, archive: CatalogContext['archive']): Promise<DayRecord | undefined> {
  const kept = await archive.digestsOf(day);
  const ids = [...new Set(kept.flatMap(({ papers }) => papers))];
  if (ids.length === 0) return undefined;
  const papers = (await archive.getMany(ids)).toSorted((a, b) => (b.upvotes ?? 0) - (a.upvotes ?? 0));
  const byline = kept.find((one) => one.byline !== undefined)?.byline;
  const days = await archive.days();
  const before = days.find((other) => other < day);
  const after = days.findLast((other) => other > day);
  return {
    day,
    ...(byline === undefined ? {} : { byline }),
    notes: [...new Set(kept.flatMap(({ note }) => note ?? []))],
    papers,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}
