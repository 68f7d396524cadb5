/** Loosens a query that requires all its words to one that requires any, to find the closest papers when none has all. */
import { isNameField } from '../query/fields.ts';
import {
  all,
  allOf,
  anyOf,
  type Field,
  isTextLeaf,
  type Query,
  type TextLeaf,
  type Word,
} from '../query/tree.ts';
import { analyse, analyseName } from '../text/analyse.ts';
import { isFunctionWord } from './score.ts';

export interface LooseQuery {
  query: Query;
  /** Compounds, each with one of its words: where that word occurs, the compound is not counted again. */
  shadows: ReadonlyMap<TextLeaf, Word>;
}

function holdsText(query: Query): boolean {
  if (query.kind === 'and' || query.kind === 'or') return query.of.some(holdsText);
  return isTextLeaf(query);
}

/** The words of `fine-tuning` or of a phrase, one by one. */
function partsOf(text: string, field: Field): Word[] {
  const read = isNameField(field) ? analyseName : analyse;
  const tokens = text.split(/[-\s]+/).flatMap((part) => read(part));
  return tokens
    .map(({ term, word }): Word => ({ kind: 'word', field, term, text: word }))
    .filter((word) => !isFunctionWord(word));
}

/**
 * Words, phrases and prefixes become alternatives; filters and exclusions stay strict. Function words are dropped where
 * there are other words, as they occur in nearly every paper. Phrases and compounds are split into words, since proximity
 * rewards words that occur together anyway; counting a compound besides its words cost half a point of nDCG@10 on four of
 * five collections. The compound itself is kept for papers that write it as one word and so have none of its words.
 * Synonyms of a compound go to its first word.
 */
export function loosen(query: Query): LooseQuery {
  const shadows = new Map<TextLeaf, Word>();

  function spread(leaf: Query): [Query, ...Query[]] {
    if (leaf.kind !== 'word' && leaf.kind !== 'phrase') return [loosenTree(leaf)];
    const [first, ...others] = partsOf(leaf.text, leaf.field);
    if (!first || others.length === 0) return [leaf];
    const terms =
      leaf.kind === 'word' ? [leaf.term] : leaf.paths.flatMap((path) => (path.length === 1 ? path : []));
    const whole = terms.map((term): Word => ({ kind: 'word', field: leaf.field, term, text: leaf.text }));
    const begins = leaf.synonyms === undefined ? first : { ...first, synonyms: leaf.synonyms };
    for (const compound of whole) shadows.set(compound, begins);
    return [begins, ...others, ...whole];
  }

  function loosenTree(tree: Query): Query {
    if (tree.kind === 'word' || tree.kind === 'phrase') return anyOf(spread(tree));
    if (tree.kind === 'or') return anyOf(tree.of.flatMap(spread)) ?? tree;
    if (tree.kind !== 'and') return tree;
    const strict = tree.of.filter((operand) => !holdsText(operand));
    const loose = tree.of.filter(holdsText);
    const telling = loose.filter((operand) => !isFunctionWord(operand));
    return allOf([...strict, anyOf((telling.length > 0 ? telling : loose).flatMap(spread)) ?? all]);
  }

  return { query: loosenTree(query), shadows };
}
