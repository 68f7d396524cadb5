/** Papers that hold a word in the very form that was asked for: `optimizers`, not `optimizer`; CLIP, not clip. */
import type { TextLeaf, Word } from '../query/tree.ts';
import { maskOf, nothing, type Postings } from './postings.ts';
import type { Segment } from './segment.ts';
import { capitalsMark, eachPaper, spellingsOf } from './spellings.ts';
import { countOf, rangeOf, stringAt } from './strings.ts';

/** A word in one form: its folded spelling, or only where that is in capitals. */
export interface ExactForm {
  leaf: Word;
  spelling: string;
  inCapitals: boolean;
}

/** How the leaf's word is spelled in a paper's tokens: compounds without their hyphens. */
export function spellingOf({ text }: Word): string {
  return text.replace(/[-, ]+/g, '');
}

/**
 * The forms of a leaf that count more. Phrases and prefixes have none, and names are not inflected. A word that was typed in
 * capitals has two, so that CLIP comes before clip and clip before clipping.
 *
 * @param capitals words that were typed in capitals, folded
 */
export function exactForms(leaf: TextLeaf, capitals: ReadonlySet<string>): ExactForm[] {
  if (leaf.kind !== 'word' || leaf.field === 'author' || leaf.field === 'org') return [];
  const spelling = spellingOf(leaf);
  const form = { leaf, spelling, inCapitals: false };
  return capitals.has(spelling) ? [form, { ...form, inCapitals: true }] : [form];
}

/** The papers with this form in the leaf's field, in order. They have no marks. */
export function exactPostings({ body }: Segment, { leaf, spelling, inCapitals }: ExactForm): Postings {
  const mask = maskOf(leaf);
  const words = spellingsOf(body);
  const isPlain = countOf(body.words) === 0;
  const lists: number[][] = [];
  const [first, last] = rangeOf(words, spelling);
  for (let word = first; word < last; word++) {
    const found = stringAt(words, word);
    if (found !== spelling && found !== spelling + capitalsMark) break;
    if (inCapitals && found === spelling) continue;
    if (stringAt(body.terms, isPlain ? word : body.wordTerms[word]!) !== leaf.term) continue;
    const docs: number[] = [];
    eachPaper(body, word, (doc, texts) => {
      if ((texts & mask) !== 0) docs.push(doc);
    });
    lists.push(docs);
  }
  const [docs = [], ...others] = lists;
  const all = others.length === 0 ? docs : [...new Set(lists.flat())].sort((a, b) => a - b);
  return { docs: Uint16Array.from(all), marks: nothing.marks, from: 0, to: all.length };
}
