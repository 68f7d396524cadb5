/** Says that a search was too broad to look through all papers. */
import type { ResultPage } from '../search/search-index.ts';

/** One sentence and what to do about it; undefined where all papers were looked through. */
export function tooBroad({
  searched,
  closeSearched,
}: Partial<Pick<ResultPage, 'searched' | 'closeSearched'>>): string | undefined {
  const newest = (searched ?? closeSearched)?.toLocaleString('en');
  if (newest === undefined) return undefined;
  const hint = 'Use fewer phrases of common words, stars or filters.';
  return searched === undefined
    ? `Papers that only come close were looked for among the newest ${newest}, as this search is broad. ${hint}`
    : `This search is too broad to look through everything: only the newest ${newest} papers were searched. ${hint}`;
}
