import { expect, test } from 'vitest';
import { collides, isNamesake } from '../../src/channels/collision.ts';

const topic = (query: string, name?: string, meaning = query.toLowerCase()) => ({
  query,
  meaning,
  ...(name === undefined ? {} : { name }),
});

test.each([
  ['the same meaning', topic('a b'), topic('b a', undefined, 'a b')],
  ['the same query, whose meaning changed with the language', topic('a', undefined, 'old'), topic('a')],
  ['the same name, whatever its capitals', topic('a', 'Fast'), topic('b', 'fast')],
  ['a name that is the query of the other', topic('a', 'LoRA'), topic('lora')],
])('topics collide by %s, either way around', (_, one, other) => {
  expect([collides(one, other), collides(other, one)]).toEqual([true, true]);
});

test('topics that differ in all of these stand beside each other, without a name or with one', () => {
  expect(collides(topic('a', 'one'), topic('b', 'two'))).toBe(false);
  expect(collides(topic('a'), topic('b', 'two'))).toBe(false);
  expect(collides(topic('a'), topic('b'))).toBe(false);
});

test('topics without names are no namesakes', () => {
  expect(isNamesake({}, {})).toBe(false);
  expect(isNamesake({ name: 'A' }, {})).toBe(false);
  expect(isNamesake({ name: 'A' }, { name: 'a' })).toBe(true);
});
