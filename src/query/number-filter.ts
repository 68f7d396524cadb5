/** Parses the number of a filter: a comparison (`>=1,000`), a range (`2020-2023`) or one number (`1.5k`). */
import type { NumberField } from './fields.ts';
import { allOf, type Comparison, type NumberFilter, not, type Query } from './tree.ts';

/** `!>5` and `!=5` exclude. */
const signs: Record<string, { comparison: Comparison; isExcluded?: true }> = {
  '': { comparison: '=' },
  '=': { comparison: '=' },
  '==': { comparison: '=' },
  '>': { comparison: '>' },
  '>=': { comparison: '>=' },
  '=>': { comparison: '>=' },
  '≥': { comparison: '>=' },
  '<': { comparison: '<' },
  '<=': { comparison: '<=' },
  '=<': { comparison: '<=' },
  '≤': { comparison: '<=' },
  '!=': { comparison: '=', isExcluded: true },
  '<>': { comparison: '=', isExcluded: true },
  '≠': { comparison: '=', isExcluded: true },
  '!>': { comparison: '>', isExcluded: true },
  '!<': { comparison: '<', isExcluded: true },
};

const range = /^(\S+?)\s*(?:\.{2,3}|[-\u2013\u2014]|\b(?:to|through|until)\b)\s*(\S*)$/i;
const thousands: Record<string, number> = { '': 1, k: 1e3, m: 1e6 };

/** The filter for a value in NFKC, without spaces at its ends. Undefined where it cannot be understood. */
export function readNumber(field: NumberField, value: string): Query | undefined {
  const single = readComparison(field, value);
  if (single !== undefined) return single;
  const ends = range.exec(value);
  if (ends === null) return undefined;
  const from = readDigits(field, ends[1] as string);
  if (from === undefined) return undefined;
  if (/^(?:|now|present|today)$/i.test(ends[2] as string)) return count(field, '>=', from);
  const to = readDigits(field, ends[2] as string);
  if (to === undefined) return undefined;
  return allOf([count(field, '>=', Math.min(from, to)), count(field, '<=', Math.max(from, to))]);
}

/** `>20`, `20`, `20+` (that or more). */
function readComparison(field: NumberField, value: string): Query | undefined {
  const found = /^([<>=!\u2265\u2264\u2260]{0,2})\s*(.*?)(\+?)$/.exec(value);
  const sign = signs[found?.[1] ?? ''];
  const number = readDigits(field, found?.[2] ?? '');
  if (found === null || sign === undefined || number === undefined) return undefined;
  if (found[3] === '+') return found[1] === '' ? count(field, '>=', number) : undefined;
  const filter = count(field, sign.comparison, number);
  return sign.isExcluded ? not(filter) : filter;
}

/** `1000`, `1,000`, `1'000`, `1_000`, `1k`, `1.5k`; a year has four digits. */
function readDigits(field: NumberField, value: string): number | undefined {
  const found = /^(\d{1,3}(?:[,'\u2019_]\d{3}){1,2}|\d{1,9})(\.\d{1,3})?([km]?)$/i.exec(value);
  if (found === null) return undefined;
  const [, whole = '', part = '', suffix = ''] = found;
  if ((part !== '' && suffix === '') || (field === 'year' && !/^\d{4}$/.test(value))) return undefined;
  const unit = thousands[suffix.toLowerCase()] as number;
  return Math.round(Number(`${whole.replace(/\D/g, '')}${part}`) * unit);
}

function count(field: NumberField, comparison: Comparison, value: number): NumberFilter {
  return { kind: 'count', field, comparison, value };
}
