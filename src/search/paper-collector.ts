/** Collects papers for a new segment: each token as its spelling, term and position. */
import type { Paper } from '../model/paper.ts';
import { idKeysOf } from '../model/paper-id.ts';
import { createNumberList, push } from '../number-list.ts';
import type { Document } from '../query/document.ts';
import {
  byTextGroup,
  fieldNamed,
  isNameField,
  numberFields,
  type TextGroup,
  textFields,
  textGroups,
} from '../query/fields.ts';
import type { Token } from '../text/analyse.ts';
import { otherIdKey } from './content-hash.ts';
import { absent, titleWeight } from './segment.ts';
import { capitalsMark } from './spellings.ts';

/** Bits of a token's place that hold its span. The analyzer joins far fewer words than that allows. */
export const spanBits = 4;
export const longestSpan = (1 << spanBits) - 1;

/** What is stored of a paper besides its words. */
export interface Facts {
  id: string;
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

/** The tokens of one group of texts. A form is a spelling with its term; a word in capitals is a spelling of its own. */
function createForms() {
  // A word nearly always has one term, so one map lookup finds the form of a token.
  const formOfWord = new Map<string, number>();
  const formOfCapitals = new Map<string, number>();
  const formOfPair = new Map<string, number>();
  const termNumbers = new Map<string, number>();
  const words: string[] = [];
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
    return words.push(word) - 1;
  }

  function formOf({ word: folded, term, inCapitals }: Token): number {
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

  function add(tokens: readonly Token[], base: number): void {
    for (const token of tokens) {
      if (token.length > longestSpan) throw new RangeError(`"${token.word}" spans ${token.length} words.`);
      push(tokenForms, formOf(token));
      push(tokenPlaces, ((base + token.position) << spanBits) | token.length);
    }
  }

  return { words, terms, termTexts, tokenForms, tokenPlaces, ends, add };
}

/** How many positions a text takes, plus one, so that nothing in it is adjacent to the next text. */
function room(tokens: readonly Token[]): number {
  return 1 + tokens.reduce((end, { position, length }) => Math.max(end, position + length), 0);
}

/** How many words a text has; of compounds the parts count. */
function lengthOf(tokens: readonly Token[]): number {
  return tokens.filter(({ length }) => length === 1).length;
}

/** What changes daily, as far as queries ask for it. */
export function countsOf(paper: Paper): Pick<Facts, 'numbers' | 'hasCode'> {
  return {
    numbers: numberFields.map(({ read }) => read(paper) ?? absent),
    hasCode: paper.codeUrl !== undefined,
  };
}

export type Collector = ReturnType<typeof createCollector>;

export function createCollector() {
  const collected: Collected = { facts: [], ...byTextGroup(createForms) };
  const { facts, body } = collected;

  /** Adds a paper and returns its length. `content` comes from `contentOf`. */
  function add({ paper, tokens }: Document, content: [number, number]): number {
    const abstractStart = room(tokens.title);
    const keywordStart = abstractStart + room(tokens.abstract);
    body.add(tokens.title, 0);
    body.add(tokens.abstract, abstractStart);
    body.add(tokens.keyword, keywordStart);
    for (const { name } of textFields) if (isNameField(name)) collected[name].add(tokens[name], 0);
    for (const group of textGroups) push(collected[group].ends, collected[group].tokenForms.length);
    const length =
      titleWeight * lengthOf(tokens.title) + lengthOf(tokens.abstract) + lengthOf(tokens.keyword);
    facts.push({
      id: paper.id,
      day: Number(paper.publishedOn?.replaceAll('-', '') ?? 0),
      ...countsOf(paper),
      length,
      abstractStart,
      keywordStart,
      content,
      categories: [
        ...new Set([...fieldNamed('cat').read(paper), ...idKeysOf(paper).slice(1).map(otherIdKey)]),
      ],
    });
    return length;
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
