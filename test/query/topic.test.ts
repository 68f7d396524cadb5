/** The query of a subscription, as it is stored and loaded again. */
import { expect, test } from 'vitest';
import { readTopic } from '../../src/query/topic.ts';

test('a topic has its canonical text and a meaning that its spelling does not change', () => {
  const typed = readTopic('fine-tuned  LoRA');
  const other = readTopic('lora finetuning');
  expect(typed).toMatchObject({ topic: { query: 'fine-tuned lora' } });
  expect('topic' in typed && 'topic' in other && typed.topic.meaning === other.topic.meaning).toBe(true);
});

test('what cannot be understood is a problem, never an exception', () => {
  expect(readTopic('(rl')).toMatchObject({ problem: { at: 0, length: 1, suggestion: '(rl)' } });
});
