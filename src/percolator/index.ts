/** The percolator: matches new papers against all subscriptions at once, by the same meaning as a search. */
import type { Paper } from '../model/paper.ts';
import { readPaper } from '../query/document.ts';
import { type Reason, reasonFor } from '../query/reason.ts';
import type { Query } from '../query/tree.ts';
import { batchSize } from './day.ts';
import { type Evaluated, evaluateBatch } from './evaluate.ts';
import { eachKey, type Stock } from './stock.ts';
import { createSubscriptions } from './subscriptions.ts';

/** Which papers match which subscriptions. To be read before subscriptions change. */
export interface Matches {
  /** Pairs of a topic and a paper: a topic that many follow counts once. */
  readonly pairs: number;
  /** Calls `take` once for every match: a subscription's key and the paper's place among those given. */
  each(take: (key: string, paper: number) => void): void;
  /** For each topic that matches, those who follow it and the papers' places, rising. */
  byTopic(): Iterable<{ keys: string[]; papers: number[] }>;
  /** The keys that match one paper. */
  keysOf(paper: number): string[];
  /** Why a subscription matches a paper: worked out for this one when it is asked for. */
  reason(key: string, paper: number): Reason | undefined;
}

export interface Topics {
  /** How many subscriptions there are. */
  readonly size: number;
  /** How many different topics they follow. */
  readonly distinct: number;
  /** Follows a query under a key; a key that follows something else lets go of that. */
  add(key: string, query: Query): void;
  /** Whether there was such a key. */
  remove(key: string): boolean;
  /** The query kept for a key: the same meaning, though not the same spelling. */
  query(key: string): Query | undefined;
  match(papers: readonly Paper[]): Matches;
}

/** Pairs of topic and paper of one batch. */
interface Found extends Evaluated {
  /** The place of the batch's first paper. */
  base: number;
}

export function createTopics(): Topics {
  const subscriptions = createSubscriptions();
  return {
    get size() {
      return subscriptions.size;
    },
    get distinct() {
      return subscriptions.stock.live;
    },
    add: subscriptions.add,
    remove: subscriptions.remove,
    query: subscriptions.queryOf,
    match(papers) {
      const { stock } = subscriptions;
      const found: Found[] = [];
      for (let base = 0; base < papers.length; base += batchSize) {
        const documents = papers.slice(base, base + batchSize).map(readPaper);
        found.push({ ...evaluateBatch(stock, documents), base });
      }
      return {
        ...toMatches(stock, found),
        reason(key, paper) {
          const query = subscriptions.queryOf(key);
          return query && reasonFor(query, readPaper(papers[paper]!));
        },
      };
    },
  };
}

function followersOf(stock: Stock, topic: number): string[] {
  const keys: string[] = [];
  eachKey(stock, topic, (key) => keys.push(key));
  return keys;
}

function toMatches(stock: Stock, found: readonly Found[]): Omit<Matches, 'reason'> {
  const byPaper = createByPaper(found);
  return {
    pairs: found.reduce((sum, { papers }) => sum + papers.length, 0),
    each(take) {
      for (const { topics, starts, papers, base } of found)
        for (let t = 0; t < topics.length; t++)
          eachKey(stock, topics[t]!, (key) => {
            for (let i = starts[t]!; i < starts[t + 1]!; i++) take(key, base + papers[i]!);
          });
    },
    *byTopic() {
      for (const { topics, starts, papers, base } of found)
        for (let t = 0; t < topics.length; t++) {
          const keys = followersOf(stock, topics[t]!);
          yield { keys, papers: Array.from(papers.subarray(starts[t], starts[t + 1]), (doc) => base + doc) };
        }
    },
    keysOf: (paper) => byPaper(paper).flatMap((topic) => followersOf(stock, topic)),
  };
}

const none = new Uint32Array(0);

/** Topics of one paper. They are put in that order when first asked for, as most who ask go by topic. */
function createByPaper(found: readonly Found[]): (paper: number) => number[] {
  let sorted: { starts: Uint32Array; topics: Uint32Array }[] | undefined;
  return (paper) => {
    sorted ??= found.map(turn);
    const { starts, topics } = sorted[Math.floor(paper / batchSize)] ?? { starts: none, topics: none };
    const place = paper % batchSize;
    return [...topics.subarray(starts[place] ?? 0, starts[place + 1] ?? 0)];
  };
}

function turn({ topics, starts, papers }: Found): { starts: Uint32Array; topics: Uint32Array } {
  const turned = new Uint32Array(batchSize + 1);
  for (const doc of papers) turned[doc + 1]!++;
  for (let i = 1; i <= batchSize; i++) turned[i]! += turned[i - 1]!;
  const next = turned.slice();
  const list = new Uint32Array(papers.length);
  for (let t = 0; t < topics.length; t++)
    for (let i = starts[t]!; i < starts[t + 1]!; i++) list[next[papers[i]!]!++] = topics[t]!;
  return { starts: turned, topics: list };
}
