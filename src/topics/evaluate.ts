/** Topics and a batch of papers in, which match which out: every clause is answered once, as bits, one for each paper. */
import type { Document } from '../query/document.ts';
import type { Field } from '../query/tree.ts';
import { createDay, type Day } from './day.ts';
import { createNumbers, push } from './numbers.ts';
import { argumentOf, opOf, ops } from './program.ts';
import { nowhere, type Stock } from './stock.ts';

/**
 * Why bits of papers, and not a walk over topics for each paper: at a million topics the same few hundred thousand clauses
 * come again in every topic and for every paper. Asked once for the whole day, a topic costs a few operations on
 * words of 32 papers. What was tried first: anchors alone with each candidate tested on its paper's words (78 papers a
 * second at a million topics), anchors of two adjacent words (178), all topics on bits (320). Anchors and bits together
 * also spare the topics whose rarest word nobody wrote today.
 */
interface Answers {
  /** Where the bits of a clause are in `bits`; the first row is empty, the second full. */
  rowOf(clause: number): number;
  bits: Uint32Array;
}

const fields: readonly Field[] = ['any', 'title', 'abstract', 'keyword', 'author', 'org'];

function createAnswers(stock: Stock, day: Day, papers: number): Answers {
  const { width } = day;
  const rows = new Int32Array(stock.clauses.count).fill(-1);
  let next = 2 * width;
  const answers: Answers = {
    bits: new Uint32Array(Math.max(1 << 12, 4 * width)),
    rowOf(clause) {
      const known = rows[clause]!;
      if (known >= 0) return known;
      if (next + width > answers.bits.length) {
        const grown = new Uint32Array(answers.bits.length * 2);
        grown.set(answers.bits);
        answers.bits = grown;
      }
      const any = day.mark(stock.clauses.clauseAt(clause), answers.bits, next);
      rows[clause] = any ? next : 0;
      if (any) next += width;
      return rows[clause]!;
    },
  };
  for (let doc = 0; doc < papers; doc++) answers.bits[width + (doc >>> 5)]! |= 1 << (doc & 31);
  return answers;
}

/** Deepest program that is evaluated without making room: the parser's limit is far below. */
const usualDepth = 40;

/** Evaluates programs into rows of bits. `run` gives the row's place in `rows`; the row is overwritten by the next run. */
function createMachine(stock: Stock, answers: Answers, width: number) {
  const codes = stock.codes.values;
  let rows = new Uint32Array(usualDepth * width);
  let next = 0;

  function load(code: number, into: number): void {
    const row = answers.rowOf(argumentOf(code));
    const { bits } = answers;
    for (let w = 0; w < width; w++) rows[into + w] = bits[row + w]!;
  }

  function combine(op: number, row: number, source: Uint32Array, into: number): void {
    if (op === ops.and) for (let w = 0; w < width; w++) rows[into + w]! &= source[row + w]!;
    else if (op === ops.or) for (let w = 0; w < width; w++) rows[into + w]! |= source[row + w]!;
    else for (let w = 0; w < width; w++) rows[into + w]! &= ~source[row + w]!;
  }

  function operand(op: number, into: number): void {
    const code = codes[next]!;
    if (opOf(code) === ops.clause) {
      next++;
      const row = answers.rowOf(argumentOf(code));
      combine(op, row, answers.bits, into);
      return;
    }
    // `and` of a `not`: taken away, without a row in between.
    if (op === ops.and && opOf(code) === ops.not) {
      next++;
      operand(ops.not, into);
      return;
    }
    evaluate(into + width);
    combine(op, into + width, rows, into);
  }

  function evaluate(into: number): void {
    if (into + 2 * width > rows.length) {
      const grown = new Uint32Array(rows.length * 2);
      grown.set(rows);
      rows = grown;
    }
    const code = codes[next++]!;
    const op = opOf(code);
    if (op === ops.clause) {
      load(code, into);
      return;
    }
    const full = op !== ops.or;
    for (let w = 0; w < width; w++) rows[into + w] = full ? answers.bits[width + w]! : 0;
    for (let i = argumentOf(code); i > 0; i--) operand(op, into);
  }

  return {
    get rows() {
      return rows;
    },
    run(at: number): void {
      next = at;
      evaluate(0);
    },
  };
}

/** Topics that match papers of a batch, with the papers' places in it. */
export function evaluateBatch(stock: Stock, documents: readonly Document[]) {
  const day = createDay(documents);
  const { width } = day;
  const answers = createAnswers(stock, day, documents.length);
  const machine = createMachine(stock, answers, width);
  const topics = createNumbers();
  const starts = createNumbers();
  let papers = new Uint16Array(1 << 10);
  let count = 0;
  const met = new Uint8Array(stock.programs.length);

  function take(topic: number): void {
    if (stock.followers.values[topic] === nowhere) return;
    if (stock.several.values[topic] === 1) {
      if (met[topic] === 1) return;
      met[topic] = 1;
    }
    machine.run(stock.programs.values[topic]!);
    const { rows } = machine;
    const before = count;
    for (let w = 0; w < width; w++)
      for (let rest = rows[w]!; rest !== 0; rest &= rest - 1) {
        if (count === papers.length) {
          const grown = new Uint16Array(count * 2);
          grown.set(papers);
          papers = grown;
        }
        papers[count++] = (w << 5) + 31 - Math.clz32(rest & -rest);
      }
    if (count === before) return;
    push(topics, topic);
    push(starts, before);
  }

  function takeAll(clause: number): void {
    if (clause >= stock.anchors.length) return;
    const first = stock.anchors.values[clause]!;
    if (first === nowhere || answers.rowOf(clause) === 0) return;
    for (let link = first; link !== nowhere; link = stock.linkNexts.values[link]!)
      take(stock.linkTopics.values[link]!);
  }

  for (const clause of wordAnchors(stock, day)) takeAll(clause);
  for (let i = 0; i < stock.factAnchors.length; i++) takeAll(stock.factAnchors.values[i]!);
  for (let i = 0; i < stock.loose.length; i++) take(stock.loose.values[i]!);
  push(starts, count);
  return {
    topics: topics.values.slice(0, topics.length),
    starts: starts.values.slice(0, starts.length),
    papers: papers.slice(0, count),
  };
}

/** Words of the day that any topic asks for: looked up from the side that has fewer. */
function* wordAnchors(stock: Stock, day: Day): Iterable<number> {
  if (stock.clauses.count < day.termCount) {
    for (let clause = 0; clause < stock.clauses.count; clause++)
      if (stock.clauses.isWord(clause)) yield clause;
    return;
  }
  for (const field of fields)
    for (const term of day.terms(field)) {
      const clause = stock.clauses.wordNumber(field, term);
      if (clause !== undefined) yield clause;
    }
}
