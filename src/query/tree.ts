/** The tree that a query is parsed into, with its words analyzed, and the limits of a query. */

import type { DateField, NumberField, PaperField } from './fields.ts';

export type { NumberField, PaperField } from './fields.ts';

/** What a leaf searches: one text of the paper, or `any`: title, abstract and keywords, but not names. */
export type Field = PaperField | 'any';

/** The texts that `any` searches. */
export const anyFields: readonly PaperField[] = ['title', 'abstract', 'keyword'];

/** The texts that a leaf with this field searches. */
export function fieldsOf(field: Field): readonly PaperField[] {
  return field === 'any' ? anyFields : [field];
}

/** Every paper. */
export interface All {
  kind: 'all';
}
/** Every operand holds. Two operands or more, none of them `and`. */
export interface And {
  kind: 'and';
  of: Query[];
}
/** At least one operand holds. Two operands or more, none of them `or`. */
export interface Or {
  kind: 'or';
  of: Query[];
}
/** The operand does not hold. The operand is never `not`. */
export interface Not {
  kind: 'not';
  of: Query;
}

/**
 * Other ways to write a word, from the list of acronyms. `rl` has "reinforcement learning"; `reinforcement` and `learning`,
 * typed one after the other, each have `rl`: a paper with RL has both words.
 */
export interface Synonym {
  /** For showing only, as papers write it: `RL`. */
  text: string;
  /** As of a phrase. */
  paths: string[][];
}

/** One of the field's texts has a token with this term, or one of the synonyms. */
export interface Word {
  kind: 'word';
  field: Field;
  term: string;
  /** For printing only: folded, in the spelling that was asked (`hyper-parameters`). */
  text: string;
  /** One or more; none for words in quotes. */
  synonyms?: Synonym[];
}

/**
 * One of the field's texts has one of the paths: tokens with these terms, each adjacent to the one before
 * (`position === before.position + before.length`). Most phrases have one path. `"new foo-bar"` has two,
 * `new foo bar` and `new foobar`. A path has one term or more; a phrase of one path has two terms or more.
 */
export interface Phrase {
  kind: 'phrase';
  field: Field;
  paths: string[][];
  /** For printing only. */
  text: string;
  /** As of a word. */
  synonyms?: Synonym[];
}

/** One of the field's texts has a token whose `word` (not `term`) begins with this. */
export interface Prefix {
  kind: 'prefix';
  field: Field;
  /** Folded, not stemmed, without the star. At least one character. */
  start: string;
}

/** One of the paper's categories, lower-cased, is this or begins with this and a dot: `cs` holds `cs.LG`. */
export interface CategoryFilter {
  kind: 'cat';
  /** Lower-case, such as `cs.lg`. */
  value: string;
}

/** The paper's id without its version, lower-cased, is this. */
export interface IdFilter {
  kind: 'id';
  value: string;
}

export type Comparison = '=' | '>' | '>=' | '<' | '<=';

/** The paper's number compares so with the value. False for a paper without the number. */
export interface NumberFilter {
  kind: 'count';
  field: NumberField;
  comparison: Comparison;
  value: number;
}

/** Published on this day or later (`after`), or earlier (`before`). False for a paper without a date. */
export interface DateFilter {
  kind: 'date';
  side: DateField;
  /** `YYYY-MM-DD`, a real day. */
  day: string;
}

/** The paper has it. */
export interface HasFilter {
  kind: 'has';
  what: 'code';
}

/**
 * A criterion in plain words: `about:"ways to make RLHF cheaper"`. The language itself knows its gate alone, so what it means depends
 * on the paper only. What a language model says of a paper can take papers away from a topic, and never adds one.
 */
export interface About {
  kind: 'about';
  /** On one line, without double quotes. */
  criterion: string;
  /** Any of its telling words: what counts for a paper that was not judged. */
  words: Query;
  /** Which papers are judged: those that have one of its words, or all where other parts of the query choose them. */
  gate: Query;
}

/** The paper is like one whose words these are: see `like.ts`. */
export interface LikeFilter {
  kind: 'like';
  /** The key of that paper's id, for showing and to tell topics apart. */
  id: string;
  /** As printed: `lora^5` for a word that the paper has five times, the title counted twice; `rank` for one it has once. */
  words: string[];
}

/** Leaves that match words. */
export type TextLeaf = Word | Phrase | Prefix;
/** Leaves that match other values. */
export type Filter = CategoryFilter | IdFilter | NumberFilter | DateFilter | HasFilter | LikeFilter;
export type Query = All | And | Or | Not | TextLeaf | Filter | About;

/** Whether this is a leaf that matches words. */
export function isTextLeaf(query: Query): query is TextLeaf {
  return query.kind === 'word' || query.kind === 'phrase' || query.kind === 'prefix';
}

/** The paths of a word or phrase, with those of its synonyms: one of them must occur. */
export function pathsOf(leaf: Word | Phrase): string[][] {
  const own = leaf.kind === 'word' ? [[leaf.term]] : leaf.paths;
  return leaf.synonyms === undefined ? own : [...own, ...leaf.synonyms.flatMap(({ paths }) => paths)];
}

/** All leaves of a query, in order, excluded ones too; of a criterion those of its gate. */
export function leavesOf(query: Query): Exclude<Query, And | Or | Not | About>[] {
  if (query.kind === 'and' || query.kind === 'or') return query.of.flatMap(leavesOf);
  if (query.kind === 'about') return leavesOf(query.gate);
  return query.kind === 'not' ? leavesOf(query.of) : [query];
}

/** The words, phrases and prefixes that a query asks for, in order: without what it excludes and its filters. */
export function positiveLeaves(query: Query): TextLeaf[] {
  if (query.kind === 'and' || query.kind === 'or') return query.of.flatMap(positiveLeaves);
  if (query.kind === 'about') return positiveLeaves(query.gate);
  return isTextLeaf(query) ? [query] : [];
}

/** Whether a query has only required words and phrases: no field, filter, exclusion or alternative. */
export function isPlainWords(query: Query): boolean {
  if (query.kind === 'and') return query.of.every(isPlainWords);
  return (query.kind === 'word' || query.kind === 'phrase') && query.field === 'any';
}

/** The longest query, in UTF-16 units; the most words, phrases and filters; the deepest parentheses. */
export const queryLimits = { length: 1000, leaves: 100, depth: 16 } as const;

export const all: Query = { kind: 'all' };

/** All operands as one flat `and` without `*`. A single operand is returned as it is; without operands it is `*`. */
export function allOf(operands: readonly Query[]): Query {
  const flat = operands.flatMap((operand) => (operand.kind === 'and' ? operand.of : [operand]));
  const kept = flat.filter((operand) => operand.kind !== 'all');
  return kept.length > 1 ? { kind: 'and', of: kept } : (kept[0] ?? all);
}

/** The operands as one flat `or`. `*` where one is `*`; a single operand is returned as it is; undefined without any. */
export function anyOf(operands: readonly [Query, ...Query[]]): Query;
export function anyOf(operands: readonly Query[]): Query | undefined;
export function anyOf(operands: readonly Query[]): Query | undefined {
  const flat = operands.flatMap((operand) => (operand.kind === 'or' ? operand.of : [operand]));
  if (flat.some((operand) => operand.kind === 'all')) return all;
  return flat.length > 1 ? { kind: 'or', of: flat } : flat[0];
}

/** The opposite of the operand, never a `not` of a `not`. */
export function not(operand: Query): Query {
  return operand.kind === 'not' ? operand.of : { kind: 'not', of: operand };
}
