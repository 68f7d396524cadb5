/** Finds the field that a typed name means, or the nearest one for a misspelt name. */
import { type FieldName, fields } from './fields.ts';

const byName = new Map<string, FieldName>();
for (const { name, aliases } of fields) for (const other of [name, ...aliases]) byName.set(other, name);

/** The field with this name or alias, in any case. */
export function fieldOf(name: string): FieldName | undefined {
  return byName.get(name.toLowerCase());
}

/** The field that is at most so many slips away. */
export function nearestField(name: string, most: number): FieldName | undefined {
  const typed = name.toLowerCase();
  let nearest: FieldName | undefined;
  let fewest = most + 1;
  for (const { name: field } of fields) {
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
