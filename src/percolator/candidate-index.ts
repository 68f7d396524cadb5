/** Maps each required clause to the topics that need it, to find the topics that a batch of papers may match. */
import { createNumberList, type NumberList, push } from '../number-list.ts';

/**
 * Pairs are added one at a time but read by clause, some hundred thousand clauses at once; linked lists would cost one cache
 * miss a topic. So pairs are sorted by clause when a batch is matched, and pairs added since form a short unsorted tail
 * that is scanned.
 */
export interface CandidateIndex {
  clauses: NumberList;
  topics: NumberList;
  /** For each clause where its topics begin in `sorted`; one more at the end. */
  starts: Uint32Array;
  sorted: Uint32Array;
}

/** Everything is sorted again when the tail exceeds this share of all pairs. */
const tailShare = 1 / 16;

export function createCandidateIndex(): CandidateIndex {
  return {
    clauses: createNumberList(),
    topics: createNumberList(),
    starts: new Uint32Array(1),
    sorted: new Uint32Array(0),
  };
}

export function addCandidate(index: CandidateIndex, clause: number, topic: number): void {
  push(index.clauses, clause);
  push(index.topics, topic);
}

function sort(index: CandidateIndex, clauseCount: number): void {
  const { clauses, topics } = index;
  const starts = new Uint32Array(clauseCount + 1);
  for (let i = 0; i < clauses.length; i++) starts[clauses.values[i]! + 1]!++;
  for (let i = 1; i <= clauseCount; i++) starts[i]! += starts[i - 1]!;
  const next = starts.slice();
  const sorted = new Uint32Array(clauses.length);
  for (let i = 0; i < clauses.length; i++) sorted[next[clauses.values[i]!]!++] = topics.values[i]!;
  index.starts = starts;
  index.sorted = sorted;
}

/** Calls `visit` for every topic that requires one of the satisfied clauses. `isSatisfied` is asked for the tail only. */
export function eachCandidate(
  index: CandidateIndex,
  clauseCount: number,
  satisfied: Iterable<number>,
  isSatisfied: (clause: number) => boolean,
  visit: (topic: number) => void,
): void {
  const { clauses, topics } = index;
  if (clauses.length - index.sorted.length > clauses.length * tailShare) sort(index, clauseCount);
  const { starts, sorted } = index;
  for (const clause of satisfied)
    for (let i = starts[clause] ?? 0; i < (starts[clause + 1] ?? 0); i++) visit(sorted[i]!);
  for (let i = sorted.length; i < clauses.length; i++)
    if (isSatisfied(clauses.values[i]!)) visit(topics.values[i]!);
}
