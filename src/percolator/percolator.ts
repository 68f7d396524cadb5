/** Reverse search: matches new papers against all subscriptions at once, with the same meaning as a search. */
import type { Paper } from '../model/paper.ts';
import { push } from '../number-list.ts';
import { readPaper } from '../query/document.ts';
import type { Query } from '../query/tree.ts';
import { batchSize } from './batch-index.ts';
import { decompileQuery } from './compiler.ts';
import { matchBatch } from './match-batch.ts';
import { createQueryRegistry, nowhere, type QueryRegistry, topicOf } from './query-registry.ts';

export interface Percolator {
  /** How many subscriptions there are. */
  readonly size: number;
  /** How many distinct topics they have. */
  readonly distinct: number;
  /** Subscribes a key to a query, in place of its previous one. */
  add(key: string, query: Query): void;
  /** False where there was no such key. */
  remove(key: string): boolean;
  /** Calls `visit` once for every match: the subscription's key and the index of the paper. */
  match(papers: readonly Paper[], visit: (key: string, paper: number) => void): void;
}

/** The registry is rebuilt when more than half of at least this many entries are removed. */
const rebuildFrom = 1000;

export function createPercolator(): Percolator {
  let registry = createQueryRegistry();
  /** The index of each key in the registry's `keys`. */
  const entries = new Map<string, number>();

  function add(key: string, query: Query): void {
    // First, so that a query that cannot be registered changes nothing.
    const topic = topicOf(registry, query);
    unlink(key);
    const first = registry.followers.values[topic]!;
    if (first === nowhere) registry.live++;
    else registry.keyBefores.values[first] = registry.keys.length;
    const entry = registry.keys.push(key) - 1;
    push(registry.keyTopics, topic);
    push(registry.keyBefores, nowhere);
    push(registry.keyNexts, first);
    registry.followers.values[topic] = entry;
    entries.set(key, entry);
  }

  function remove(key: string): boolean {
    const isKnown = unlink(key);
    if (isKnown && registry.keys.length > rebuildFrom && entries.size * 2 < registry.keys.length) rebuild();
    return isKnown;
  }

  function unlink(key: string): boolean {
    const entry = entries.get(key);
    if (entry === undefined) return false;
    entries.delete(key);
    registry.keys[entry] = undefined;
    const { followers, keyTopics, keyNexts, keyBefores } = registry;
    const topic = keyTopics.values[entry]!;
    const next = keyNexts.values[entry]!;
    const before = keyBefores.values[entry]!;
    if (before === nowhere) followers.values[topic] = next;
    else keyNexts.values[before] = next;
    if (next !== nowhere) keyBefores.values[next] = before;
    if (followers.values[topic] === nowhere) registry.live--;
    return true;
  }

  function rebuild(): void {
    const old = registry;
    const kept = [...entries];
    registry = createQueryRegistry();
    entries.clear();
    for (const [key, entry] of kept) add(key, queryAt(old, entry));
  }

  return {
    get size() {
      return entries.size;
    },
    get distinct() {
      return registry.live;
    },
    add,
    remove,
    match(papers, visit) {
      for (let base = 0; base < papers.length; base += batchSize) {
        const batch = papers.slice(base, base + batchSize).map(readPaper);
        matchBatch(registry, batch, (key, paper) => visit(key, base + paper));
      }
    },
  };
}

function queryAt({ codes, queries, keyTopics, clauses }: QueryRegistry, entry: number): Query {
  return decompileQuery(codes.values, queries.values[keyTopics.values[entry]!]!, clauses);
}
