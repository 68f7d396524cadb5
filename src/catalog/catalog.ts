/** Reads papers, digests and posts for pages, feeds and the API. Changes nothing. */
import { sayGained } from '../archive/trending.ts';
import { bibtex } from '../commands/bibtex.ts';
import type { Context } from '../commands/context.ts';
import { storedPaper } from '../commands/find-paper.ts';
import { withLikeWords } from '../commands/like-topics.ts';
import { relatedTo } from '../commands/related.ts';
import { tooBroad } from '../commands/too-broad.ts';
import { matchingOf } from '../commands/trending.ts';
import type { Catalog, DayRecord, ListedChannel, ListedPaper } from '../model/catalog.ts';
import { dayAt } from '../model/days.ts';
import type { Day, Paper } from '../model/paper.ts';
import { firstDayOf } from '../model/trend-period.ts';
import { parseQuery } from '../query/parse.ts';
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
      const typed = await withLikeWords(query, (id) => storedPaper(id, context));
      const parsed = parseQuery(typed);
      if (!parsed.ok) return { problem: parsed.problem.message };
      const found = search.page(parsed.query, { limit, from, sort, asTyped: typed });
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
      const typed = await withLikeWords(query, (id) => storedPaper(id, context));
      const parsed = parseQuery(typed);
      if (!parsed.ok) return { problem: parsed.problem.message };
      const came = await newestMatches(parsed.query, limit, { archive, search });
      const days = new Map(came.map(({ paper, day }) => [paper, day]));
      const papers = await archive.getMany([...days.keys()]);
      return {
        papers: papers.flatMap((paper) => {
          const day = days.get(paper.id);
          return day === undefined ? [] : [{ paper, day }];
        }),
      };
    },
    async trending({ period, query: typed, from, limit }) {
      const parsed = typed === undefined ? undefined : parseQuery(typed);
      if (parsed?.ok === false) return { problem: parsed.problem.message };
      const today = dayAt(clock());
      const all = await archive.trending(firstDayOf(period, today));
      const list = parsed === undefined ? all : matchingOf(all, parsed.query, context);
      const page = list.slice(from, from + limit);
      const papers = new Map((await archive.getMany(page.map(({ id }) => id))).map((one) => [one.id, one]));
      const shown = page.flatMap(({ id, gained }): ListedPaper[] => {
        const paper = papers.get(id);
        return paper === undefined ? [] : [{ paper, topics: [], growth: sayGained(gained, today) }];
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
