/** The pairs that the script of the list of acronyms finds in a text. */
import { expect, test } from 'vitest';
import { pairsIn } from '../../scripts/acronym-pairs.ts';

const introduced: [text: string, short: string, long: string][] = [
  ['We use reinforcement learning (RL) here.', 'RL', 'reinforcement learning'],
  ['Large language models (LLMs) talk.', 'LLM', 'Large language model'],
  ['Recently, proximal policy optimization (PPO) won.', 'PPO', 'proximal policy optimization'],
  ['A convolutional neural network [CNN] sees.', 'CNN', 'convolutional neural network'],
  ['The internet of things (IoT, in short) grows.', 'IoT', 'internet of things'],
  ['With a mixture-of-experts (MoE) layer.', 'MoE', 'mixture-of-experts'],
];

test.each(introduced)('"%s" introduces %s', (text, short, long) => {
  expect(pairsIn(text)).toEqual([{ short, long }]);
});

test('a bracket that is no acronym of the words before it introduces nothing', () => {
  for (const text of [
    'It fails (see below).',
    'Robots walk (GNN).',
    'Good models (best) win.',
    'RL (RL) is RL.',
  ])
    expect(pairsIn(text)).toEqual([]);
});
