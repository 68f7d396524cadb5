/** The analyzer: splits text into tokens, in the same way for search and topics, papers and queries. */
import { english, type Lexicon, names, type WordEntry } from './lexicon.ts';
import { joinedAt, readWords, type WordSequence } from './words.ts';

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
  const found = new Set<string>();
  const words = readWords(typed, english);
  for (let at = 0; at < words.entries.length; at++)
    for (const { entry } of [{ entry: words.entries[at] as WordEntry }, ...joinedAt(words, at)])
      if (entry.inCapitals) found.add(entry.word);
  return found;
}

function tokensOf(text: string, lexicon: Lexicon): Token[] {
  const words = readWords(text, lexicon);
  // In a text all in capitals, capitals mean nothing.
  const isShouted = text === text.toUpperCase();
  const tokens: Token[] = [];
  for (let at = 0; at < words.entries.length; at++) {
    const entry = words.entries[at] as WordEntry;
    for (const joined of joinedAt(words, at))
      tokens.push(tokenOf(words, joined.entry, at, joined.length, isShouted));
    tokens.push(tokenOf(words, entry, at, 1, isShouted));
    for (const also of [entry.more?.bare, entry.more?.other])
      if (also !== undefined) tokens.push(tokenOf(words, also, at, 1, isShouted));
  }
  return tokens;
}

function tokenOf(
  words: WordSequence,
  entry: WordEntry,
  position: number,
  length: number,
  isShouted: boolean,
): Token {
  return {
    term: entry.term,
    word: entry.word,
    position,
    length,
    inCapitals: entry.inCapitals && !isShouted,
    start: words.starts[position] as number,
    end: words.ends[position + length - 1] as number,
  };
}
