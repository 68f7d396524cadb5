/**
 * Collects papers for a new segment: each token as its spelling, term and position. Over 200 lines: a paper's words and facts are
 * added together or not at all.
 */
import type { Paper } from '../model/paper.ts';
import { idKeysOf } from '../model/paper-id.ts';
import { createNumberList, push } from '../number-list.ts';
import { eachTokenOf, kindOf, lexiconOf, type TextKind } from '../query/document.ts';
import {
  byTextGroup,
  type FieldName,
  fieldNamed,
  groupOf,
  numberFields,
  type TextGroup,
  textFields,
  textGroups,
} from '../query/fields.ts';
import type { VisitToken } from '../text/analyse.ts';
import { flags, type WordEntry } from '../text/lexicon.ts';
import { otherIdKey } from './content-hash.ts';
import { absent, titleWeight } from './segment.ts';
import { capitalsMark } from './spellings.ts';

/** Bits of a token's place that hold its span. The analyzer joins far fewer words than that allows. */
export const spanBits = 4;
export const longestSpan = (1 << spanBits) - 1;

/** What is stored of a paper besides its words. */
export interface Facts {
  id: string;
  /** By which the paper is looked up: see `idKey`. */
  key: string;
  /** `YYYYMMDD` as a number, or 0. */
  day: number;
  /** In the order of `numberFields`. */
  numbers: number[];
  hasCode: boolean;
  length: number;
  abstractStart: number;
  keywordStart: number;
  content: [number, number];
  categories: string[];
}

export interface Collected extends Record<TextGroup, Forms> {
  facts: Facts[];
}

export type Forms = ReturnType<typeof createForms>;

/** Tells apart who noted a form at a lexicon's word. */
let collectors = 0;

/** The tokens of one group of texts. A form is a spelling with its term; a word in capitals is a spelling of its own. */
function createForms(group: TextGroup) {
  const lexicon = lexiconOf(group === 'body' ? 'text' : 'name');
  // A word nearly always has one term, so one map lookup finds the form of a token.
  const formOfWord = new Map<string, number>();
  const formOfCapitals = new Map<string, number>();
  const formOfPair = new Map<string, number>();
  const termNumbers = new Map<string, number>();
  const id = ++collectors;
  const formWords: string[] = [];
  /** For each form its term. */
  const terms: number[] = [];
  const termTexts: string[] = [];
  const formTerms: string[] = [];
  /** For each token its form, and its place: the position, with the span in the lowest bits. */
  const tokenForms = createNumberList(1024);
  const tokenPlaces = createNumberList(1024);
  /** For each paper the end of its tokens. */
  const ends = createNumberList(256);

  function newForm(word: string, text: string): number {
    let term = termNumbers.get(text);
    if (term === undefined) {
      term = termTexts.push(text) - 1;
      termNumbers.set(text, term);
    }
    terms.push(term);
    formTerms.push(text);
    return formWords.push(word) - 1;
  }

  /** The form of a word that is met for the first time, or that another collector met in between. */
  function findForm({ word: folded, term }: WordEntry, inCapitals: boolean): number {
    const forms = inCapitals ? formOfCapitals : formOfWord;
    const known = forms.get(folded);
    if (known !== undefined && formTerms[known] === term) return known;
    const word = inCapitals ? folded + capitalsMark : folded;
    if (known === undefined) {
      const form = newForm(word, term);
      forms.set(folded, form);
      return form;
    }
    const pair = `${word}\0${term}`;
    let form = formOfPair.get(pair);
    if (form === undefined) {
      form = newForm(word, term);
      formOfPair.set(pair, form);
    }
    return form;
  }

  /** `number` is the entry's in the group's lexicon, or -1. */
  function formOf(entry: WordEntry, number: number, inCapitals: boolean): number {
    if (number < 0) return findForm(entry, inCapitals);
    const isAsNoted = ((lexicon.flagsOf(number) & flags.inCapitals) !== 0) === inCapitals;
    if (!isAsNoted) return findForm(entry, inCapitals);
    const noted = lexicon.noteOf(number, id);
    if (noted >= 0) return noted;
    const form = findForm(entry, inCapitals);
    lexicon.note(number, id, form);
    return form;
  }

  let base = 0;
  let words = 0;
  const take: VisitToken = (entry, position, length, inCapitals, _start, _end, number) => {
    if (length === 1) words++;
    else if (length > longestSpan) throw new RangeError(`"${entry.word}" spans ${length} words.`);
    push(tokenForms, formOf(entry, number, inCapitals));
    push(tokenPlaces, ((base + position) << spanBits) | length);
  };

  /**
   * Adds a text that begins at a position. Returns where the next may begin, and how many words it has: of compounds the parts
   * count.
   */
  function add(items: readonly string[], kind: TextKind, position: number) {
    base = position;
    words = 0;
    const next = base + eachTokenOf(items, kind, take);
    return { next, words };
  }

  return { words: formWords, terms, termTexts, tokenForms, tokenPlaces, ends, add };
}

/** What changes daily, as far as queries ask for it. */
export function countsOf(paper: Paper): Pick<Facts, 'numbers' | 'hasCode'> {
  return {
    numbers: numberFields.map(({ read }) => read(paper) ?? absent),
    hasCode: paper.codeUrl !== undefined,
  };
}

function fixedFactsOf(paper: Paper): Omit<Facts, 'abstractStart' | 'keywordStart' | 'length' | 'content'> {
  const [key = '', ...otherKeys] = idKeysOf(paper);
  return {
    id: paper.id,
    key,
    day: Number(paper.publishedOn?.replaceAll('-', '') ?? 0),
    ...countsOf(paper),
    categories: [...new Set([...fieldNamed('cat').read(paper), ...otherKeys.map(otherIdKey)])],
  };
}

/** All texts of a paper, read and checked before any is added. */
function textsOf(paper: Paper) {
  return textFields.map(({ name, kind, read, traits }) => {
    const items = read(paper);
    for (const item of items)
      if (typeof item !== 'string') throw new TypeError(`The ${name} of ${paper.id} is not text.`);
    return { name, kind: kindOf({ kind, traits }), items };
  });
}

export type Collector = ReturnType<typeof createCollector>;

export function createCollector() {
  const collected: Collected = { facts: [], ...byTextGroup(createForms) };
  const { facts } = collected;

  /** Adds the words of a paper. Returns where the texts of its body begin, and its length. */
  function addTexts(texts: ReturnType<typeof textsOf>) {
    const starts: Partial<Record<FieldName, number>> = {};
    let next = 0;
    let length = 0;
    for (const { name, kind, items } of texts) {
      const group = groupOf(name);
      const forms = collected[group];
      if (group === 'body') {
        starts[name] = next;
        const added = forms.add(items, kind, next);
        next = added.next;
        length += (name === 'title' ? titleWeight : 1) * added.words;
      } else forms.add(items, kind, 0);
    }
    for (const group of textGroups) push(collected[group].ends, collected[group].tokenForms.length);
    return { abstractStart: starts.abstract!, keywordStart: starts.keyword!, length };
  }

  /** Adds a paper and returns its length. `content` comes from `contentOf`. An error adds nothing. */
  function add(paper: Paper, content: [number, number]): number {
    const fixed = fixedFactsOf(paper);
    const placed = addTexts(textsOf(paper));
    facts.push({ ...fixed, ...placed, content });
    return placed.length;
  }

  return {
    add,
    /** Updates the counts of the paper that was added at index `place`. */
    setCounts(place: number, paper: Paper): void {
      Object.assign(facts[place]!, countsOf(paper));
    },
    get tokenCount(): number {
      return textGroups.reduce((sum, group) => sum + collected[group].tokenForms.length, 0);
    },
    collected,
  };
}
