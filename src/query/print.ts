/** Prints a query tree as the canonical text that parses to it. */

import { readPaperId } from '../model/paper-id.ts';
import { criterionKey } from './about.ts';
import { readBare } from './bare-leaves.ts';
import { isPlainId } from './filter.ts';
import { printLike } from './like.ts';
import { isPassedOver } from './text-leaf.ts';
import { type Field, type Filter, type Phrase, pathsOf, type Query, type Word } from './tree.ts';

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
    case 'about':
      return `about:"${query.criterion}"`;
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

/** The most words in a compound, and so how many preceding operands can combine with the next. */
const joinable = 6;

/**
 * Operands separated by spaces, or by `AND` where two bare words would otherwise be read as a compound or a long form:
 * `fine AND tuning` is not `fine tuning`, and `reinforcement AND learning` has nothing to do with RL.
 */
function printEach(operands: readonly Query[]): string {
  let text = '';
  let run: Text[][] = [];
  for (let at = 0; at < operands.length; ) {
    const together = longFormAt(operands, at);
    const operand = operands[at] as Query;
    const printed = together === undefined ? printOperand(operand) : printTogether(together);
    const bare = together ?? (isText(operand) && printed === operand.text ? [operand] : undefined);
    const isBare = bare !== undefined && bare[0]?.field === 'any';
    const isJoined = isBare && run.length > 0 && !isRead([...run, bare].flat());
    if (text !== '') text += isJoined ? ' AND ' : ' ';
    text += printed;
    run = isBare ? [...(isJoined ? [] : run), bare].slice(-joinable) : [];
    at += together?.length ?? 1;
  }
  return text;
}

type Text = Word | Phrase;

function isText(query: Query | undefined): query is Text {
  return query?.kind === 'word' || query?.kind === 'phrase';
}

/** The words from here on that have an acronym together: the fewest that are read so without the others. */
function longFormAt(operands: readonly Query[], at: number): Text[] | undefined {
  const first = operands[at];
  if (!isText(first) || first.synonyms === undefined || isRead([first])) return undefined;
  const together: Text[] = [first];
  for (let next = at + 1; next < operands.length; next++) {
    const operand = operands[next];
    if (!isText(operand) || operand.field !== first.field) return undefined;
    together.push(operand);
    if (isRead(together)) return together;
  }
  return undefined;
}

function printTogether(words: readonly Text[]): string {
  const text = words.map((word) => word.text).join(' ');
  const field = (words[0] as Text).field;
  return field === 'any' ? text : `${printField(field)}(${text})`;
}

/** Whether these words, printed without quotes one after the other, are parsed to these leaves. */
function isRead(leaves: readonly Text[]): boolean {
  const read = readBare(leaves.map(({ text }) => text).join(' '), (leaves[0] as Text).field);
  return read.length === leaves.length && read.every((leaf, at) => isSame(leaf, leaves[at] as Text));
}

function isSame(a: Text, b: Text): boolean {
  return a.text === b.text && (a.synonyms === b.synonyms || meaningKey(a) === meaningKey(b));
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
  return isRead([leaf]) ? text : `"${text}"`;
}

function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'cat':
      return `cat:${filter.value}`;
    case 'id':
      return isPlainId(filter.value) ? `id:${filter.value}` : `id:"${filter.value}"`;
    case 'like':
      return `like:"${printLike(filter)}"`;
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
    case 'phrase': {
      const paths = pathsOf(query).map((path) => `"${path.join(' ')}"`);
      return `${printField(query.field)}${[...new Set(paths)].sort().join('/')}`;
    }
    case 'about':
      return printQuery({ ...query, criterion: criterionKey(query.criterion) });
    default:
      return printQuery(query);
  }
}
