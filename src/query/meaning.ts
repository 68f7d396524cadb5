/** A query tree in, the plain test of one paper out: slow, obvious, and what everything else must agree with. */
import type { Paper } from '../model/paper.ts';
import { idKey } from '../model/paper-id.ts';
import type { Document } from './document.ts';
import { placesOf } from './place.ts';
import {
  type Comparison,
  type Filter,
  fieldsOf,
  type NumberField,
  type Query,
  type TextLeaf,
} from './tree.ts';

export function compile(query: Query): (document: Document) => boolean {
  return (document) => holds(query, document);
}

function holds(query: Query, document: Document): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'and':
      return query.of.every((operand) => holds(operand, document));
    case 'or':
      return query.of.some((operand) => holds(operand, document));
    case 'not':
      return !holds(query.of, document);
    case 'word':
    case 'phrase':
    case 'prefix':
      return textHolds(query, document);
    default:
      return filterHolds(query, document.paper);
  }
}

function textHolds(leaf: TextLeaf, document: Document): boolean {
  return fieldsOf(leaf.field).some((field) => placesOf(leaf, document.tokens[field]).length > 0);
}

/** What a filter says of a paper; its words do not matter. */
export function filterHolds(filter: Filter, paper: Paper): boolean {
  switch (filter.kind) {
    case 'cat':
      return (paper.categories ?? []).some((category) => isWithin(category.toLowerCase(), filter.value));
    case 'id':
      return idsOf(paper).includes(filter.value);
    case 'has':
      return paper.codeUrl !== undefined;
    case 'count':
      return compare(numberOf(paper, filter.field), filter.comparison, filter.value);
    case 'date':
      if (paper.publishedOn === undefined) return false;
      return filter.side === 'after' ? paper.publishedOn >= filter.day : paper.publishedOn < filter.day;
  }
}

/** Every id a paper goes by, as it is looked up by. */
function idsOf({ id, otherIds = [] }: Paper): string[] {
  return [id, ...otherIds].map(idKey);
}

function isWithin(category: string, value: string): boolean {
  return category === value || category.startsWith(`${value}.`);
}

function numberOf(paper: Paper, field: NumberField): number | undefined {
  switch (field) {
    case 'upvotes':
      return paper.upvotes;
    case 'stars':
      return paper.stars;
    case 'comments':
      return paper.commentCount;
    case 'year':
      return paper.publishedOn === undefined ? undefined : Number(paper.publishedOn.slice(0, 4));
  }
}

function compare(number: number | undefined, comparison: Comparison, value: number): boolean {
  if (number === undefined) return false;
  switch (comparison) {
    case '=':
      return number === value;
    case '>':
      return number > value;
    case '>=':
      return number >= value;
    case '<':
      return number < value;
    case '<=':
      return number <= value;
  }
}
