import { expect, test } from 'vitest';
import { cardOf } from '../src/card.ts';
import { plain } from '../src/model/message.ts';
import type { Paper } from '../src/model/paper.ts';
import { parseQuery } from '../src/query/parse.ts';

const paper: Paper = {
  id: '2512.00001',
  title: 'LoRA for everyone',
  abstract: 'We tune adapters. They are small.',
  summary: 'Small adapters tune large models.',
  thumbnail: 'https://pictures.example/1.png',
};

const topic = (query: string) => {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(query);
  return { query, tree: parsed.query };
};
const reasonOf = (topics: string[], known?: string) =>
  plain(cardOf(paper, { topics: topics.map(topic), known }).reason ?? []);

test("a card says what the source says of the paper in its own words, and a search shows the authors'", () => {
  expect(plain(cardOf(paper).excerpt)).toBe('Small adapters tune large models.');
  expect(plain(cardOf(paper, { query: topic('adapters').tree }).excerpt)).toBe(paper.abstract);
});

test.each<[string[], string | undefined, string]>([
  [['lora'], undefined, 'lora'],
  [['lora OR peft'], undefined, 'lora OR peft: LoRA'],
  [['adapter'], undefined, 'adapter: adapters'],
  [['lora'], 'lora', ''],
  [['lora', 'adapters'], 'lora', 'adapters'],
  [['lora OR adapters'], 'lora OR adapters', 'LoRA, adapters'],
  [['adapt*'], 'adapt*', 'adapters'],
])('of the topics %j, where %s is known, the reason says "%s"', (topics, known, expected) => {
  expect(reasonOf(topics, known)).toBe(expected);
});

test('a picture belongs to a card, and to no title', () => {
  expect(cardOf(paper).thumbnail).toBe(paper.thumbnail);
  expect(cardOf(paper, { titleOnly: true }).thumbnail).toBeUndefined();
  expect(cardOf(paper, { withoutThumbnail: true }).thumbnail).toBeUndefined();
});

test.each([
  [['Yann LeCun'], 'Ours: Y. LeCun. '],
  [['LeCun, Yann', 'Ada Lovelace', 'Grace Hopper'], 'Ours: Y. LeCun, Ada Lovelace. '],
  [['Ada LeCun', 'Yann'], ''],
])('a paper by one of %j says so, as it writes the names', (team, expected) => {
  const ours = team.map((name) => topic(`author:"${name}"`).tree);
  const authored = { ...paper, authors: ['Y. LeCun', 'Ada Lovelace'] };
  expect(plain(cardOf(authored, { ours }).reason ?? [])).toBe(expected);
});
