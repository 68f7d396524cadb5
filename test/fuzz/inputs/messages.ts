/** Messages of every kind on their way to Slack, Discord and mail: what papers and people brought stands in any part of them. */
import assert from 'node:assert/strict';
import type { Message } from '../../../src/model/message.ts';
import { sampleCard } from '../../adapters/samples.ts';
import { message as generated } from '../../adapters/slack/generated.ts';
import { text } from '../hostile.ts';
import { isHarmlessMail, isHarmlessMessage } from '../rendered.ts';
import { target } from '../target.ts';

/** The same text wherever text can stand. */
function filled(mark: string): Message {
  const card = sampleCard(0, {
    title: [{ text: mark }],
    authors: mark,
    organization: mark,
    excerpt: [{ text: mark, style: 'match' }],
    reason: [{ text: mark, style: 'strong' }],
  });
  return {
    summary: mark,
    blocks: [
      { kind: 'heading', text: mark },
      {
        kind: 'text',
        line: [{ text: mark, style: 'strong' }, { text: mark, style: 'code' }, { text: mark }],
        tone: 'quiet',
      },
      { kind: 'list', lines: [[{ text: mark }], [{ text: mark, style: 'quiet' }]] },
      { kind: 'code', text: mark },
      { kind: 'cards', cards: [card, card] },
      { kind: 'cards', cards: [card], layout: 'compact' },
    ],
    actions: [{ label: mark, act: { do: 'search', query: mark.slice(0, 500), from: 0 } }],
  };
}

export const messages = [
  target({
    name: 'texts in messages',
    cases: 20,
    // Whatever makes a message cleans what it holds.
    generate: text.map((one) => one.toWellFormed()),
    async run(mark) {
      await isHarmlessMessage(filled(mark));
      await isHarmlessMail(filled(mark), { address: 'me@lab.example', domain: 'lab.example' });
    },
    holds: ({ refused }) => assert.equal(refused, undefined),
    texts: { 'everywhere in it': (mark) => mark },
  }),
  target({
    name: 'messages of any form',
    cases: 12,
    generate: generated,
    run: (made) => isHarmlessMessage(made, true),
    holds: ({ refused }) => assert.equal(refused, undefined),
  }),
];
