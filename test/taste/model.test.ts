import { expect, test } from 'vitest';
import { toBackground } from '../../src/taste/background.ts';
import { type Example, learnTaste, SVM_FROM, scoreOf } from '../../src/taste/model.ts';
import type { Vector } from '../../src/vectors/vector.ts';

function vector(...terms: string[]): Vector {
  return new Map(terms.map((term) => [term, 10]));
}

const background = toBackground(
  Array.from({ length: 60 }, (_, at) =>
    vector('model', `a${at % 7}`, `b${at % 11}`, at % 20 === 0 ? 'lora' : 'data'),
  ),
);
const likes = (count: number): Example[] =>
  Array.from({ length: count }, (_, at) => ({
    vector: vector('lora', 'model', `a${at % 7}`),
    isLiked: true,
  }));

test('what is like the liked scores above what is not, from the mean and from the SVM', () => {
  for (const count of [5, SVM_FROM, 50]) {
    const model = learnTaste(likes(count), background);
    expect(scoreOf(model, vector('lora', 'model'))).toBeGreaterThan(scoreOf(model, vector('data', 'model')));
  }
});

test('the same signals always give the same weights', () => {
  for (const count of [5, 30])
    expect([...learnTaste(likes(count), background).weights]).toEqual([
      ...learnTaste(likes(count), background).weights,
    ]);
});

test('what is disliked counts against', () => {
  const dislikes: Example[] = [1, 2].map(() => ({ vector: vector('lora', 'video'), isLiked: false }));
  for (const count of [5, 30]) {
    const before = learnTaste(likes(count), background);
    const after = learnTaste([...dislikes, ...likes(count)], background);
    expect(scoreOf(after, vector('lora', 'video'))).toBeLessThan(scoreOf(before, vector('lora', 'video')));
    expect(after.shownAgainst.has('video')).toBe(true);
  }
});

test('the newest count most: a new interest outweighs an old one', () => {
  const old = likes(60);
  const fresh: Example[] = Array.from({ length: 30 }, () => ({
    vector: vector('graph', 'model'),
    isLiked: true,
  }));
  const model = learnTaste([...fresh, ...old], background);
  expect(scoreOf(model, vector('graph'))).toBeGreaterThan(scoreOf(model, vector('lora')));
});

test('only terms of two liked papers or more are shown', () => {
  const { shown } = learnTaste([...likes(5), { vector: vector('once'), isLiked: true }], background);
  expect(shown.has('lora')).toBe(true);
  expect(shown.has('once')).toBe(false);
});
