/** Finds the papers that match a query and came last. */
import type { Arrival } from '../archive/arrival-log.ts';
import type { Context } from '../commands/context.ts';
import type { Query } from '../query/tree.ts';

type Needs = Pick<Context, 'archive' | 'search'>;

/** As many matches are all looked up; of more, the newest arrivals are looked through. */
const MOST_LOOKED_UP = 500;
/** Arrivals looked through at first, and how much more each time: each look costs a search. */
const FIRST = 1_000;
const GROWTH = 8;

/** At most `limit`, newest day first, and of one day the last that came. The index knows when papers were published, not when they came. */
export async function newestMatches(
  query: Query,
  limit: number,
  { archive: { newestArrivals }, search }: Needs,
): Promise<Arrival[]> {
  const { total, searched, hits } = search.search(query, { limit: MOST_LOOKED_UP, sort: 'date' });
  if (searched === undefined && total <= hits.length)
    return (await newestArrivals.of(hits.map(({ id }) => id))).slice(0, limit);
  const found: Arrival[] = [];
  let seen: Arrival | undefined;
  for (let most = FIRST; found.length < limit; most *= GROWTH) {
    const list = await newestArrivals.list(most, seen);
    const matching = new Set(
      search.matching(
        query,
        list.map(({ paper }) => paper),
      ),
    );
    found.push(...list.filter(({ paper }) => matching.has(paper)));
    seen = list.at(-1);
    if (list.length < most) break;
  }
  return found.slice(0, limit);
}
