/** Maps each required clause to the topics that need it, to find the topics that a batch of papers may match. */
import { createNumberList, groupIndexes, push } from '../number-list.ts';

/**
 * Pairs are added one at a time but read by clause, some hundred thousand clauses at once; linked lists would cost one cache
 * miss a topic. So pairs are sorted by clause when a batch is matched, and pairs added since form a short unsorted tail
 * that is scanned.
 */
export function createCandidateIndex() {
  return {
    clauses: createNumberList(),
    topics: createNumberList(),
    /** For each clause where its topics begin in `sorted`; one more at the end. */
    starts: new Uint32Array(1),
    sorted: new Uint32Array(0),
  };
}

export type CandidateIndex = ReturnType<typeof createCandidateIndex>;

/** Everything is sorted again when the tail exceeds this share of all pairs. */
const tailShare = 1 / 16;

export function addCandidate(index: CandidateIndex, clause: number, topic: number): void {
  push(index.clauses, clause);
  push(index.topics, topic);
}

function sort(index: CandidateIndex, clauseCount: number): void {
  const { starts, indexes } = groupIndexes(index.clauses, clauseCount);
  for (let i = 0; i < indexes.length; i++) indexes[i] = index.topics.values[indexes[i]!]!;
  index.starts = starts;
  index.sorted = indexes;
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
