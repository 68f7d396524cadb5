import { expect, test } from 'vitest';
import { toMarkList } from '../../adapters/discord/buttons.ts';
import { withMarks } from '../../src/chat/marked.ts';
import type { Card, Reply } from '../../src/model/message.ts';
import { sampleReply } from '../adapters/samples.ts';
import { createCommandService } from '../adapters/scripted-service.ts';

const card = (id: string): Card => ({
  id,
  title: [{ text: `Paper ${id}` }],
  url: 'https://example.org',
  excerpt: [],
  actions: [
    { label: '👍 Relevant', act: { do: 'mark', id, as: 'relevant' } },
    { label: '👎 Not for us', act: { do: 'mark', id, as: 'not-relevant' } },
    { label: 'Save', act: { do: 'save', id } },
  ],
});
const who = { place: { id: 'slack:T:C', name: '#ml' }, person: { id: 'slack:T:U', name: 'Ada' } };

function labels({ blocks }: Reply): string[] {
  const cards = blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []));
  return cards.flatMap(({ actions }) => actions.map(({ label }) => label));
}

test('an answer for one person shows how they marked its papers, by one question, and a press takes it back', async () => {
  const service = createCommandService();
  service.marked.set('2', 'not-relevant');
  const cards = [card('1'), card('2')];
  const reply = sampleReply({ audience: 'person', blocks: [{ kind: 'cards', cards }] });
  const shown = await withMarks(reply, who, service);
  expect(service.looked).toEqual([['1', '2']]);
  const usual = ['👍 Relevant', '👎 Not for us', 'Save'];
  expect(labels(shown)).toEqual([...usual, '👍 Relevant', '👎 Not for us ✓', 'Save']);
  const [block] = shown.blocks;
  expect(block).toMatchObject({ cards: [{}, { actions: [{}, { act: { undo: true } }, {}] }] });
  const [row] = toMarkList((block as { cards: Card[] }).cards, {
    option: JSON.stringify,
    list: () => 'list',
  } as never);
  expect(JSON.stringify(row)).toContain('"👎 ✓ Paper 2"');
  expect(JSON.stringify(row)).toContain('"👎 Paper 1"');
});

test('an answer for everyone shows nobody’s marks', async () => {
  const service = createCommandService();
  service.marked.set('1', 'relevant');
  const reply = sampleReply({ audience: 'channel', blocks: [{ kind: 'cards', cards: [card('1')] }] });
  expect(await withMarks(reply, who, service)).toEqual(reply);
  expect(service.looked).toEqual([]);
});
