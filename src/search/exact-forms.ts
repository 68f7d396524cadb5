/** Finds papers with a word in exactly the form that was typed: `optimizers`, not `optimizer`; CLIP, not clip. */
import { LRUCache } from 'lru-cache';
import { isNameField } from '../query/fields.ts';
import type { TextLeaf, Word } from '../query/tree.ts';
import { maskOf, nothing, type Postings } from './postings.ts';
import type { Segment, Terms } from './segment.ts';
import { capitalsMark, eachPaper, spellingsOf } from './spellings.ts';
import { rangeOf, stringAt } from './string-table.ts';

/** A word in one form: its folded spelling, or that spelling in capitals only. */
export interface ExactForm {
  leaf: Word;
  spelling: string;
  inCapitals: boolean;
}

/** How the leaf's word is spelled in a paper's tokens: compounds without their hyphens. */
function spellingOf({ text }: Word): string {
  return text.replace(/[-, ]+/g, '');
}

/**
 * The forms of a leaf that count more. Phrases and prefixes have none, and names are not inflected. A word that was typed in
 * capitals has two, so that CLIP comes before clip and clip before clipping.
 *
 * @param capitals words that were typed in capitals, folded
 */
export function exactForms(leaf: TextLeaf, capitals: ReadonlySet<string>): ExactForm[] {
  if (leaf.kind !== 'word' || isNameField(leaf.field)) return [];
  const spelling = spellingOf(leaf);
  const form = { leaf, spelling, inCapitals: false };
  return capitals.has(spelling) ? [form, { ...form, inCapitals: true }] : [form];
}

/** Equal for forms with the same papers. */
export function keyOf({ leaf, spelling, inCapitals }: ExactForm): string {
  return `${leaf.field} ${leaf.term} ${spelling} ${inCapitals}`;
}

/** How many numbers of recent lists are cached for each segment (two bytes each), as words with long lists recur in queries. */
const mostKept = 500_000;
const keptOf = new WeakMap<Terms, LRUCache<string, Postings>>();

/** The papers before `limit` with this form in the leaf's field, ascending. They have no marks. */
export function exactPostings({ body, count }: Segment, form: ExactForm, limit = count): Postings {
  if (limit < count) return readPostings(body, form, limit);
  let kept = keptOf.get(body);
  kept ??= new LRUCache({ maxSize: mostKept, sizeCalculation: ({ to }, key) => to + key.length });
  keptOf.set(body, kept);
  const key = keyOf(form);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = readPostings(body, form, limit);
  kept.set(key, found);
  return found;
}

function readPostings(body: Terms, { leaf, spelling, inCapitals }: ExactForm, limit: number): Postings {
  const mask = maskOf(leaf);
  const words = spellingsOf(body);
  let all = nothing.docs;
  const [first, last] = rangeOf(words, spelling);
  for (let word = first; word < last; word++) {
    const found = stringAt(words, word);
    if (found !== spelling && found !== spelling + capitalsMark) break;
    if (inCapitals && found === spelling) continue;
    const term = body.wordTerms[word] ?? word;
    if (stringAt(body.terms, term) !== leaf.term) continue;
    const docs = new Uint16Array(body.starts[term + 1]! - body.starts[term]!);
    let count = 0;
    eachPaper(body, word, limit, (doc, texts) => {
      if ((texts & mask) !== 0) docs[count++] = doc;
    });
    all = all.length === 0 ? docs.slice(0, count) : union(all, docs.subarray(0, count));
  }
  return { docs: all, marks: nothing.marks, from: 0, to: all.length };
}

/** The union of two ascending lists. */
function union(a: Uint16Array, b: Uint16Array): Uint16Array {
  const joined = new Uint16Array(a.length + b.length);
  let count = 0;
  for (let i = 0, k = 0; i < a.length || k < b.length; count++) {
    const next = Math.min(a[i] ?? 0xffff, b[k] ?? 0xffff);
    joined[count] = next;
    if (a[i] === next) i++;
    if (b[k] === next) k++;
  }
  return joined.slice(0, count);
}
