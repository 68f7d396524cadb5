import { expect, test } from 'vitest';
import { createAppWorld, digestOf, general, paperOf } from './world.ts';

test('a paper that was posted and whose record is damaged is said to be so, and not that no source sent it', async () => {
  const world = await createAppWorld('2026-11-23T08:00:00Z');
  await world.app.service.join(general);
  const paper = paperOf('Lost', { id: 't-0123456789ab' });
  world.digests = [digestOf('2026-11-23', paper)];
  await world.tick('2026-11-23T09:00:00Z');
  await world.store.shelf('papers').set(paper.id, { title: 5 });
  await world.restart();
  const ask = async (line: string) => JSON.stringify((await world.ask(line, general)).blocks);
  const said = await ask(`why ${paper.id}`);
  expect(said).toContain("can't be shown, because its record in the store is missing or damaged.");
  expect(said).toContain('It was posted on Mon, Nov 23, 2026.');
  expect(said).not.toContain('No source');
  expect(await ask(`cite ${paper.id}`)).toContain('missing or damaged');
  expect(await ask('why t-ba9876543210')).toContain('No source has sent a paper');
});
