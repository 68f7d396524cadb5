/** Compares two author lists of a paper, so that a better one is not replaced by a worse one. */
import { isFull, nameParts } from './author-name.ts';
import type { Paper } from './paper.ts';

/** Lists in which so much more of the names are written out are better. */
const FULLER = 0.25;
/** One name as long as this holds all of them. Characters. */
const BLOB = 80;

/**
 * The merged paper with the authors of whichever copy names them better, the newer one where both do as well. A kept list
 * keeps its count; a greater count of the newer copy may know of people that nobody names.
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
 * Whether the list that came says less than the one that is kept: names cut off at the end (`et al.`), initials for
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

/** Whether a list is the beginning of a longer one, as far as family names tell. */
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
