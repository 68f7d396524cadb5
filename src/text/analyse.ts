/** The analyzer: splits text into tokens, in the same way for search and topics, papers and queries. */
import { createUnitRoom } from './character-kinds.ts';
import { english, flags, flagsOf, type Lexicon, names, type WordEntry } from './lexicon.ts';
import { createWordSequence, joinedAt, readWords } from './words.ts';

/**
 * A searchable unit of a text. Several tokens may share positions: `hyper-parameter` has the tokens
 * `hyper` (0, length 1), `paramet` (1, length 1) and `hyperparamet` (0, length 2). Two tokens are adjacent
 * when the second's position is the first's position plus its length.
 */
export interface Token {
  /** Folded and stemmed, for comparison. */
  term: string;
  /** Folded but not stemmed, for comparison with prefixes (`transform*`). */
  word: string;
  /** Words before it in the text, from 0. */
  position: number;
  /** How many positions it spans: 1 for a word, n for a compound of n words. */
  length: number;
  /** Written with a capital after its first letter, as acronyms are (CLIP, LoRA), in a text that is not all capitals. */
  inCapitals: boolean;
  /** Its range in the text: UTF-16 offsets, the end excluded. */
  start: number;
  end: number;
}

/** Tokens in order of position; at one position the longest first. Linear in the text. */
export function analyse(text: string): Token[] {
  return tokensOf(text, english);
}

/** Like `analyse`, for names of people and organisations: no stemming and no compound list. */
export function analyseName(text: string): Token[] {
  return tokensOf(text, names);
}

/** The words of a query that are typed in capitals, folded: `clip` for CLIP. */
export function wordsInCapitals(typed: string): Set<string> {
  const words = readWords(typed, english);
  const entries = words.entries.flatMap((entry, at) => [
    entry,
    ...joinedAt(words, at).map((joined) => joined.entry),
  ]);
  return new Set(entries.filter(({ inCapitals }) => inCapitals).map(({ word }) => word));
}

/**
 * Told of each token: its lexicon entry, position, length and range as of `Token`, and the entry's number in its lexicon (valid
 * in the call) or -1. The entry's own `inCapitals` does not count where the whole text is in capitals.
 */
export type VisitToken = (
  entry: WordEntry,
  position: number,
  length: number,
  inCapitals: boolean,
  start: number,
  end: number,
  number: number,
) => void;

/** The words of the text that `eachToken` reads now. */
const scratch = createWordSequence(english);
const room = createUnitRoom();

/**
 * Visits the tokens of a text in the order of `analyse`, which makes no object for each. `visit` must not call this itself. Returns how many words the text has.
 * @param position added to each token's position
 * @param offset added to each token's range
 * @param begin told the position and how many words there are, before they are visited
 */
export function eachToken(
  text: string,
  lexicon: Lexicon,
  visit: VisitToken,
  position = 0,
  offset = 0,
  begin?: (position: number, words: number) => void,
): number {
  const words = readWords(text, lexicon, scratch, room);
  const { count, entries, numbers, starts, ends } = words;
  begin?.(position, count);
  // In a text all in capitals, capitals mean nothing.
  const isShouted = isAllCapitals(text, words.units);
  const take = (entry: WordEntry, number: number, known: number, at: number, length: number) => {
    const start = offset + (starts[at] as number);
    const end = offset + (ends[at + length - 1] as number);
    visit(entry, position + at, length, (known & flags.inCapitals) !== 0 && !isShouted, start, end, number);
  };
  for (let at = 0; at < count; at++) {
    const joined = joinedAt(words, at);
    for (let i = 0; i < joined.length; i++) {
      const { entry, number, length } = joined[i]!;
      take(entry, number, lexicon.flagsOf(number), at, length);
    }
    const known = words.flags[at] as number;
    const entry = entries[at] as WordEntry;
    take(entry, numbers[at] as number, known, at, 1);
    if ((known & flags.hasMore) === 0) continue;
    for (const more of [entry.more?.plainer, entry.more?.other])
      if (more !== undefined) take(more, -1, flagsOf(more), at, 1);
  }
  return count;
}

/** Whether upper-casing the text changes nothing. A small letter a to z, which nearly every text has, tells at once. */
function isAllCapitals(text: string, units: Uint16Array): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = units[at] as number;
    if (unit >= 0x61 && unit <= 0x7a) return false;
  }
  return text === text.toUpperCase();
}

/** Appends each visited token to a list. */
export function appendTo(tokens: Token[]): VisitToken {
  return ({ term, word }, position, length, inCapitals, start, end) => {
    tokens.push({ term, word, position, length, inCapitals, start, end });
  };
}

function tokensOf(text: string, lexicon: Lexicon): Token[] {
  const tokens: Token[] = [];
  eachToken(text, lexicon, appendTo(tokens));
  return tokens;
}
