/** Builds a segment from collected papers: sorts their tokens by term, then by paper. */

import { byTextGroup, numberFields } from '../query/fields.ts';
import { buildColumns, categoriesOf } from './columns.ts';
import { type Collected, type Facts, type Forms, longestSpan, spanBits } from './paper-collector.ts';
import {
  frequencyBits,
  frequencyLimit,
  inAbstract,
  inTitle,
  type Segment,
  type Terms,
  textAt,
  titleWeight,
} from './segment.ts';
import { orderOf, placesIn } from './sort-strings.ts';
import { writeSpelling } from './spellings.ts';
import { toStringTable } from './string-table.ts';
import { createTermsWriter, joinSpellings } from './terms-writer.ts';
import { createByteWriter, writeNumber, written } from './varint.ts';

/** Newest first, then by id: the order in which papers of equal score are shown, and of paper numbers. */
function inOrder(a: Facts, b: Facts): number {
  return b.day - a.day || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Tokens sorted by term and, within a term, by paper: a counting sort, linear in the tokens. */
interface Arranged {
  /** For each term the end of its tokens. */
  ends: Uint32Array;
  docs: Uint16Array;
  places: Uint32Array;
  /** The spelling of each token whose term has several. */
  spellings: Uint32Array;
}

function arrange(forms: Forms, order: Uint32Array, vocabulary: Vocabulary): Arranged {
  const { rankOfForm, placeOfForm, shared } = vocabulary;
  const tokenForms = forms.tokenForms.values;
  const tokenPlaces = forms.tokenPlaces.values;
  const count = forms.tokenForms.length;
  const ends = new Uint32Array(shared.length + 1);
  for (let i = 0; i < count; i++) ends[rankOfForm[tokenForms[i]!]! + 1]!++;
  for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!;
  const next = ends.slice();
  const docs = new Uint16Array(count);
  const places = new Uint32Array(count);
  const spellings = new Uint32Array(count);
  for (let doc = 0; doc < order.length; doc++) {
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
  return { ends, docs, places, spellings };
}

/** Terms and spellings, sorted, and the rank of each form among them. */
interface Vocabulary {
  terms: string[];
  words: string[];
  wordTerms: Uint32Array;
  rankOfForm: Uint32Array;
  placeOfForm: Uint32Array;
  /** 1 for terms with several spellings. */
  shared: Uint8Array;
}

function readVocabulary(forms: Forms): Vocabulary {
  const termOrder = orderOf(forms.termTexts);
  const ranks = placesIn(termOrder);
  const wordOrder = orderOf(forms.words);
  const rankOfForm = Uint32Array.from(forms.terms, (term) => ranks[term]!);
  const shared = new Uint8Array(termOrder.length);
  const seen = new Uint8Array(termOrder.length);
  for (const rank of rankOfForm) {
    if (seen[rank] === 1) shared[rank] = 1;
    seen[rank] = 1;
  }
  return {
    terms: Array.from(termOrder, (term) => forms.termTexts[term]!),
    words: Array.from(wordOrder, (form) => forms.words[form]!),
    wordTerms: Uint32Array.from(wordOrder, (form) => rankOfForm[form]!),
    rankOfForm,
    placeOfForm: placesIn(wordOrder),
    shared,
  };
}

type Texts = Pick<Segment, 'abstractStarts' | 'keywordStarts'>;

function buildTerms(forms: Forms, texts: Texts, order: Uint32Array, isBody: boolean): Terms {
  const vocabulary = readVocabulary(forms);
  const { terms, words, shared } = vocabulary;
  const { ends, docs, places, spellings } = arrange(forms, order, vocabulary);
  const writer = createTermsWriter(terms.length, docs.length);
  const { positions } = writer;
  const lists: (Uint8Array | undefined)[] = new Array(words.length);
  const masks = new Map<number, number>();

  /** Writes the tokens of a term in one paper. */
  function paper(begin: number, end: number, spans: boolean): void {
    const doc = docs[begin]!;
    let mask = 0;
    let frequency = 0;
    for (let i = begin; i < end; i++) {
      const text = isBody ? textAt(texts, doc, places[i]! >>> spanBits) : inAbstract;
      mask |= text;
      frequency += text === inTitle ? titleWeight : 1;
    }
    writer.posting(doc, (mask << frequencyBits) | Math.min(frequency, frequencyLimit));
    let before = 0;
    for (let i = begin; i < end; i++) {
      const position = places[i]! >>> spanBits;
      writeNumber(positions, ((position - before) << 1) | Number(i === end - 1));
      if (spans) writeNumber(positions, places[i]! & longestSpan);
      before = position;
    }
  }

  /** Writes the spellings of a term that has several, each with its papers. */
  function spell(begin: number, end: number, posting: number): void {
    const found = new Map<number, number[]>();
    for (let i = begin; i < end; ) {
      const doc = docs[i]!;
      masks.clear();
      for (; i < end && docs[i] === doc; i++) {
        const text = isBody ? textAt(texts, doc, places[i]! >>> spanBits) : inAbstract;
        masks.set(spellings[i]!, (masks.get(spellings[i]!) ?? 0) | text);
      }
      for (const [place, mask] of masks) {
        const list = found.get(place);
        if (list) list.push((doc << 3) | mask);
        else found.set(place, [(doc << 3) | mask]);
      }
    }
    for (const [place, list] of found) {
      const bytes = createByteWriter(list.length + 8);
      writeSpelling(bytes, list, writer, posting, writer.count);
      lists[place] = written(bytes);
    }
  }

  for (let rank = 0; rank < terms.length; rank++) {
    const first = ends[rank]!;
    const last = ends[rank + 1]!;
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
  return {
    terms: toStringTable(terms),
    ...writer.finish(),
    ...joinSpellings(words, terms, vocabulary.wordTerms, lists),
  };
}

/** One segment of all collected papers. */
export function buildSegment(collected: Collected): Segment {
  const order = Uint32Array.from(collected.facts, (_, i) => i).sort((a, b) =>
    inOrder(collected.facts[a]!, collected.facts[b]!),
  );
  const facts = Array.from(order, (from) => collected.facts[from]!);
  const columns = buildColumns({
    ids: facts.map((fact) => fact.id),
    days: facts.map((fact) => fact.day),
    numbers: numberFields.map((_, field) => facts.map((fact) => fact.numbers[field]!)),
    hasCode: facts.map((fact) => Number(fact.hasCode)),
    lengths: facts.map((fact) => fact.length),
    abstractStarts: facts.map((fact) => fact.abstractStart),
    keywordStarts: facts.map((fact) => fact.keywordStart),
    contents: facts.flatMap((fact) => fact.content),
  });
  return {
    ...columns,
    ...categoriesOf(facts.map((fact) => fact.categories)),
    ...byTextGroup((group) => buildTerms(collected[group], columns, order, group === 'body')),
  };
}
