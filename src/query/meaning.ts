/** Tests one paper against a query tree: slow and simple, the reference that search and percolator must agree with. */
import type { Document } from './document.ts';
import { fieldNamed } from './fields.ts';
import { isLike } from './like.ts';
import { placesOf } from './occurrences.ts';
import { type About, type Comparison, type Filter, fieldsOf, type Query, type TextLeaf } from './tree.ts';

/** Whether a paper meets a criterion that it passes the gate of, as it was judged; undefined where it was not. */
export type Judge = (about: About) => boolean | undefined;

/** A test of whether a paper matches the query. Of a criterion its gate counts, as in search. */
export function predicateOf(query: Query): (document: Document) => boolean {
  return (document) => holds(query, document);
}

/** Whether a paper matches, and meets the criteria that it passes the gate of: never true where `predicateOf` is false. */
export function meets(query: Query, document: Document, judge: Judge): boolean {
  return holds(query, document, judge);
}

/** The criteria that a paper is judged by: those whose gate it passes, in a part of the query that holds otherwise. */
export function aboutsFor(query: Query, document: Document): About[] {
  if (!holds(query, document)) return [];
  if (query.kind === 'and' || query.kind === 'or')
    return query.of.flatMap((operand) => aboutsFor(operand, document));
  return query.kind === 'about' ? [query] : [];
}

function holds(query: Query, document: Document, judge?: Judge): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'and':
      return query.of.every((operand) => holds(operand, document, judge));
    case 'or':
      return query.of.some((operand) => holds(operand, document, judge));
    case 'about':
      if (!holds(query.gate, document)) return false;
      return judge === undefined || (judge(query) ?? holds(query.words, document));
    case 'not':
      // A criterion is never excluded, so nothing that is taken away below could add a paper.
      return !holds(query.of, document);
    case 'word':
    case 'phrase':
    case 'prefix':
      return textHolds(query, document);
    default:
      return filterHolds(query, document);
  }
}

function textHolds(leaf: TextLeaf, document: Document): boolean {
  return fieldsOf(leaf.field).some((field) => placesOf(leaf, document.tokens[field]).length > 0);
}

/** Whether the paper passes the filter. A paper without a value for the field passes none. */
export function filterHolds(filter: Filter, document: Document): boolean {
  const { paper } = document;
  switch (filter.kind) {
    case 'cat':
      return fieldNamed('cat')
        .read(paper)
        .some((category) => isWithin(category, filter.value));
    case 'id':
      return fieldNamed('id').read(paper).includes(filter.value);
    case 'like':
      return isLike(filter, document);
    case 'has':
      return fieldNamed('has').read(paper).includes(filter.what);
    case 'count': {
      const number = fieldNamed(filter.field).read(paper);
      return number !== undefined && comparisons[filter.comparison](number, filter.value);
    }
    case 'date': {
      const day = fieldNamed(filter.side).read(paper);
      return day !== undefined && day >= filter.day === (filter.side === 'after');
    }
  }
}

function isWithin(category: string, value: string): boolean {
  return category === value || category.startsWith(`${value}.`);
}

/** How a number filter compares a paper's number with its value. */
export const comparisons: Record<Comparison, (number: number, value: number) => boolean> = {
  '=': (number, value) => number === value,
  '>': (number, value) => number > value,
  '>=': (number, value) => number >= value,
  '<': (number, value) => number < value,
  '<=': (number, value) => number <= value,
};
