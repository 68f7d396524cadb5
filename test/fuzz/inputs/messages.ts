/** Messages of every kind on their way to Slack, Discord and mail: what papers and people brought stands in any part of them. */
import assert from 'node:assert/strict';
import type { Message } from '../../../src/model/message.ts';
import { sampleCard } from '../../adapters/samples.ts';
import { message as generated } from '../../adapters/slack/generated.ts';
import { text } from '../hostile.ts';
import { isHarmless, isHarmlessMessage, isHarmlessRaw, mailOf, renderAll } from '../rendered.ts';
import { target } from '../target.ts';

/** Where in a message the text stands: what takes long is measured part by part. */
type Part = 'paper' | 'text';

interface Filled {
  mark: string;
  /** Absent: everywhere in it. */
  part?: Part;
}

/** The same text wherever text can stand, or in one part of a message. */
function filled({ mark, part }: Filled): Message {
  const has = (one: Part) => part === undefined || part === one;
  const blocks: Message['blocks'] = [];
  if (has('text'))
    blocks.push(
      { kind: 'heading', text: mark },
      {
        kind: 'text',
        line: [{ text: mark, style: 'strong' }, { text: mark, style: 'code' }, { text: mark }],
        tone: 'quiet',
      },
      { kind: 'list', lines: [[{ text: mark }], [{ text: mark, style: 'quiet' }]] },
      { kind: 'code', text: mark },
    );
  const card = sampleCard(0, {
    title: [{ text: mark }],
    authors: mark,
    organization: mark,
    excerpt: [{ text: mark, style: 'match' }],
    reason: [{ text: mark, style: 'strong' }],
  });
  if (part === 'paper') {
    const paper = { title: [{ text: mark }], excerpt: [{ text: mark, style: 'match' as const }] };
    blocks.push({ kind: 'cards', cards: [sampleCard(0, paper)] });
  }
  if (part === undefined)
    blocks.push({ kind: 'cards', cards: [card, card] }, { kind: 'cards', cards: [card], layout: 'compact' });
  return {
    summary: has('text') ? mark : 'A summary',
    blocks,
    actions: has('text') ? [{ label: mark, act: { do: 'search', query: mark.slice(0, 500), from: 0 } }] : [],
  };
}

const TO = { address: 'me@lab.example', domain: 'lab.example' };

export const messages = [
  target({
    name: 'texts in messages',
    cases: 20,
    // Whatever makes a message cleans what it holds.
    generate: text.map((one): Filled => ({ mark: one.toWellFormed() })),
    async run(given) {
      const message = filled(given);
      return { rendered: await renderAll(message), raw: await mailOf(message, TO) };
    },
    holds(outcome) {
      const { rendered, raw } =
        outcome.refused === undefined ? outcome.value : assert.fail('every message is rendered');
      isHarmless(rendered);
      isHarmlessRaw(raw);
    },
    texts: Object.fromEntries(
      (['paper', 'text'] as const).map((part) => [
        `as a ${part}`,
        (mark: string): Filled => ({ mark, part }),
      ]),
    ),
  }),
  target({
    name: 'messages of any form',
    cases: 12,
    generate: generated,
    run: (made) => isHarmlessMessage(made, true),
    holds: ({ refused }) => assert.equal(refused, undefined),
  }),
];
