/** The topics of all channels in memory. */
import { expect, test } from 'vitest';
import type { Subscription } from '../../src/channels/channel.ts';
import { createTopicList } from '../../src/channels/topic-list.ts';

const topicOf = (channel: string, query: string, at: number, by = 'u'): Subscription => ({
  channel,
  query,
  meaning: query,
  by: { id: by, name: by.toUpperCase() },
  at,
});

function createList() {
  const followed = new Set<string>();
  const list = createTopicList(
    {
      added: (key, { query }) => {
        followed.add(key);
        return { query, meaning: query };
      },
      removed: (key) => void followed.delete(key),
    },
    () => {},
  );
  return { list, followed };
}
const queriesOf = (topics: readonly Subscription[]) => topics.map(({ query }) => query);

test('topics are in the order of their time, whatever the order they are read in', () => {
  const { list } = createList();
  for (const at of [3, 1, 2]) list.put(`t:t:a ${at}`, topicOf('t:t:a', `q${at}`, at));
  list.put('t:t:a 0', topicOf('t:t:a', 'a', 2));
  expect(queriesOf(list.of('t:t:a'))).toEqual(['q1', 'a', 'q2', 'q3']);
});

test('a topic whose key does not begin with its channel is found, changed and dropped like any other', () => {
  const { list, followed } = createList();
  list.put('damaged', topicOf('t:t:a', 'one', 1));
  list.put('t:t:b x', topicOf('t:t:a', 'two', 2));
  list.put('damaged', topicOf('t:t:a', 'three', 3));
  expect(queriesOf(list.of('t:t:a'))).toEqual(['two', 'three']);
  expect(list.keys().sort()).toEqual(['damaged', 't:t:b x']);
  list.drop('t:t:b x');
  expect([...followed]).toEqual(['damaged']);
  list.dropChannel('t:t:a');
  expect([list.of('t:t:a'), followed.size, list.keys()]).toEqual([[], 0, []]);
});

test('a topic that moved to another channel is in that one alone', () => {
  const { list } = createList();
  list.put('t:t:a x', topicOf('t:t:a', 'one', 1));
  list.put('t:t:a x', topicOf('t:t:b', 'one', 1));
  expect([list.of('t:t:a').length, list.of('t:t:b').length]).toEqual([0, 1]);
  list.drop('t:t:a x');
  expect(list.of('t:t:b')).toEqual([]);
});

test('the topics of a person share who made them, and a new name is only that of newer ones', () => {
  const { list } = createList();
  list.put('t:t:a 1', topicOf('t:t:a', 'one', 1));
  list.put('t:t:b 1', topicOf('t:t:b', 'one', 1));
  const renamed = { ...topicOf('t:t:c', 'one', 1), by: { id: 'u', name: 'New' } };
  list.put('t:t:c 1', renamed);
  const [a, b, c] = ['t:t:a', 't:t:b', 't:t:c'].map((id) => list.of(id)[0]?.by);
  expect(a).toBe(b);
  expect([a?.name, c?.name]).toEqual(['U', 'New']);
});

test('what of() returns is a copy: changing it changes no topics', () => {
  const { list } = createList();
  list.put('t:t:a 1', topicOf('t:t:a', 'one', 1));
  list.of('t:t:a').pop();
  expect(list.of('t:t:a')).toHaveLength(1);
});
