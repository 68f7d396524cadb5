/** Stores each distinct topic once, compiled, with the keys of its followers and the clauses it requires. */
import { createNumberList, push, reserve } from '../number-list.ts';
import type { Query } from '../query/tree.ts';
import { addCandidate, createCandidateIndex } from './candidate-index.ts';
import { createClauses } from './clauses.ts';
import { argumentOf, compileQuery, opOf, ops } from './compiler.ts';
import { requiredClauses } from './required-clauses.ts';

/** The end of a linked list. */
export const nowhere = 0xffffffff;

/**
 * Everything is a list of numbers. Followers form linked lists by index, as most are short and all of them change. Maps and
 * trees of objects would take some 600 bytes a subscription, and slow down garbage collection.
 */
export function createQueryRegistry() {
  return {
    clauses: createClauses(),
    /** All compiled queries in one list, also those of topics without followers. */
    codes: createNumberList(),
    /** For each topic where its compiled query begins. */
    queries: createNumberList(),
    /** For each topic its first follower, or `nowhere`. */
    followers: createNumberList(),
    candidates: createCandidateIndex(),
    /** Required clauses that are not words. */
    requiredFilters: new Set<number>(),
    /** Topics without a required clause: any paper may match. */
    unrestricted: createNumberList(),
    /** Hash table of topics by compiled query: topic + 1, 0 for none. */
    table: new Uint32Array(64),
    /** How many topics have a follower. */
    live: 0,
    /** Followers: their keys, topics, and neighbors in the topic's linked list. */
    keys: [] as (string | undefined)[],
    keyTopics: createNumberList(),
    keyNexts: createNumberList(),
    keyBefores: createNumberList(),
  };
}

export type QueryRegistry = ReturnType<typeof createQueryRegistry>;

function hashOf(codes: ArrayLike<number>, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) {
    hash = Math.imul(hash ^ codes[i]!, 0x01000193);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, 0x9e3779b1) >>> 0;
}

/** Where the compiled query that begins at `at` ends. */
function endOf(codes: Uint32Array, at: number): number {
  let open = 1;
  let next = at;
  while (open > 0) {
    const code = codes[next++]!;
    open += (opOf(code) === ops.clause ? 0 : argumentOf(code)) - 1;
  }
  return next;
}

function isSame(registry: QueryRegistry, topic: number, compiled: readonly number[]): boolean {
  const at = registry.queries.values[topic]!;
  for (let i = 0; i < compiled.length; i++) if (registry.codes.values[at + i] !== compiled[i]) return false;
  return true;
}

function growTable(registry: QueryRegistry): void {
  const table = new Uint32Array(registry.table.length * 2);
  const { codes, queries } = registry;
  for (let topic = 0; topic < queries.length; topic++) {
    const at = queries.values[topic]!;
    let slot = hashOf(codes.values, at, endOf(codes.values, at)) & (table.length - 1);
    while (table[slot] !== 0) slot = (slot + 1) & (table.length - 1);
    table[slot] = topic + 1;
  }
  registry.table = table;
}

/** The number of the topic with this query, registered if it is new. */
export function topicOf(registry: QueryRegistry, query: Query): number {
  const { clauses, codes, queries } = registry;
  const compiled = compileQuery(query, clauses);
  if ((queries.length + 1) * 2 > registry.table.length) growTable(registry);
  let slot = hashOf(compiled, 0, compiled.length) & (registry.table.length - 1);
  for (; registry.table[slot] !== 0; slot = (slot + 1) & (registry.table.length - 1))
    if (isSame(registry, registry.table[slot]! - 1, compiled)) return registry.table[slot]! - 1;

  reserve(codes, compiled.length);
  const topic = push(queries, codes.length);
  for (const code of compiled) {
    push(codes, code);
    if (opOf(code) === ops.clause) clauses.uses.values[argumentOf(code)]!++;
  }
  push(registry.followers, nowhere);
  registry.table[slot] = topic + 1;
  indexTopic(registry, topic, query);
  return topic;
}

function indexTopic(registry: QueryRegistry, topic: number, query: Query): void {
  const required = requiredClauses(query, registry.clauses);
  if (!required) push(registry.unrestricted, topic);
  for (const clause of required?.clauses ?? []) {
    addCandidate(registry.candidates, clause, topic);
    // Words are found through the terms of a batch; other clauses have to be listed.
    if (!registry.clauses.isWord(clause)) registry.requiredFilters.add(clause);
  }
}

/** Calls `visit` with the key of every follower of a topic. */
export function eachFollower(
  { followers, keyNexts, keys }: QueryRegistry,
  topic: number,
  visit: (key: string) => void,
): void {
  for (let at = followers.values[topic]!; at !== nowhere; at = keyNexts.values[at]!) visit(keys[at]!);
}
