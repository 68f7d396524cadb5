/** The paper as it was kept and the same paper as it came again in; the paper to keep out. */
import type { Paper } from '../model/paper.ts';
import { isWorseList } from './author-lists.ts';

/**
 * What came last wins, but nothing known is lost: a field the newer copy lacks is kept from the older, and an empty
 * abstract never replaces a written one, nor a worse author list a better one. Votes and counts are the newer copy's, up or down. The page stays the one it
 * was first found on, so that two sources taking turns change nothing; the other's is kept beside it.
 */
export function mergePaper(kept: Paper, came: Paper): Paper {
  const merged: Paper = { ...kept, ...came };
  if (came.abstract === '') merged.abstract = kept.abstract;
  if (kept.authors && came.authors && isWorseList(came.authors, kept.authors))
    keepAuthors(merged, kept, came);
  const otherIds = new Set([...(kept.otherIds ?? []), ...(came.otherIds ?? [])]);
  if (otherIds.size > 0) merged.otherIds = [...otherIds];
  if (kept.url !== undefined) merged.url = kept.url;
  const otherUrls = new Set([...(kept.otherUrls ?? []), ...(came.otherUrls ?? [])]);
  if (came.url !== undefined && came.url !== merged.url) otherUrls.add(came.url);
  if (otherUrls.size > 0) merged.otherUrls = [...otherUrls];
  return merged;
}

/** The kept list with its own count; a greater count of the newer copy may know of people that nobody names. */
function keepAuthors(merged: Paper, kept: Paper, came: Paper): void {
  const { authors = [], authorCount } = kept;
  merged.authors = authors;
  const count = Math.max(authorCount ?? 0, came.authorCount ?? 0);
  if (count > authors.length) merged.authorCount = count;
  else if (authorCount === undefined) delete merged.authorCount;
  else merged.authorCount = authorCount;
}
