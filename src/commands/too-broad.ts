/** Says that a search was too broad to look through all papers. */
import type { SearchResult } from '../search/search-index.ts';

/** One sentence and what to do about it; undefined where all papers were looked through. */
export function tooBroad({ searched }: Pick<SearchResult, 'searched'>): string | undefined {
  if (searched === undefined) return undefined;
  const newest = searched.toLocaleString('en');
  return `This search is too broad to look through everything: only the newest ${newest} papers were searched. Use fewer phrases of common words, stars or filters.`;
}
