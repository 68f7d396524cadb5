/** Prints a query tree as the canonical text that parses to it. */

import { readPaperId } from '../model/paper-id.ts';
import { isPlainId } from './filter.ts';
import { isPassedOver, readBare } from './text-leaf.ts';
import type { Field, Filter, Phrase, Query, Word } from './tree.ts';

/** `parseQuery(printQuery(query))` is `query`, for every query that `parseQuery` gives. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '*';
    case 'and':
      return printEach(query.of);
    case 'or':
      return query.of.map((operand, at) => printEither(operand, query.of[at - 1])).join(' OR ');
    case 'not':
      return `-${printOperand(query.of)}`;
    case 'word':
    case 'phrase':
      return printField(query.field) + printWords(query);
    case 'prefix':
      return `${printField(query.field)}${query.start}*`;
    default:
      return printFilter(query);
  }
}

function printOperand(query: Query): string {
  return query.kind === 'and' || query.kind === 'or' ? `(${printQuery(query)})` : printQuery(query);
}

/** After `year:2024 OR` a bare number would be read as another year. */
function printEither(operand: Query, before: Query | undefined): string {
  const filter = before?.kind === 'not' ? before.of : before;
  const isYear = filter?.kind === 'count' && filter.field === 'year';
  const isNumber = operand.kind === 'word' && operand.field === 'any' && /^\d+$/.test(operand.text);
  return isYear && isNumber ? `"${operand.text}"` : printOperand(operand);
}

/** The most words in a compound, and so how many preceding words can combine with the next. */
const joinable = 6;

/**
 * Operands separated by spaces, or by `AND` where two bare words would otherwise be read as a compound:
 * `fine AND tuning` is not `fine tuning`.
 */
function printEach(operands: readonly Query[]): string {
  let text = '';
  let run: string[] = [];
  for (const operand of operands) {
    const printed = printOperand(operand);
    const isBare = (operand.kind === 'word' || operand.kind === 'phrase') && printed === operand.text;
    const isJoined = isBare && run.length > 0 && !staysApart([...run, printed]);
    if (text !== '') text += isJoined ? ' AND ' : ' ';
    text += printed;
    run = isBare ? [...(isJoined ? [] : run), printed].slice(-joinable) : [];
  }
  return text;
}

function staysApart(words: readonly string[]): boolean {
  const read = readBare(words.join(' '), 'any');
  return read.length === words.length && read.every((leaf, at) => leaf.text === words[at]);
}

function printField(field: Field): string {
  return field === 'any' ? '' : `${field}:`;
}

/** Bare where that parses to this leaf, else in quotes. */
function printWords(leaf: Word | Phrase): string {
  const { text } = leaf;
  const isSafe = /^[\p{L}\p{N}.][\p{L}\p{M}\p{N}.+#-]*\*?$/u.test(text) && !/^(?:and|or|not)$/.test(text);
  if (leaf.field === 'any' && isPassedOver(leaf)) return `"${text}"`;
  const isNamed = /^[a-z]\*$/.test(text) || !text.includes('*');
  if (!isSafe || !isNamed || readPaperId(text) !== undefined) return `"${text}"`;
  const read = readBare(text, leaf.field);
  return read.length === 1 && read[0]?.text === text ? text : `"${text}"`;
}

function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'cat':
      return `cat:${filter.value}`;
    case 'id':
      return isPlainId(filter.value) ? `id:${filter.value}` : `id:"${filter.value}"`;
    case 'has':
      return `has:${filter.what}`;
    case 'count':
      return `${filter.field}:${filter.comparison === '=' ? '' : filter.comparison}${filter.value}`;
    case 'date':
      return `${filter.side}:${filter.day}`;
  }
}

/** A key that is equal for queries that differ only in spelling, case, order and repetition. */
export function meaningKey(query: Query): string {
  switch (query.kind) {
    case 'and':
    case 'or': {
      const keys = [...new Set(query.of.map(meaningKey))].sort();
      return keys.length === 1 ? (keys[0] as string) : `(${keys.join(query.kind === 'and' ? ' & ' : ' | ')})`;
    }
    case 'not':
      return `-${meaningKey(query.of)}`;
    case 'word':
      return `${printField(query.field)}"${query.term}"`;
    case 'phrase': {
      const paths = query.paths.map((path) => `"${path.join(' ')}"`).sort();
      return `${printField(query.field)}${paths.join('/')}`;
    }
    default:
      return printQuery(query);
  }
}
