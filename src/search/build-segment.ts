/**
 * Builds a segment from collected papers: sorts their tokens by term, then by paper. Over 200 lines: the steps of a group of texts
 * share its sorted tokens, and each stops in between for others.
 */

import { byTextGroup, type TextGroup, textGroups } from '../query/fields.ts';
import { buildColumns } from './columns.ts';
import { squaresOf } from './likeness.ts';
import { type Collected, type Facts, type Forms, longestSpan, spanBits } from './paper-collector.ts';
import {
  inAbstract,
  inKeyword,
  inTitle,
  type Segment,
  type Terms,
  textAt,
  titleWeight,
  toMark,
} from './segment.ts';
import type { Slices } from './slices.ts';
import { orderInSlices, placesIn } from './sort-strings.ts';
import { spellingBytes } from './spellings.ts';
import { toStringTable } from './string-table.ts';
import { createTermsWriter, joinSpellings } from './terms-writer.ts';
import { writeNumber } from './varint.ts';

/** How many papers, and how many tokens, are sorted and written in some milliseconds. */
const docsInSlice = 256;
const tokensInSlice = 1 << 14;
const countedInSlice = 1 << 19;

/** Newest first, then by id: the order in which papers of equal score are shown, and of paper numbers. */
function inOrder(a: Facts, b: Facts): number {
  return b.day - a.day || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** For each term where its tokens begin; one more at the end. */
function* startsOf(tokenForms: Uint32Array, rankOfForm: Uint32Array, terms: number): Slices<Uint32Array> {
  const starts = new Uint32Array(terms + 1);
  const count = (from: number, to: number) => {
    for (let i = from; i < to; i++) starts[rankOfForm[tokenForms[i]!]! + 1]!++;
  };
  for (let from = 0; from < tokenForms.length; from += countedInSlice) {
    count(from, Math.min(tokenForms.length, from + countedInSlice));
    yield;
  }
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  return starts;
}

/** Tokens sorted by term and, within a term, by paper: a counting sort, linear in the tokens. */
function* arrange(forms: Forms, order: Uint32Array, vocabulary: Vocabulary) {
  const { rankOfForm, placeOfForm, shared } = vocabulary;
  const tokenForms = forms.tokenForms.values;
  const tokenPlaces = forms.tokenPlaces.values;
  const count = forms.tokenForms.length;
  const starts = yield* startsOf(tokenForms.subarray(0, count), rankOfForm, shared.length);
  const next = starts.slice();
  const docs = new Uint16Array(count);
  const places = new Uint32Array(count);
  /** The spelling of each token whose term has several. */
  const spellings = new Uint32Array(count);
  // A function of its own, as the engine compiles those that are called often, and not the rest of a generator.
  function place(doc: number): void {
    const from = order[doc]!;
    const last = forms.ends.values[from]!;
    for (let i = from === 0 ? 0 : forms.ends.values[from - 1]!; i < last; i++) {
      const form = tokenForms[i]!;
      const rank = rankOfForm[form]!;
      const at = next[rank]!++;
      docs[at] = doc;
      places[at] = tokenPlaces[i]!;
      if (shared[rank] === 1) spellings[at] = placeOfForm[form]!;
    }
  }

  for (let doc = 0; doc < order.length; doc++) {
    if (doc % docsInSlice === docsInSlice - 1) yield;
    place(doc);
  }
  return { starts, docs, places, spellings };
}

type Vocabulary = ReturnType<typeof readVocabulary> extends Slices<infer V> ? V : never;

/** Terms and spellings, sorted, and the rank of each form among them. */
function* readVocabulary(forms: Forms) {
  const termOrder = yield* orderInSlices(forms.termTexts);
  const ranks = placesIn(termOrder);
  const wordOrder = yield* orderInSlices(forms.words);
  const rankOfForm = Uint32Array.from(forms.terms, (term) => ranks[term]!);
  /** 1 for terms with several spellings. */
  const shared = new Uint8Array(termOrder.length);
  const seen = new Uint8Array(termOrder.length);
  for (const rank of rankOfForm) {
    if (seen[rank] === 1) shared[rank] = 1;
    seen[rank] = 1;
  }
  yield;
  const terms = Array.from(termOrder, (term) => forms.termTexts[term]!);
  yield;
  const words = Array.from(wordOrder, (form) => forms.words[form]!);
  yield;
  return {
    terms,
    words,
    wordTerms: Uint32Array.from(wordOrder, (form) => rankOfForm[form]!),
    rankOfForm,
    placeOfForm: placesIn(wordOrder),
    shared,
  };
}

type Texts = Pick<Segment, 'abstractStarts' | 'keywordStarts'>;

function* buildTerms(forms: Forms, texts: Texts, order: Uint32Array, isBody: boolean): Slices<Terms> {
  const vocabulary = yield* readVocabulary(forms);
  const { terms, words, shared } = vocabulary;
  yield;
  const { starts, docs, places, spellings } = yield* arrange(forms, order, vocabulary);
  const writer = createTermsWriter(terms.length, docs.length);
  const { positions, marks } = writer;
  const lists: (Uint8Array | undefined)[] = new Array(words.length);
  const { abstractStarts, keywordStarts } = texts;

  /** Writes the tokens of a term in one paper. */
  function paper(begin: number, end: number, spans: boolean): void {
    const doc = docs[begin]!;
    const abstract = isBody ? abstractStarts[doc]! : 0;
    const keyword = isBody ? keywordStarts[doc]! : Number.POSITIVE_INFINITY;
    writer.posting(doc, 0);
    let mask = 0;
    let frequency = 0;
    let before = 0;
    for (let i = begin; i < end; i++) {
      const place = places[i]!;
      const position = place >>> spanBits;
      const text = position < abstract ? inTitle : position < keyword ? inAbstract : inKeyword;
      mask |= text;
      frequency += text === inTitle ? titleWeight : 1;
      writeNumber(positions, ((position - before) << 1) | Number(i === end - 1));
      if (spans) writeNumber(positions, place & longestSpan);
      before = position;
    }
    marks[writer.count - 1] = toMark(mask, frequency);
  }

  /** Writes the spellings of a term that has several, each with its papers. */
  function spell(begin: number, end: number, posting: number): void {
    const found = new Map<number, number[]>();
    let spelling = -1;
    let list: number[] = [];
    for (let i = begin; i < end; i++) {
      if (spellings[i] !== spelling) {
        spelling = spellings[i]!;
        list = found.get(spelling) ?? [];
        if (list.length === 0) found.set(spelling, list);
      }
      const doc = docs[i]!;
      const text = isBody ? textAt(texts, doc, places[i]! >>> spanBits) : inAbstract;
      const last = list.length === 0 ? -1 : list[list.length - 1]!;
      if (last >>> 3 === doc) list[list.length - 1] = last | text;
      else list.push((doc << 3) | text);
    }
    for (const [place, list] of found) lists[place] = spellingBytes(list, writer, posting, writer.count);
  }

  /** Writes a term with all its papers. */
  function term(rank: number): void {
    const first = starts[rank]!;
    const last = starts[rank + 1]!;
    let spans = false;
    for (let i = first; i < last && !spans; i++) spans = (places[i]! & longestSpan) !== 1;
    writer.term(spans);
    const posting = writer.count;
    for (let begin = first, end = begin; begin < last; begin = end) {
      while (end < last && docs[end] === docs[begin]) end++;
      paper(begin, end, spans);
    }
    if (shared[rank] === 1) spell(first, last, posting);
  }

  let sliced = 0;
  for (let rank = 0; rank < terms.length; rank++) {
    term(rank);
    if (starts[rank + 1]! - sliced < tokensInSlice) continue;
    sliced = starts[rank + 1]!;
    yield;
  }
  yield;
  const table = toStringTable(terms);
  yield;
  const postings = writer.finish();
  const spelled = yield* joinSpellings(words, terms, vocabulary.wordTerms, lists);
  return { terms: table, ...postings, ...spelled };
}

/** One segment of all collected papers. */
export function* buildSegment(collected: Collected): Slices<Segment> {
  const order = Uint32Array.from(collected.facts, (_, i) => i).sort((a, b) =>
    inOrder(collected.facts[a]!, collected.facts[b]!),
  );
  yield;
  const columns = yield* buildColumns(Array.from(order, (from) => collected.facts[from]!));
  const terms: Partial<Record<TextGroup, Terms>> = {};
  for (const group of textGroups) {
    yield;
    terms[group] = yield* buildTerms(collected[group], columns, order, group === 'body');
  }
  const squares = yield* squaresOf(terms.body!, order.length);
  return { ...columns, squares, ...byTextGroup((group) => terms[group]!) };
}
