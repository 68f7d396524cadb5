/** The analyzer: splits text into tokens, in the same way for search and topics, papers and queries. */
import { english, type Lexicon, names, type WordEntry } from './lexicon.ts';
import { joinedAt, readWords } from './words.ts';

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

function tokensOf(text: string, lexicon: Lexicon): Token[] {
  const words = readWords(text, lexicon);
  // In a text all in capitals, capitals mean nothing.
  const isShouted = text === text.toUpperCase();
  const tokens: Token[] = [];
  const take = ({ term, word, inCapitals }: WordEntry, position: number, length: number) => {
    const start = words.starts[position] as number;
    const end = words.ends[position + length - 1] as number;
    tokens.push({ term, word, position, length, inCapitals: inCapitals && !isShouted, start, end });
  };
  words.entries.forEach((entry, at) => {
    for (const joined of joinedAt(words, at)) take(joined.entry, at, joined.length);
    take(entry, at, 1);
    for (const also of [entry.more?.bare, entry.more?.other]) if (also !== undefined) take(also, at, 1);
  });
  return tokens;
}
