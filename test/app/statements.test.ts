/** How many statements a post costs, as thousands of channels get theirs in the same minute. */
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { createAppWorld, digestOf, paperOf, wordsOf } from './world.ts';

const note = 'This is only a sample.';

/** Statements of one slot in which so many channels get a post. */
async function statementsOf(channels: number): Promise<number> {
  let count = 0;
  const store = await openStore(':memory:', { onStatement: () => count++ });
  const world = await createAppWorld('2026-11-23T08:00:00Z', { store });
  for (let at = 0; at < channels; at++) await world.app.service.join({ id: `test:t:${at}`, name: `#${at}` });
  world.digests = [{ ...digestOf('2026-11-23', paperOf('Cats')), note }];
  await world.app.readSources();
  const before = count;
  await world.tick('2026-11-23T09:01:00Z');
  expect(world.readers.seen.filter((post) => wordsOf(post).includes(note))).toHaveLength(channels);
  const after = count;
  await store.close();
  return after - before;
}

test('each post more costs three statements: to claim it, to ask for its lease again and to settle it; many are planned by as many as one', async () => {
  expect((await statementsOf(22)) - (await statementsOf(2))).toBe(20 * 3);
});
