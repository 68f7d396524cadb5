/** Compares two author lists of a paper, so that a better one is not replaced by a worse one. */
import { isFull, nameParts } from './author-name.ts';
import type { Paper } from './paper.ts';

/** A list is better if the share of names written out is larger by this much. */
const FULLER = 0.25;
/** A single name of this many characters contains all names. */
const BLOB = 80;

/**
 * The merged paper with the better author list of the two copies, or the newer one if they are equally good. A kept list
 * keeps its count, unless the newer copy has a greater one, which may include unnamed people.
 */
export function withBetterAuthors(merged: Paper, kept: Paper, came: Paper): Paper {
  if (!kept.authors || !came.authors || !isWorseList(came.authors, kept.authors)) return merged;
  const { authorCount: _, ...others } = merged;
  const { authors, authorCount } = kept;
  const most = Math.max(authorCount ?? 0, came.authorCount ?? 0);
  const count = most > authors.length ? most : authorCount;
  return { ...others, authors, ...(count === undefined ? {} : { authorCount: count }) };
}

/**
 * Whether the newer list is worse than the stored one: names cut off at the end (`et al.`), initials for
 * names that were written out, or all people in one name.
 */
function isWorseList(came: readonly string[], kept: readonly string[]): boolean {
  if (came.length === 0 || kept.length === 0) return came.length === 0;
  if (isBlob(came) !== isBlob(kept)) return isBlob(came);
  if (isPartOf(kept, came)) return false;
  return isPartOf(came, kept) || shareOfFull(came) < shareOfFull(kept) - FULLER;
}

function isBlob(names: readonly string[]): boolean {
  const [name = ''] = names;
  return names.length === 1 && (name.includes(';') || name.length > BLOB || name.split(',').length > 3);
}

/** Whether a list is the beginning of a longer one, by family names. */
function isPartOf(short: readonly string[], long: readonly string[]): boolean {
  return (
    short.length < long.length && short.every((name, at) => familyKey(name) === familyKey(long[at] ?? ''))
  );
}

function shareOfFull(names: readonly string[]): number {
  return names.filter(isFull).length / names.length;
}

function familyKey(name: string): string {
  return nameParts(name.replace(/,? et\.? al\.?$/i, ''))
    .family.normalize('NFKD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();
}
