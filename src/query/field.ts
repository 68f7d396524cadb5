/** A field's name as typed in, the field out, or the nearest one for who misspelt it. */
import type { Field, NumberField } from './tree.ts';

export type FieldName = Exclude<Field, 'any'> | NumberField | 'cat' | 'id' | 'after' | 'before' | 'has';

/** The name of each field, and what people call it elsewhere (arXiv's own search says `ti`, `au`, `abs`). */
const spellings: Record<FieldName, readonly string[]> = {
  title: ['titles', 'ti', 'intitle'],
  abstract: ['abs', 'summary'],
  keyword: ['keywords', 'tag', 'tags'],
  author: ['authors', 'au', 'by'],
  org: ['orgs', 'organization', 'organisation', 'affiliation'],
  cat: ['category', 'categories'],
  id: ['ids', 'arxiv', 'doi'],
  upvotes: ['upvote', 'votes', 'likes'],
  stars: ['star'],
  comments: ['comment'],
  year: ['years'],
  after: ['since'],
  before: [],
  has: [],
};

const byName = new Map<string, FieldName>();
for (const [field, others] of Object.entries(spellings) as [FieldName, readonly string[]][]) {
  for (const name of [field, ...others]) byName.set(name, field);
}

export const fieldNames = Object.keys(spellings) as FieldName[];

export function fieldOf(name: string): FieldName | undefined {
  return byName.get(name.toLowerCase());
}

/** The field that is at most so many slips away. */
export function nearestField(name: string, most: number): FieldName | undefined {
  const typed = name.toLowerCase();
  let nearest: FieldName | undefined;
  let fewest = most + 1;
  for (const field of fieldNames) {
    const slips = slipsBetween(typed, field);
    if (slips >= fewest) continue;
    fewest = slips;
    nearest = field;
  }
  return nearest;
}

/** Letters left out, added, changed or swapped with the next, at least. Both words are short. */
function slipsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] as number) + 1);
      }
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}
