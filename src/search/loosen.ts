/** A query that asks for all its words in, one that asks for any of them out: what is closest when nothing has all. */
import type { Query } from '../query/tree.ts';
import { analyse, analyseName } from '../text/analyse.ts';
import { isFunctionWord } from './score.ts';

function holdsText(query: Query): boolean {
  if (query.kind === 'and' || query.kind === 'or') return query.of.some(holdsText);
  return query.kind === 'word' || query.kind === 'phrase' || query.kind === 'prefix';
}

function joined(kind: 'and' | 'or', of: Query[]): Query {
  return of.length === 1 ? of[0]! : { kind, of };
}

/**
 * Words, phrases and prefixes become alternatives; filters and exclusions stay as strict as they were. Function words
 * are dropped where there are others, or nearly every paper would be close. Groups are loosened from within.
 */
export function loosen(query: Query): Query {
  if (query.kind === 'or') return joined('or', query.of.map(loosen));
  if (query.kind !== 'and') return query;
  const strict = query.of.filter((operand) => !holdsText(operand));
  const loose = query.of.filter(holdsText);
  const telling = loose.filter((operand) => !isFunctionWord(operand));
  const kept = (telling.length > 0 ? telling : loose).flatMap((operand) => spread(operand).map(loosen));
  const alternatives = kept.flatMap((operand) => (operand.kind === 'or' ? operand.of : [operand]));
  if (alternatives.length === 0) return query;
  return joined('and', [...strict, joined('or', alternatives)]);
}

/** Paths of which the words are taken one by one; others only say the same in another spelling. */
function spread(query: Query): Query[] {
  const words = wordsIn(query);
  return words.length < 2 ? [query] : [query, ...words];
}

/** The single words of a phrase or of a compound. */
function wordsIn(query: Query): Query[] {
  if (query.kind !== 'word' && query.kind !== 'phrase') return [];
  const { field, text } = query;
  const isName = field === 'author' || field === 'org';
  return text
    .split(/[-\s]+/)
    .flatMap((part) => (isName ? analyseName(part) : analyse(part)))
    .map(({ term, word }): Query => ({ kind: 'word', field, term, text: word }))
    .filter((word) => !isFunctionWord(word));
}
