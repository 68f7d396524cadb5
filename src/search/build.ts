/** What was collected in, one segment out: tokens put in order of term, then of paper. */
import { createWriter, type Writer, writeNumber } from './bytes.ts';
import type { Collected, Facts, Forms } from './collect.ts';
import { buildColumns, categoriesOf } from './columns.ts';
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
import { toStrings } from './strings.ts';
import { createTermsWriter, joinWords } from './terms.ts';

/** Newest first, then by id: the order in which equals are shown, so that it is also that of paper numbers. */
function inOrder(a: Facts, b: Facts): number {
  return b.day - a.day || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The numbers of texts in the order of the texts. */
function byText(texts: readonly string[]): Uint32Array {
  // Strings are sorted as strings: several times faster than comparing what numbers stand for.
  const numbers = new Map(texts.map((text, i) => [text, i]));
  if (numbers.size === texts.length) return Uint32Array.from([...texts].sort(), (text) => numbers.get(text)!);
  const order = Uint32Array.from(texts, (_, i) => i);
  return order.sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : a - b));
}

function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) places[order[place]!] = place;
  return places;
}

/** Tokens in order of term and, within a term, of paper: a counting sort, linear in the tokens. */
function arrange(forms: Forms, order: Uint32Array, ranks: Uint32Array) {
  const { tokenForms, terms } = forms;
  const count = tokenForms.length;
  const rankOfForm = Uint32Array.from(terms, (term) => ranks[term]!);
  const ends = new Uint32Array(ranks.length + 1);
  for (let i = 0; i < count; i++) ends[rankOfForm[tokenForms.values[i]!]! + 1]!++;
  for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!;
  const next = ends.slice();
  const docs = new Uint16Array(count);
  const tokens = new Uint32Array(count);
  order.forEach((from, doc) => {
    const last = forms.ends.values[from]!;
    for (let i = from === 0 ? 0 : forms.ends.values[from - 1]!; i < last; i++) {
      const at = next[rankOfForm[tokenForms.values[i]!]!]!++;
      docs[at] = doc;
      tokens[at] = i;
    }
  });
  return { ends, docs, tokens };
}

/** Collects, for spellings that share their term with others, the papers and texts of each. */
function createSpellingLists(count: number) {
  const lists: (Writer | undefined)[] = new Array(count);
  const masks = new Uint8Array(count);
  const lastDocs = new Int32Array(count);
  return {
    lists,
    see: (place: number, text: number) => {
      masks[place]! |= text;
    },
    endPaper(doc: number, places: readonly number[]): void {
      for (const place of places) {
        if (masks[place] === 0) continue;
        const list = lists[place] ?? createWriter(8);
        lists[place] = list;
        writeNumber(list, ((doc - lastDocs[place]!) << 3) | masks[place]!);
        lastDocs[place] = doc;
        masks[place] = 0;
      }
    },
  };
}

type Texts = Pick<Segment, 'lengths' | 'abstractStarts' | 'keywordStarts'>;

function buildTerms(forms: Forms, columns: Texts, order: Uint32Array, isBody: boolean): Terms {
  const terms = byText(forms.termTexts);
  const ranks = inverse(terms);
  const words = byText(forms.words);
  const places = inverse(words);
  const spellings: number[][] = Array.from(terms, () => []);
  for (let place = 0; place < words.length; place++)
    spellings[ranks[forms.terms[words[place]!]!]!]!.push(place);

  const { ends, docs, tokens } = arrange(forms, order, ranks);
  const tokenForms = forms.tokenForms.values;
  const tokenPositions = forms.tokenPositions.values;
  const tokenSpans = forms.tokenSpans.values;
  const writer = createTermsWriter(terms.length, docs.length);
  const apart = createSpellingLists(words.length);

  function paper(begin: number, end: number, spans: boolean, shared: readonly number[] | undefined): void {
    const doc = docs[begin]!;
    let mask = 0;
    let frequency = 0;
    for (let i = begin; i < end; i++) {
      const text = isBody ? textAt(columns, doc, tokenPositions[tokens[i]!]!) : inAbstract;
      mask |= text;
      frequency += text === inTitle ? titleWeight : 1;
      if (shared) apart.see(places[tokenForms[tokens[i]!]!]!, text);
    }
    if (shared) apart.endPaper(doc, shared);
    writer.posting(doc, (mask << frequencyBits) | Math.min(frequency, frequencyLimit), columns.lengths[doc]!);
    let before = 0;
    for (let i = begin; i < end; i++) {
      const position = tokenPositions[tokens[i]!]!;
      writeNumber(writer.positions, ((position - before) << 1) | Number(i === end - 1));
      if (spans) writeNumber(writer.positions, tokenSpans[tokens[i]!]!);
      before = position;
    }
  }

  for (let rank = 0; rank < terms.length; rank++) {
    const last = ends[rank + 1]!;
    let spans = false;
    for (let i = ends[rank]!; i < last && !spans; i++) spans = tokenSpans[tokens[i]!] !== 1;
    writer.term(spans);
    const shared = spellings[rank]!.length > 1 ? spellings[rank] : undefined;
    for (let begin = ends[rank]!, end = begin; begin < last; begin = end) {
      while (end < last && docs[end] === docs[begin]) end++;
      paper(begin, end, spans, shared);
    }
  }
  return {
    terms: toStrings(Array.from(terms, (term) => forms.termTexts[term]!)),
    ...writer.finish(),
    ...joinWords(apart.lists, words.length),
    words: toStrings(Array.from(words, (form) => forms.words[form]!)),
    wordTerms: Uint32Array.from(words, (form) => ranks[forms.terms[form]!]!),
  };
}

/** One segment of everything collected. */
export function buildSegment(collected: Collected): Segment {
  const order = Uint32Array.from(collected.facts, (_, i) => i).sort((a, b) =>
    inOrder(collected.facts[a]!, collected.facts[b]!),
  );
  const facts = Array.from(order, (from) => collected.facts[from]!);
  const columns = buildColumns({
    ids: facts.map((fact) => fact.id),
    days: facts.map((fact) => fact.day),
    upvotes: facts.map((fact) => fact.upvotes),
    comments: facts.map((fact) => fact.comments),
    stars: facts.map((fact) => fact.stars),
    hasCode: facts.map((fact) => Number(fact.hasCode)),
    lengths: facts.map((fact) => fact.length),
    abstractStarts: facts.map((fact) => fact.abstractStart),
    keywordStarts: facts.map((fact) => fact.keywordStart),
    contents: facts.flatMap((fact) => fact.content),
  });
  return {
    ...columns,
    ...categoriesOf(facts.map((fact) => fact.categories)),
    body: buildTerms(collected.body, columns, order, true),
    author: buildTerms(collected.author, columns, order, false),
    org: buildTerms(collected.org, columns, order, false),
  };
}
