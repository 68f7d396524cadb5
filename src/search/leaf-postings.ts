/** Finds the papers of a segment in which a leaf of a query occurs, with how often and in which texts. */
import { groupOf } from '../query/fields.ts';
import type { Prefix, TextLeaf } from '../query/tree.ts';
import { phrasePostings } from './phrase-postings.ts';
import { maskOf, nothing, type Postings, termPostings } from './postings.ts';
import { frequencyBits, inAny, inTitle, type Segment, titleWeight } from './segment.ts';
import { eachPaper, spellingsOf } from './spellings.ts';
import { rangeOf } from './string-table.ts';
import { synonymPostings } from './synonym-postings.ts';

function within(postings: Postings, mask: number): Postings {
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
  for (let word = first; word < last; word++)
    eachPaper(terms, word, limit, (doc, mask) => {
      masks[doc]! |= mask;
    });
  return fromMasks(masks, maskOf(leaf));
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

/** The papers of a segment in which a leaf occurs. @param limit the first paper that is not looked at */
export function postingsOf(segment: Segment, leaf: TextLeaf, limit = segment.count): Postings {
  if (leaf.kind === 'prefix') return prefixPostings(segment, leaf, limit);
  if (leaf.synonyms !== undefined) return within(synonymPostings(segment, leaf, limit), maskOf(leaf));
  if (leaf.kind === 'phrase') return phrasePostings(segment, leaf, limit);
  return within(termPostings(segment[groupOf(leaf.field)], leaf.term, limit), maskOf(leaf));
}
