/** Text in, its tokens out: the one analyser that search and topics, papers and queries share. */

/**
 * One thing in a text that can be asked for. Several tokens may share positions: `hyper-parameter` gives
 * `hyper` (0, length 1), `paramet` (1, length 1) and `hyperparamet` (0, length 2). Two tokens are adjacent
 * when the second's position is the first's position plus its length.
 */
export interface Token {
  /** What is compared: folded and stemmed. */
  term: string;
  /** Folded but not stemmed: what a prefix (`transform*`) is compared with. */
  word: string;
  /** Words before it in the text, from 0. */
  position: number;
  /** How many positions it spans: 1 for a word, n for a compound of n words. */
  length: number;
  /** Where it stands in the text: UTF-16 offsets, the end excluded. */
  start: number;
  end: number;
}

/** Tokens in order of position; at one position the most particular first. */
export function analyse(_text: string): Token[] {
  throw new Error('not yet');
}

/** Like `analyse`, for names of people and organisations: no stemming and no compound list. */
export function analyseName(_text: string): Token[] {
  throw new Error('not yet');
}
