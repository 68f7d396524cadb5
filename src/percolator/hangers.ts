/** Groups the topics that hang on a clause. */
import { createNumbers, type Numbers, push } from './numbers.ts';

/**
 * Pairs come one by one, but are asked for by clause, some hundred thousand clauses at once; chains of them would be one cache
 * miss for each topic. So they are sorted by clause when a day is matched, and what came since the last sorting is a short tail
 * that is looked through as it is.
 */
export interface Hangers {
  clauses: Numbers;
  topics: Numbers;
  /** The sorted ones: for each clause where its topics begin; one more at the end. */
  starts: Uint32Array;
  sorted: Uint32Array;
}

/** The tail is sorted in when it is more than this share of all. */
const tailShare = 1 / 16;

export function createHangers(): Hangers {
  return {
    clauses: createNumbers(),
    topics: createNumbers(),
    starts: new Uint32Array(1),
    sorted: new Uint32Array(0),
  };
}

export function hang(hangers: Hangers, clause: number, topic: number): void {
  push(hangers.clauses, clause);
  push(hangers.topics, topic);
}

function sort(hangers: Hangers, clauseCount: number): void {
  const { clauses, topics } = hangers;
  const starts = new Uint32Array(clauseCount + 1);
  for (let i = 0; i < clauses.length; i++) starts[clauses.values[i]! + 1]!++;
  for (let i = 1; i <= clauseCount; i++) starts[i]! += starts[i - 1]!;
  const next = starts.slice();
  const sorted = new Uint32Array(clauses.length);
  for (let i = 0; i < clauses.length; i++) sorted[next[clauses.values[i]!]!++] = topics.values[i]!;
  hangers.starts = starts;
  hangers.sorted = sorted;
}

/**
 * Calls `take` for every topic that hangs on one of these clauses. `isPresent` is asked about the few clauses of the tail.
 */
export function eachHanging(
  hangers: Hangers,
  clauseCount: number,
  present: Iterable<number>,
  isPresent: (clause: number) => boolean,
  take: (topic: number) => void,
): void {
  const { clauses, topics } = hangers;
  if (clauses.length - hangers.sorted.length > clauses.length * tailShare) sort(hangers, clauseCount);
  const { starts, sorted } = hangers;
  for (const clause of present)
    for (let i = starts[clause] ?? 0; i < (starts[clause + 1] ?? 0); i++) take(sorted[i]!);
  for (let i = sorted.length; i < clauses.length; i++)
    if (isPresent(clauses.values[i]!)) take(topics.values[i]!);
}
