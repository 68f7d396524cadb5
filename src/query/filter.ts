/** Parses the value of a field without words (`year:>=2023`) as a filter. */
import { idKey, readPaperId } from '../model/paper-id.ts';
import { readDay } from './date.ts';
import { type DateField, type FieldName, fieldNamed, type NumberField, type PaperField } from './fields.ts';
import { readLike } from './like.ts';
import { readNumber } from './number-filter.ts';
import type { Query } from './tree.ts';

/** Fields that do not hold words. */
export type FilterName = Exclude<FieldName, PaperField>;

/** The filter for one value as typed. Undefined where the value cannot be understood. */
export function readFilter(field: FilterName, typed: string): Query | undefined {
  const value = typed
    .normalize('NFKC')
    .trim()
    .replace(/(?<!\.)[.!?]$/, '');
  switch (fieldNamed(field).kind) {
    case 'category':
      return readCategory(value);
    case 'id':
      return readId(value);
    case 'likeness':
      return readLike(value);
    case 'flag':
      return /^(?:code|github|repo)$/i.test(value) ? { kind: 'has', what: 'code' } : undefined;
    case 'date': {
      const day = readDay(value);
      return day === undefined ? undefined : { kind: 'date', side: field as DateField, day };
    }
    case 'number':
      return readNumber(field as NumberField, value);
  }
}

/** Whether a list of values must all hold, as comparisons of a number do (`>10,<50`). Of other values one is enough. */
export function isNarrowing(filters: readonly Query[]): boolean {
  return filters.every((filter) => filter.kind === 'count' && filter.comparison !== '=');
}

/** An archive or a category of arXiv's: `cs`, `cs.LG`, `cs.*`, `cond-mat.stat-mech`. */
function readCategory(value: string): Query | undefined {
  const found = /^([a-z][a-z-]*(?:\.[a-z-]+)?)(?:\.?\*)?$/i.exec(value);
  return found?.[1] === undefined ? undefined : { kind: 'cat', value: found[1].toLowerCase() };
}

/** An id of any source: arXiv ids, DOIs and addresses in their canonical form, others as they are. */
function readId(value: string): Query | undefined {
  const id = idKey(value);
  const isKnown = readPaperId(value) !== undefined && !/["\u201c\u201d]/.test(id);
  return isKnown || isPlainId(id) ? { kind: 'id', value: id } : undefined;
}

/** Whether an id can be written in a query without quotes. */
export function isPlainId(id: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,199}$/u.test(id);
}
