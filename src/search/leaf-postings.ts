/** Finds the papers of a segment in which a leaf of a query occurs, with how often and in which texts. */
import { groupOf } from '../query/fields.ts';
import type { Prefix, TextLeaf } from '../query/tree.ts';
import { type Docs, phrasePostings } from './phrase-postings.ts';
import { maskOf, nothing, type Postings, termPostings } from './postings.ts';
import { frequencyBits, inAny, inTitle, type Segment, type Terms, titleWeight } from './segment.ts';
import { eachPaper, spellingCounts, spellingsOf } from './spellings.ts';
import { countOf, rangeOf } from './string-table.ts';
import { synonymPostings } from './synonym-postings.ts';

function inTexts(postings: Postings, mask: number): Postings {
  if (mask === inAny) return postings;
  const docs = new Uint16Array(postings.to - postings.from);
  const marks = new Uint8Array(docs.length);
  let to = 0;
  for (let i = postings.from; i < postings.to; i++) {
    if (((postings.marks[i]! >>> frequencyBits) & mask) === 0) continue;
    docs[to] = postings.docs[i]!;
    marks[to++] = postings.marks[i]!;
  }
  return { docs, marks, from: 0, to };
}

/**
 * The papers with a word that has this prefix. Frequencies are not stored for each spelling, so a match counts once for
 * the title, with the title's weight, and once for the other texts.
 */
function prefixPostings(segment: Segment, leaf: Prefix, limit: number): Postings {
  const terms = segment[groupOf(leaf.field)];
  const [first, last] = rangeOf(spellingsOf(terms), leaf.start);
  if (first === last) return nothing;
  const masks = new Uint8Array(limit);
  const add = (doc: number, mask: number) => {
    masks[doc]! |= mask;
  };
  const counts = countSpellings(terms, first, last);
  for (let word = first; word < last; word++) {
    const term = terms.wordTerms[word] ?? word;
    if (counts[term] === isRead) continue;
    if (counts[term] !== (spellingCounts(terms)[term] ?? 1)) eachPaper(terms, word, limit, add);
    else {
      markTerm(terms, term, limit, masks);
      counts[term] = isRead;
    }
  }
  for (let word = first; word < last; word++) counts[terms.wordTerms[word] ?? word] = 0;
  return fromMasks(masks, maskOf(leaf));
}

/** One number for each term, all zero between uses. */
let spellings = new Uint32Array(0);
const isRead = 0xffffffff;

/** For each term how many of these spellings it has. Where that is all of them, its own postings say as much, and are read faster. */
function countSpellings({ terms, wordTerms }: Terms, first: number, last: number): Uint32Array {
  if (spellings.length < countOf(terms)) spellings = new Uint32Array(countOf(terms));
  for (let word = first; word < last; word++) spellings[wordTerms[word] ?? word]!++;
  return spellings;
}

/** Adds the texts in which each paper has the term. */
function markTerm({ starts, docs, marks }: Terms, term: number, limit: number, masks: Uint8Array): void {
  const end = starts[term + 1]!;
  for (let i = starts[term]!; i < end && docs[i]! < limit; i++)
    masks[docs[i]!]! |= marks[i]! >>> frequencyBits;
}

function fromMasks(masks: Uint8Array, wanted: number): Postings {
  let count = 0;
  for (let doc = 0; doc < masks.length; doc++) if ((masks[doc]! & wanted) !== 0) count++;
  const docs = new Uint16Array(count);
  const marks = new Uint8Array(count);
  let to = 0;
  for (let doc = 0; doc < masks.length; doc++) {
    const mask = masks[doc]!;
    if ((mask & wanted) === 0) continue;
    docs[to] = doc;
    marks[to++] = (mask << frequencyBits) | onceIn(mask);
  }
  return { docs, marks, from: 0, to };
}

/** The frequency of a match of which only the texts are known. */
function onceIn(mask: number): number {
  return ((mask & inTitle) !== 0 ? titleWeight : 0) + ((mask & ~inTitle) !== 0 ? 1 : 0);
}

/**
 * The papers of a segment in which a leaf occurs.
 * @param limit the first paper that is not looked at
 * @param within where it is given, others may be missing: a few papers are read faster than all
 */
export function postingsOf(segment: Segment, leaf: TextLeaf, limit = segment.count, within?: Docs): Postings {
  if (leaf.kind === 'prefix') return prefixPostings(segment, leaf, limit);
  if (leaf.synonyms !== undefined)
    return inTexts(synonymPostings(segment, leaf, limit, within), maskOf(leaf));
  if (leaf.kind === 'phrase') return phrasePostings(segment, leaf, limit, within);
  return inTexts(termPostings(segment[groupOf(leaf.field)], leaf.term, limit), maskOf(leaf));
}
