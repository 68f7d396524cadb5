/** Papers in, one after the other; what a segment is built from out: every token as three numbers. */
import type { Paper } from '../paper.ts';
import { withoutVersion } from '../paper.ts';
import type { Document } from '../query/document.ts';
import type { Token } from '../text/analyse.ts';
import { type Column, createColumn, push } from './grow.ts';
import { absent, titleWeight } from './segment.ts';

/** The tokens of one group of texts. A form is a spelling together with its term. */
export interface Forms {
  words: string[];
  /** For each form its term. */
  terms: number[];
  termTexts: string[];
  /** For each token its form; and its place, the position with the span in the lowest bits. */
  tokenForms: Column;
  tokenPlaces: Column;
  /** For each paper the end of its tokens. */
  ends: Column;
  add(tokens: readonly Token[], base: number): void;
}

/** Bits of a token's place that are its span. The analyser joins far fewer words than that. */
export const spanBits = 4;
export const longestSpan = (1 << spanBits) - 1;

/** What is kept of a paper beside its words. */
export interface Facts {
  id: string;
  /** `YYYYMMDD` as a number, or 0. */
  day: number;
  upvotes: number;
  comments: number;
  stars: number;
  hasCode: boolean;
  length: number;
  abstractStart: number;
  keywordStart: number;
  content: [number, number];
  categories: string[];
}

export interface Collected {
  facts: Facts[];
  body: Forms;
  author: Forms;
  org: Forms;
}

function createForms(): Forms {
  // A word nearly always has one term, so one look in a map says which form a token is.
  const formOfWord = new Map<string, number>();
  const formOfPair = new Map<string, number>();
  const termNumbers = new Map<string, number>();
  const words: string[] = [];
  const terms: number[] = [];
  const termTexts: string[] = [];
  const tokenForms = createColumn(1024);
  const tokenPlaces = createColumn(1024);
  const formTerms: string[] = [];

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

  function formOf({ word, term }: Token): number {
    const known = formOfWord.get(word);
    if (known === undefined) {
      const form = newForm(word, term);
      formOfWord.set(word, form);
      return form;
    }
    if (formTerms[known] === term) return known;
    const pair = `${word}\0${term}`;
    let form = formOfPair.get(pair);
    if (form === undefined) {
      form = newForm(word, term);
      formOfPair.set(pair, form);
    }
    return form;
  }

  function add(tokens: readonly Token[], base: number): void {
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      if (token.length > longestSpan) throw new RangeError(`"${token.word}" spans ${token.length} words.`);
      push(tokenForms, formOf(token));
      push(tokenPlaces, ((base + token.position) << spanBits) | token.length);
    }
  }

  const ends = createColumn(256);
  return { words, terms, termTexts, tokenForms, tokenPlaces, ends, add };
}

/** Positions that a text takes, and one more, so that nothing in it is adjacent to the next text. */
function room(tokens: readonly Token[]): number {
  let end = 0;
  for (const token of tokens) end = Math.max(end, token.position + token.length);
  return end + 1;
}

/** Words of a text; compounds are counted by their parts. */
export function lengthOf(tokens: readonly Token[]): number {
  let length = 0;
  for (const token of tokens) if (token.length === 1) length++;
  return length;
}

/** Two hashes (FNV-1a with different primes) of all that is indexed but the counts, which change daily. */
export function contentOf(paper: Paper): [number, number] {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  const take = (text: string) => {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      first = Math.imul(first ^ unit, 0x01000193);
      second = Math.imul(second ^ unit, 0x85ebca6b) ^ (second >>> 15);
    }
    // A unit that ends each text, so that moving a letter from one to the next is a change.
    first = Math.imul(first ^ 0x10000, 0x01000193);
    second = Math.imul(second ^ 0x10000, 0x85ebca6b) ^ (second >>> 15);
  };
  take(paper.title);
  take(paper.abstract);
  take(paper.organization ?? '');
  take(paper.publishedOn ?? '');
  for (const list of [paper.authors, paper.keywords, paper.categories, paper.otherIds]) {
    take(String(list?.length ?? 0));
    for (const text of list ?? []) take(text);
  }
  return [first >>> 0, second >>> 0];
}

function countsOf(paper: Paper): Pick<Facts, 'upvotes' | 'comments' | 'stars' | 'hasCode'> {
  return {
    upvotes: paper.upvotes ?? absent,
    comments: paper.commentCount ?? absent,
    stars: paper.stars ?? absent,
    hasCode: paper.codeUrl !== undefined,
  };
}

/** Other ids stand among the categories, where they cost nothing while there are none; no category begins so. */
export function otherIdKey(id: string): string {
  return `\u0001${idKey(id)}`;
}

function lowered(words: readonly string[] = []): string[] {
  return words.map((word) => word.toLowerCase());
}

/** What an id is asked for by: lower-case, without version. */
export function idKey(id: string): string {
  return withoutVersion(id).toLowerCase();
}

export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

export interface Collector {
  /** Takes a paper; gives its length. `content` is what `contentOf` says of it. */
  add(document: Document, content: [number, number]): number;
  /** Changes the counts of the paper that came `place`-th. */
  setCounts(place: number, paper: Paper): void;
  readonly tokenCount: number;
  collected: Collected;
}

export function createCollector(): Collector {
  const collected: Collected = { facts: [], body: createForms(), author: createForms(), org: createForms() };
  const { facts, body, author, org } = collected;

  function add({ paper, tokens }: Document, content: [number, number]): number {
    const abstractStart = room(tokens.title);
    const keywordStart = abstractStart + room(tokens.abstract);
    body.add(tokens.title, 0);
    body.add(tokens.abstract, abstractStart);
    body.add(tokens.keyword, keywordStart);
    author.add(tokens.author, 0);
    org.add(tokens.org, 0);
    for (const forms of [body, author, org]) push(forms.ends, forms.tokenForms.length);
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
      categories: [...new Set([...lowered(paper.categories), ...(paper.otherIds ?? []).map(otherIdKey)])],
    });
    return length;
  }

  return {
    add,
    setCounts: (place, paper) => {
      Object.assign(facts[place]!, countsOf(paper));
    },
    get tokenCount() {
      return body.tokenForms.length + author.tokenForms.length + org.tokenForms.length;
    },
    collected,
  };
}
