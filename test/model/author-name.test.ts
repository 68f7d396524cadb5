import { describe, expect, test } from 'vitest';
import { isFull, isGroup, nameParts } from '../../src/model/author-name.ts';

describe('a name', () => {
  test.each([
    ['Ann B. Lee', 'Lee', 'Ann B.', ''],
    ['Lee, Ann B.', 'Lee', 'Ann B.', ''],
    ['Lee AB', 'Lee', 'AB', ''],
    ['Ludwig van Beethoven', 'van Beethoven', 'Ludwig', ''],
    ['van der Berg, Jan', 'van der Berg', 'Jan', ''],
    ['Harry King, Jr.', 'King', 'Harry', 'Jr.'],
    ['King, Harry, Jr.', 'King', 'Harry', 'Jr.'],
    ['Ann Lee III', 'Lee', 'Ann', 'III'],
    ['Plato', 'Plato', '', ''],
    ['Kai Chen', 'Chen', 'Kai', ''],
  ])('%s', (name, family, given, suffix) => {
    expect(nameParts(name)).toEqual({ family, given, suffix, isGroup: false });
  });
});

test.each([
  'OpenAI',
  'Mistral AI',
  'DeepSeek-AI',
  'Google DeepMind',
  'The ABC Consortium',
  'Center for Science and Policy',
  'ATLAS Collaboration',
  'Qwen Team',
])('%s is a group', (name) => {
  expect(isGroup(name)).toBe(true);
});

test.each(['Kai Chen', 'Li Mai', 'Wei-Hai Dai', 'Ann Lee', 'Theo Ray', 'Inca Labe', 'Cai, Hai'])(
  '%s is a person',
  (name) => {
    expect(isGroup(name)).toBe(false);
  },
);

test.each([
  ['Ann Lee', true],
  ['Lee, Ann', true],
  ['A. Lee', false],
  ['Lee, A. B.', false],
  ['Lee AB', false],
  ['J.-P. Serre', false],
  ['张三', true],
  ['OpenAI', true],
])('whether %s is written out: %s', (name, full) => {
  expect(isFull(name)).toBe(full);
});
