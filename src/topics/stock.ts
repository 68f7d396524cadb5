/** Keys and queries in, the distinct topics they follow out: each kept once, and under the clauses it hangs on. */
import type { Query } from '../query/tree.ts';
import { anchorsOf } from './anchors.ts';
import { type Clauses, createClauses } from './clauses.ts';
import { createHangers, type Hangers, hang } from './hangers.ts';
import { createNumbers, type Numbers, push, reserve } from './numbers.ts';
import { argumentOf, opOf, ops, toProgram, toQuery } from './program.ts';

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

/** Rebuilt when more than half of the topics are followed by nobody, and there are enough to matter. */
const wornFrom = 1000;

function emptyStock(): Stock {
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
function topicOf(stock: Stock, query: Query): number {
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

export interface Subscriptions {
  readonly size: number;
  /** What is kept now. It is another one after enough has been removed. */
  readonly stock: Stock;
  add(key: string, query: Query): void;
  remove(key: string): boolean;
  queryOf(key: string): Query | undefined;
}

export function createSubscriptions(): Subscriptions {
  let stock = emptyStock();
  const places = new Map<string, number>();

  function add(key: string, query: Query): void {
    // First, so that a query that cannot be kept changes nothing.
    const topic = topicOf(stock, query);
    const first = () => stock.followers.values[topic]!;
    remove(key, false);
    if (first() === nowhere) stock.live++;
    else stock.keyBefores.values[first()] = stock.keys.length;
    const place = stock.keys.push(key) - 1;
    push(stock.keyTopics, topic);
    push(stock.keyBefores, nowhere);
    push(stock.keyNexts, first());
    stock.followers.values[topic] = place;
    places.set(key, place);
  }

  function remove(key: string, mayRenew = true): boolean {
    const place = places.get(key);
    if (place === undefined) return false;
    places.delete(key);
    stock.keys[place] = undefined;
    unlink(place);
    if (mayRenew && stock.keys.length > wornFrom && places.size * 2 < stock.keys.length) renew();
    return true;
  }

  function unlink(place: number): void {
    const { followers, keyTopics, keyNexts, keyBefores } = stock;
    const topic = keyTopics.values[place]!;
    const next = keyNexts.values[place]!;
    const before = keyBefores.values[place]!;
    if (before === nowhere) followers.values[topic] = next;
    else keyNexts.values[before] = next;
    if (next !== nowhere) keyBefores.values[next] = before;
    if (followers.values[topic] === nowhere) stock.live--;
  }

  /** Everything afresh, without what nobody follows any more. */
  function renew(): void {
    const old = stock;
    const kept = [...places];
    stock = emptyStock();
    places.clear();
    for (const [key, place] of kept) add(key, queryAt(old, place));
  }

  function queryAt({ codes, programs, keyTopics, clauses }: Stock, place: number): Query {
    return toQuery(codes.values, programs.values[keyTopics.values[place]!]!, clauses);
  }

  return {
    get size() {
      return places.size;
    },
    get stock() {
      return stock;
    },
    add,
    remove: (key) => remove(key),
    queryOf(key) {
      const place = places.get(key);
      return place === undefined ? undefined : queryAt(stock, place);
    },
  };
}
