/** The value of a field that holds no words in (`year:>=2023`), the filter out, or what a value should look like. */
import { idKey, readPaperId } from '../model/paper-id.ts';
import type { FieldName } from './field.ts';
import { allOf } from './shape.ts';
import type { Comparison, NumberField, PaperField, Query } from './tree.ts';

export type FilterName = Exclude<FieldName, PaperField>;

/** How a value is written, for who wrote it otherwise. */
export const filterExamples: Record<FilterName, string> = {
  cat: 'cat:cs.LG',
  id: 'id:2508.01234',
  upvotes: 'upvotes:>20',
  stars: 'stars:>=100',
  comments: 'comments:>0',
  year: 'year:2024',
  after: 'after:2025-01-31',
  before: 'before:2025-01-31',
  has: 'has:code',
};

/** Undefined where the value cannot be understood. */
export function readFilter(field: FilterName, value: string): Query | undefined {
  const plain = value
    .normalize('NFKC')
    .trim()
    .replace(/[.!?]+$/, '');
  switch (field) {
    case 'cat':
      return readCategory(plain);
    case 'id':
      return readId(plain);
    case 'has':
      return /^(?:code|github|repo)$/i.test(plain) ? { kind: 'has', what: 'code' } : undefined;
    case 'after':
    case 'before': {
      const day = readDay(plain);
      return day === undefined ? undefined : { kind: 'date', side: field, day };
    }
    default:
      return readCount(field, plain);
  }
}

/** An archive or a category of arXiv's: `cs`, `cs.LG`, `cs.*`, `cond-mat.stat-mech`. */
function readCategory(value: string): Query | undefined {
  const found = /^([a-z-]+(?:\.[a-z-]+)?)(?:\.?\*)?$/i.exec(value);
  return found?.[1] === undefined ? undefined : { kind: 'cat', value: found[1].toLowerCase() };
}

/** Any source's id: those of arXiv, DOIs and addresses as every part of Paperboy reads them, others as they are. */
function readId(value: string): Query | undefined {
  const id = idKey(value);
  const isKnown = readPaperId(value) !== undefined && !/["\u201c\u201d]/.test(id);
  return isKnown || isPlainId(id) ? { kind: 'id', value: id } : undefined;
}

/** Whether an id can be written in a query without quotes. */
export function isPlainId(id: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,199}$/u.test(id);
}

const comparisons: Record<string, Comparison> = {
  '': '=',
  '=': '=',
  '>': '>',
  '>=': '>=',
  '=>': '>=',
  '≥': '>=',
  '<': '<',
  '<=': '<=',
  '=<': '<=',
  '≤': '<=',
};

/** `>20`, `20+` (that or more), `2020..2023` and `2020-2023` (both ends with), `1k`. */
function readCount(field: NumberField, value: string): Query | undefined {
  const range = /^(\d{1,9})(?:\.\.\.?|[-\u2013])(\d{1,9})$/.exec(value);
  if (range !== null) {
    const ends = [Number(range[1]), Number(range[2])] as const;
    return allOf([count(field, '>=', Math.min(...ends)), count(field, '<=', Math.max(...ends))]);
  }
  const found = /^([<>=≥≤]{0,2})\s*(\d{1,9})(k?)(\+?)$/i.exec(value);
  if (found === null) return undefined;
  const [, sign = '', digits, thousands, more] = found;
  const comparison = more === '+' && sign === '' ? '>=' : comparisons[sign];
  return comparison === undefined
    ? undefined
    : count(field, comparison, Number(digits) * (thousands ? 1000 : 1));
}

function count(field: NumberField, comparison: Comparison, value: number): Query {
  return { kind: 'count', field, comparison, value };
}

/** `2025-01-31`, or the first day of `2025-01` or `2025`. Undefined for days there are not. */
function readDay(value: string): string | undefined {
  const found = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(value);
  if (found === null) return undefined;
  const [, year, month = '1', day = '1'] = found;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${written}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written) ? written : undefined;
}
