/** Finds papers with a word in exactly the form that was typed: `optimizers`, not `optimizer`; CLIP, not clip. */
import { LRUCache } from 'lru-cache';
import { isNameField } from '../query/fields.ts';
import type { TextLeaf, Word } from '../query/tree.ts';
import { maskOf, type Postings, seek } from './postings.ts';
import { inAny, type Segment, type Terms } from './segment.ts';
import { capitalsMark, eachException, eachPaper, spellingsOf } from './spellings.ts';
import { rangeOf, stringAt } from './string-table.ts';

/** A word that was typed in capitals counts once more, so that CLIP comes before clip and clip before clipping. */
const asTyped = 1;
const inCapitals = 2;

/** In which forms the papers of a leaf's list have its word. */
export interface Forms {
  /** For each paper of the list: 0 for no form that was typed, else bits: 1 as typed, 2 in capitals. */
  of: Uint8Array;
  /** How many papers have the word as typed, and how many of them in capitals; deleted ones too. */
  typed: number;
  capital: number;
}

/** Whether a form of the leaf counts more. Phrases and prefixes have none, and names are not inflected. */
export function hasForms(leaf: TextLeaf): leaf is Word {
  return leaf.kind === 'word' && !isNameField(leaf.field);
}

/** How the leaf's word is spelled in a paper's tokens: compounds without their hyphens. */
export function spellingOf({ text }: Word): string {
  return text.replace(/[-, ]+/g, '');
}

/** How many bytes of recent lists are cached for each segment, as words with long lists recur in queries. */
const mostKept = 1_000_000;
const keptOf = new WeakMap<Segment, LRUCache<string, Forms>>();

/**
 * The forms in which the papers of a leaf's list have its word.
 * @param key the same for leaves with the same list and spelling
 * @param limit the first paper that the list does not look at
 */
export function formsIn(segment: Segment, leaf: Word, key: string, list: Postings, limit: number): Forms {
  if (limit < segment.count) return readForms(segment.body, leaf, list, limit);
  let kept = keptOf.get(segment);
  kept ??= new LRUCache({ maxSize: mostKept, sizeCalculation: ({ of }, key) => of.length + key.length });
  keptOf.set(segment, kept);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const forms = readForms(segment.body, leaf, list, limit);
  kept.set(key, forms);
  return forms;
}

function readForms(body: Terms, leaf: Word, list: Postings, limit: number): Forms {
  const of = new Uint8Array(list.to - list.from);
  const spelling = spellingOf(leaf);
  const words = spellingsOf(body);
  const [first, last] = rangeOf(words, spelling);
  for (let word = first; word < last; word++) {
    const found = stringAt(words, word);
    if (found !== spelling && found !== spelling + capitalsMark) break;
    if (stringAt(body.terms, body.wordTerms[word] ?? word) !== leaf.term) continue;
    const form = found === spelling ? asTyped : asTyped | inCapitals;
    if (!markTerm(body, word, list, leaf, limit, form, of))
      markPapers(body, word, list, leaf, limit, form, of);
  }
  let typed = 0;
  let capital = 0;
  for (let i = 0; i < of.length; i++) {
    typed += of[i]! & asTyped;
    capital += of[i]! >>> 1;
  }
  return { of, typed, capital };
}

/** Marks the papers of a spelling. */
function markPapers(
  body: Terms,
  word: number,
  { docs, from, to }: Postings,
  leaf: Word,
  limit: number,
  form: number,
  into: Uint8Array,
): void {
  const mask = maskOf(leaf);
  let at = from;
  eachPaper(body, word, limit, (doc, texts) => {
    if ((texts & mask) === 0) return;
    at = seek(docs, at, to, doc);
    if (at < to && docs[at] === doc) into[at - from]! |= form;
  });
}

/** The same, and faster, where the list is the term's and the spelling is in all of it with exceptions; else false. */
function markTerm(
  body: Terms,
  word: number,
  { docs, from, to, source }: Postings,
  leaf: Word,
  limit: number,
  form: number,
  into: Uint8Array,
): boolean {
  if (source?.terms !== body || maskOf(leaf) !== inAny) return false;
  let next = from;
  const mark = (until: number) => {
    for (let i = next; i < until; i++) into[i - from]! |= form;
  };
  const isRead = eachException(body, word, limit, (doc, texts) => {
    const at = seek(docs, next, to, doc);
    mark((texts & inAny) === 0 ? at : Math.min(at + 1, to));
    next = Math.min(at + 1, to);
  });
  if (isRead) mark(to);
  return isRead;
}
