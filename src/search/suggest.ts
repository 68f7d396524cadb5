/** Suggests a corrected query where no paper has a word ("did you mean"); never changes a query silently. */

import { editDistance } from '../model/edit-distance.ts';
import { readBare } from '../query/bare-leaves.ts';
import { groupOf } from '../query/fields.ts';
import { printQuery } from '../query/print.ts';
import { type Phrase, positiveLeaves, type Query, type Word } from '../query/tree.ts';
import { analyse } from '../text/analyse.ts';
import { ones } from './evaluate.ts';
import { termPostings } from './postings.ts';
import { holdersOf } from './prepared-query.ts';
import { isFunctionWord } from './score.ts';
import type { ActiveSegment } from './segments.ts';
import { capitalsMark, spellingsOf } from './spellings.ts';
import { rangeOf, type StringTable, stringAt, toStringTable } from './string-table.ts';

const capitalsUnit = capitalsMark.charCodeAt(0);

/** Shorter words have too many neighbours. */
const shortest = 4;
/** A word of this length may differ in two places. */
const longEnoughForTwo = 8;
/** A word in at most this many papers may be a typo too, if a similar one is this many times more common. */
const rare = 2;
const farMoreCommon = 50;
/** How many words of a query are looked up, as each costs a scan of part of the vocabulary. */
const lookups = 5;

function replace(query: Query, words: ReadonlyMap<Word, Word>): Query {
  if (query.kind === 'and' || query.kind === 'or') {
    const of = query.of.map((operand) => replace(operand, words));
    return { kind: query.kind, of: query.kind === 'and' ? rereadRuns(of) : of };
  }
  return query.kind === 'word' ? (words.get(query) ?? query) : query;
}

/** Words side by side may have an acronym together now that they are spelled right. */
function rereadRuns(operands: readonly Query[]): Query[] {
  const isBare = (query: Query | undefined): query is Word | Phrase =>
    (query?.kind === 'word' || query?.kind === 'phrase') &&
    query.field === 'any' &&
    (query.synonyms !== undefined || printQuery(query) === query.text);
  const reread: Query[] = [];
  for (let at = 0; at < operands.length; ) {
    const end = operands.findIndex((operand, i) => i >= at && !isBare(operand));
    const run = operands.slice(at, end < 0 ? undefined : Math.max(end, at + 1));
    const read = readBare(run.map((leaf) => (isBare(leaf) ? leaf.text : '')).join(' '), 'any');
    const isSame = read.length === run.length && read.every(({ text }, i) => text === (run[i] as Word).text);
    reread.push(...(isSame ? read : run));
    at += run.length;
  }
  return reread;
}

function papersWith(parts: readonly ActiveSegment[], leaf: Word, term: string): number {
  return holdersOf(parts, ({ segment }) => termPostings(segment[groupOf(leaf.field)], term));
}

/**
 * Which ASCII letters a word has, one bit each; others share bits. A slip takes away at most one letter and brings at most one, so
 * most words are known to be too far without being decoded.
 */
function lettersOf({ bytes, starts }: StringTable, i: number): number {
  let letters = 0;
  for (let at = starts[i]!; at < starts[i + 1]!; at++) {
    const byte = bytes[at]!;
    if (byte !== capitalsUnit && byte < 0x80) letters |= 1 << (byte & 31);
  }
  return letters;
}

/** How many characters a word has. */
function lengthOf({ bytes, starts }: StringTable, i: number): number {
  let length = 0;
  for (let at = starts[i]!; at < starts[i + 1]!; at++) if ((bytes[at]! & 0xc0) !== 0x80) length++;
  return length;
}

/**
 * Words of the index within `limit` slips. A slip in the first letter is considered only where the first two are swapped:
 * the first is rarely mistyped, and so a tenth of the vocabulary is scanned.
 */
function neighbours(parts: readonly ActiveSegment[], leaf: Word, limit: number): Map<string, number> {
  const found = new Map<string, number>();
  const { text } = leaf;
  const letters = lettersOf(toStringTable([text]), 0);
  const starts = new Set([text[0]!, text[1]!]);
  for (const { segment } of parts) {
    const words = spellingsOf(segment[groupOf(leaf.field)]);
    for (const start of starts) {
      const [first, last] = rangeOf(words, start);
      for (let i = first; i < last; i++) {
        // A word in capitals is one character longer.
        const length = lengthOf(words, i);
        if (length < text.length - limit || length > text.length + limit + 1) continue;
        const other = lettersOf(words, i);
        if (ones(letters & ~other) > limit || ones(other & ~letters) > limit) continue;
        const word = stringAt(words, i).replace(capitalsMark, '');
        const slips = editDistance(word, text, limit);
        if (slips > 0 && slips <= limit) found.set(word, slips);
      }
    }
  }
  return found;
}

/** The word that was probably meant: the nearest, and of those the one in the most papers. */
function better(parts: readonly ActiveSegment[], leaf: Word, holders: number): Word | undefined {
  if (leaf.text.length < shortest) return undefined;
  const limit = holders === 0 && leaf.text.length >= longEnoughForTwo ? 2 : 1;
  let best: { text: string; term: string; distance: number; holders: number } | undefined;
  for (const [text, distance] of neighbours(parts, leaf, limit)) {
    if (best && distance > best.distance) continue;
    const [token] = groupOf(leaf.field) === 'body' ? analyse(text) : [{ term: text }];
    if (!token || token.term === leaf.term) continue;
    const known = papersWith(parts, leaf, token.term);
    if (known === 0 || known < holders * farMoreCommon) continue;
    if (!best || distance < best.distance || known > best.holders)
      best = { text, term: token.term, distance, holders: known };
  }
  return best && { ...leaf, text: best.text, term: best.term };
}

/** The whole query with its unknown words replaced; undefined when there is nothing to correct. */
export function suggest(parts: readonly ActiveSegment[], query: Query): string | undefined {
  const words = new Map<Word, Word>();
  let looked = 0;
  for (const word of positiveLeaves(query)) {
    // The words of the list of acronyms are spelled right.
    if (word.kind !== 'word' || word.synonyms !== undefined || isFunctionWord(word)) continue;
    const holders = papersWith(parts, word, word.term);
    if (holders > rare || looked++ >= lookups) continue;
    const meant = better(parts, word, holders);
    if (meant) words.set(word, meant);
  }
  return words.size > 0 ? printQuery(replace(query, words)) : undefined;
}
