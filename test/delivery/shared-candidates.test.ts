/** Which of the papers that channels share their topics match. */
import { expect, test } from 'vitest';
import type { Candidate } from '../../src/delivery/plan.ts';
import { shareCandidates } from '../../src/delivery/shared-candidates.ts';
import type { Paper } from '../../src/model/paper.ts';

const MATCHES: Record<string, string[]> = { cats: ['gone', 'b', 'a'], dogs: ['c', 'b'], birds: [] };
const candidateOf = (id: string) =>
  ({ paper: { id } as Paper, day: '2026-11-23', topics: [], relevance: 0 }) satisfies Candidate;

function share() {
  return shareCandidates(['a', 'b', 'c'].map(candidateOf), {
    matchesOf(query) {
      const ids = MATCHES[query];
      if (ids === undefined) throw new Error('this query is poison');
      return ids;
    },
    toldOf: (id) => (id === 'c' ? { told: [{ topic: 'dogs', said: 'It barks.' }] } : {}),
  });
}
const matched = (...queries: string[]) =>
  share()
    .matching(queries.map((query) => ({ query })))
    .map(({ paper, topics }) => [paper.id, topics]);

test('papers come in the order of the list, their topics in the order of the channel', () => {
  expect(matched('cats')).toEqual([
    ['a', ['cats']],
    ['b', ['cats']],
  ]);
  expect(matched('dogs', 'birds', 'cats')).toEqual([
    ['a', ['cats']],
    ['b', ['dogs', 'cats']],
    ['c', ['dogs']],
  ]);
  expect(matched('birds')).toEqual([]);
});

test('what was said of a paper comes with it', () => {
  const [, third] = share().matching([{ query: 'dogs' }]);
  expect(third?.told).toEqual([{ topic: 'dogs', said: 'It barks.' }]);
});

test('a topic that could not be matched is an error only where it is followed', () => {
  const shared = share();
  expect(() => shared.matching([{ query: 'cats' }, { query: 'bad' }])).toThrow('poison');
  expect(() => shared.matching([{ query: 'bad' }])).toThrow('poison');
  expect(shared.matching([{ query: 'cats' }])).toHaveLength(2);
});

test('channels that follow the same one topic share what it brings', () => {
  const shared = share();
  expect(shared.matching([{ query: 'cats' }])).toBe(shared.matching([{ query: 'cats' }]));
});
