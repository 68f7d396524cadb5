/** Tells whether two papers are one work under two ids, as when two sources give the same paper. */
import { nameParts } from '../model/author-name.ts';
import { authorCountOf, idFromTitle, type Paper } from '../model/paper.ts';

/** Titles shorter than this many words (`Attention`, `A Survey`) name different works too often to go by alone. */
const TELLING_WORDS = 4;

/** Equal for titles that differ only in case, spacing or punctuation. */
export function workKey(paper: Paper): string {
  return idFromTitle(paper.title);
}

/** Same title, and authors that agree as far as both tell; where neither tells, the title must be telling. */
export function isSameWork(a: Paper, b: Paper): boolean {
  if (workKey(a) !== workKey(b)) return false;
  if (a.authors?.length && b.authors?.length) return shareHalf(a.authors, b.authors);
  const counts = [authorCountOf(a), authorCountOf(b)];
  if (counts[0] !== undefined && counts[1] !== undefined) return counts[0] === counts[1];
  return a.title.trim().split(/\s+/).length >= TELLING_WORDS;
}

/** Sources write given names in full or as initials, so last words are compared. */
function shareHalf(a: readonly string[], b: readonly string[]): boolean {
  const lasts = new Set(a.map(lastName));
  const shared = new Set(b.map(lastName).filter((name) => lasts.has(name)));
  return shared.size * 2 >= Math.min(lasts.size, new Set(b.map(lastName)).size);
}

function lastName(name: string): string {
  const folded = nameParts(name)
    .family.normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim();
  return folded.split(/[\s.]+/).at(-1) ?? folded;
}
