/** Which topics that channels follow match papers. */
import { expect, test } from 'vitest';
import { createTopicMatcher } from '../../src/percolator/topic-matcher.ts';

const paperOf = (id: string, title: string) => ({ id, title, abstract: '' });
const PAPERS = [paperOf('1', 'Cats and dogs'), paperOf('2', 'Dogs')];
const [cats, dogs] = [{ query: 'cats' }, { query: 'dogs' }];

test('a query that several channels follow is matched until the last of them follows it no more', () => {
  const matcher = createTopicMatcher();
  for (const key of ['a', 'b']) matcher.added(key, dogs);
  matcher.added('c', cats);
  const all = new Map([
    ['dogs', ['1', '2']],
    ['cats', ['1']],
  ]);
  expect(matcher.match(PAPERS)).toEqual(all);
  matcher.removed('a', dogs);
  expect(matcher.match(PAPERS)).toEqual(all);
  matcher.removed('b', dogs);
  expect(matcher.match(PAPERS)).toEqual(new Map([['cats', ['1']]]));
});

test('equal meanings are told by equal keys, whatever the query', () => {
  const matcher = createTopicMatcher();
  const [one, other] = ['cats dogs', 'dogs cats'].map((query) => matcher.added(query, { query }));
  expect(one).toMatchObject({ query: 'cats dogs', meaning: (other as { meaning: string }).meaning });
});

test('a topic that cannot be read is told, matches nothing, and is forgotten like others', () => {
  const matcher = createTopicMatcher();
  const bad = { query: '((' };
  expect(matcher.added('a', bad)).toHaveProperty('problem');
  matcher.removed('a', bad);
  matcher.added('b', cats);
  expect([...matcher.match(PAPERS).keys()]).toEqual(['cats']);
});

test('the topics that are given are matched alone', () => {
  const matcher = createTopicMatcher();
  matcher.added('a', dogs);
  expect([...matcher.match(PAPERS, [cats]).keys()]).toEqual(['cats']);
});

test('a query is known as of a moment only if it was followed then and ever since', () => {
  const matcher = createTopicMatcher();
  matcher.added('a', dogs);
  const wasFollowed = matcher.asOfNow();
  matcher.added('b', dogs);
  matcher.added('b', cats);
  expect([wasFollowed('dogs'), wasFollowed('cats')]).toEqual([true, false]);
  for (const key of ['a', 'b']) matcher.removed(key, dogs);
  matcher.added('c', dogs);
  expect([wasFollowed('dogs'), matcher.asOfNow()('dogs')]).toEqual([false, true]);
});
