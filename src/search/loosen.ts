/** A query that asks for all its words in, one that asks for any of them out: what is closest when nothing has all. */
import type { Query } from '../query/tree.ts';
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
  const kept = (telling.length > 0 ? telling : loose).map(loosen);
  const alternatives = kept.flatMap((operand) => (operand.kind === 'or' ? operand.of : [operand]));
  if (alternatives.length === 0) return query;
  return joined('and', [...strict, joined('or', alternatives)]);
}
