/** Merges a paper that arrives again with the stored copy. */
import { withBetterAuthors } from '../model/author-lists.ts';
import type { Paper } from '../model/paper.ts';
import { boundedPaper } from '../model/paper-bounds.ts';

/** An abstract that is shorter than this share of the kept one is a teaser of it, unless the paper was revised. */
const TEASER = 0.4;

/**
 * What came last wins, but nothing known is lost: a field the newer copy lacks is kept from the older, and an empty
 * abstract never replaces a written one, nor a cut or far shorter one the whole, nor a worse author list a better one. Votes and counts are the newer copy's,
 * up or down. The page stays the one it was first found on, so that two sources taking turns change nothing; the
 * other's is kept beside it.
 */
export function mergePaper(kept: Paper, came: Paper): Paper {
  const merged = withBetterAuthors({ ...kept, ...came }, kept, came);
  if (isWorseAbstract(kept, came)) merged.abstract = kept.abstract;
  const otherIds = new Set([...(kept.otherIds ?? []), ...(came.otherIds ?? [])]);
  if (otherIds.size > 0) merged.otherIds = [...otherIds];
  if (kept.url !== undefined) merged.url = kept.url;
  const otherUrls = new Set([...(kept.otherUrls ?? []), ...(came.otherUrls ?? [])]);
  if (came.url !== undefined && came.url !== merged.url) otherUrls.add(came.url);
  if (otherUrls.size > 0) merged.otherUrls = [...otherUrls];
  const sources = new Set([...(kept.sources ?? []), ...(came.sources ?? [])]);
  if (sources.size > 0) merged.sources = [...sources];
  return boundedPaper(merged);
}

/** How an abstract that was cut ends. Looked for from where the dots begin: from each of them, it would take quadratic time. */
const CUT_END = /(?<![\s.…])[\s.…]+$/;

/** Whether the abstract that came says less of the same text. A new version may well say it in fewer words. */
function isWorseAbstract(kept: Paper, came: Paper): boolean {
  if (came.abstract === '') return true;
  const whole = came.abstract.replace(CUT_END, '');
  if (whole.length < kept.abstract.replace(CUT_END, '').length && kept.abstract.startsWith(whole))
    return true;
  const isNewer = came.withdrawn === true || (came.revisedOn ?? '') > (kept.revisedOn ?? '');
  return !isNewer && came.abstract.length < kept.abstract.length * TEASER;
}
