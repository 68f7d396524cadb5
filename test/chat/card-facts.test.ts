import { expect, test } from 'vitest';
import { reasonLine } from '../../src/chat/card-facts.ts';
import { plain } from '../../src/model/message.ts';

test.each([
  ['LoRA, adapters', 'Matches LoRA, adapters'],
  ['Matches lora', 'Matches lora'],
  ['Ours: Ada Lovelace. ', 'Ours: Ada Lovelace. '],
  ['Ours: Ada Lovelace. LoRA', 'Ours: Ada Lovelace. LoRA'],
  ['ours to keep', 'Matches ours to keep'],
])('the reason %j stands on a card as %j', (reason, line) => {
  expect(plain(reasonLine({ reason: [{ text: reason }] }))).toBe(line);
});

test('a card without a reason gives none', () => {
  expect(reasonLine({})).toEqual([]);
});
