/** Keeps each distinct topic once, with the keys that follow it, under the clauses it hangs on. */
import type { Query } from '../query/tree.ts';
import { anchorsOf } from './anchors.ts';
import { type Clauses, createClauses } from './clauses.ts';
import { createHangers, type Hangers, hang } from './hangers.ts';
import { createNumbers, type Numbers, push, reserve } from './numbers.ts';
import { argumentOf, opOf, ops, toProgram } from './program.ts';

export const none = new Uint32Array(0);
/** No place: the end of a chain, an empty slot. */
export const nowhere = 0xffffffff;

/**
 * What is kept of topics and followers. Everything is a list of numbers; chains are linked by place, as most are short and
 * all of them change. Maps and trees of objects would need some 600 bytes for each subscription, and the collector's time.
 */
export interface Stock {
  clauses: Clauses;
  /** All programs, one after the other; those of topics that nobody follows any more too. */
  codes: Numbers;
  /** For each topic where its program begins. */
  programs: Numbers;
  /** For each topic its first follower, or `nowhere`. */
  followers: Numbers;
  hangers: Hangers;
  /** Clauses that topics hang on and that are no words. */
  factAnchors: Numbers;
  factsSeen: Set<number>;
  /** Topics that any paper may match. */
  loose: Numbers;
  /** Hash table of topics by program: topic + 1, 0 for none. */
  table: Uint32Array;
  /** How many topics have a follower. */
  live: number;
  /** Followers: their keys, topics, and neighbours in the chain of the topic. */
  keys: (string | undefined)[];
  keyTopics: Numbers;
  keyNexts: Numbers;
  keyBefores: Numbers;
}

export function emptyStock(): Stock {
  return {
    clauses: createClauses(),
    codes: createNumbers(),
    programs: createNumbers(),
    followers: createNumbers(),
    hangers: createHangers(),
    factAnchors: createNumbers(),
    factsSeen: new Set(),
    loose: createNumbers(),
    table: new Uint32Array(64),
    live: 0,
    keys: [],
    keyTopics: createNumbers(),
    keyNexts: createNumbers(),
    keyBefores: createNumbers(),
  };
}

function hashOf(codes: ArrayLike<number>, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) {
    hash = Math.imul(hash ^ codes[i]!, 0x01000193);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, 0x9e3779b1) >>> 0;
}

/** Where a program that begins at `at` ends. */
function endOf(codes: Uint32Array, at: number): number {
  let open = 1;
  let next = at;
  while (open > 0) {
    const code = codes[next++]!;
    open += (opOf(code) === ops.clause ? 0 : argumentOf(code)) - 1;
  }
  return next;
}

function isAt(stock: Stock, topic: number, program: readonly number[]): boolean {
  const at = stock.programs.values[topic]!;
  for (let i = 0; i < program.length; i++) if (stock.codes.values[at + i] !== program[i]) return false;
  return true;
}

function growTable(stock: Stock): void {
  const table = new Uint32Array(stock.table.length * 2);
  const { codes, programs } = stock;
  for (let topic = 0; topic < programs.length; topic++) {
    const at = programs.values[topic]!;
    let slot = hashOf(codes.values, at, endOf(codes.values, at)) & (table.length - 1);
    while (table[slot] !== 0) slot = (slot + 1) & (table.length - 1);
    table[slot] = topic + 1;
  }
  stock.table = table;
}

/** The topic with this program, new where it is new. */
export function topicOf(stock: Stock, query: Query): number {
  const { clauses, codes, programs } = stock;
  const program = toProgram(query, clauses);
  if ((programs.length + 1) * 2 > stock.table.length) growTable(stock);
  let slot = hashOf(program, 0, program.length) & (stock.table.length - 1);
  for (; stock.table[slot] !== 0; slot = (slot + 1) & (stock.table.length - 1))
    if (isAt(stock, stock.table[slot]! - 1, program)) return stock.table[slot]! - 1;

  reserve(codes, program.length);
  const topic = push(programs, codes.length);
  for (const code of program) {
    push(codes, code);
    if (opOf(code) === ops.clause) clauses.uses.values[argumentOf(code)]!++;
  }
  push(stock.followers, nowhere);
  stock.table[slot] = topic + 1;
  anchor(stock, topic, query);
  return topic;
}

/** Puts a topic under its anchors. */
function anchor(stock: Stock, topic: number, query: Query): void {
  const found = anchorsOf(query, stock.clauses);
  if (!found) push(stock.loose, topic);
  for (const clause of found?.clauses ?? []) {
    hang(stock.hangers, clause, topic);
    // Words are met by way of the day's words; others have to be asked for.
    if (stock.clauses.isWord(clause) || stock.factsSeen.has(clause)) continue;
    stock.factsSeen.add(clause);
    push(stock.factAnchors, clause);
  }
}

/** Calls `take` for everyone who follows a topic. */
export function eachKey(
  { followers, keyNexts, keys }: Stock,
  topic: number,
  take: (key: string) => void,
): void {
  for (let at = followers.values[topic]!; at !== nowhere; at = keyNexts.values[at]!) take(keys[at]!);
}
