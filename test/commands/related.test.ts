import { expect, test } from 'vitest';
import { createAppWorld, digestOf, paperOf, titlesOf, wordsOf } from '../app/world.ts';

test('a paper that a message links to is shown with related ones, itself once, under natural headings', async () => {
  const world = await createAppWorld();
  const linked = paperOf('Not all tokens are equal: routing in mixtures of experts');
  const near = paperOf('Routing tokens between experts');
  const far = paperOf('Not all cats are equal');
  world.digests = [digestOf('2026-11-20', linked, far, near)];
  await world.app.readSources();
  const answer = await world.press({ do: 'related', ids: [linked.id] });
  expect(titlesOf(answer).slice(0, 2)).toEqual([linked.title, near.title]);
  expect(titlesOf(answer).filter((title) => title === linked.title)).toHaveLength(1);
  const headings = answer.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
  expect(headings).toEqual(['This paper', 'Related papers']);
  const alone = await world.ask(`id:"${linked.id}"`);
  expect(wordsOf(alone).split('\n')[0]).toBe('1 paper');
  const none = await world.press({ do: 'related', ids: ['2601.99999'] });
  expect(wordsOf(none)).toContain('2601.99999');
});
