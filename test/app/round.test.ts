/** What changes while a round plans the posts of many channels. */
import { expect, test } from 'vitest';
import type { Place } from '../../src/model/ports.ts';
import { openStore } from '../../src/store/store.ts';
import { createAppWorld, digestOf, paperOf, titlesOf } from './world.ts';

/** How many are planned at once. */
const BATCH = 100;

test('topics that are added while a round plans other channels find the papers of that round', async () => {
  const store = await openStore(':memory:');
  const { transact } = store;
  const meanwhile: (() => Promise<unknown>)[] = [];
  store.transact = async (...args: Parameters<typeof transact>) => {
    await meanwhile.shift()?.();
    return transact(...args) as never;
  };
  const world = await createAppWorld('2026-11-23T08:00:00Z', { store });
  // One before each of the round's first transactions, the last of which writes the plans of the first channels.
  const count = 3;
  const places = Array.from({ length: BATCH + count }, (_, at): Place => {
    return { id: `test:t:c${at}`, name: `#c${at}` };
  });
  for (const place of places) await world.ask('subscribe birds', place);
  const later = places.slice(BATCH);
  world.digests = [digestOf('2026-11-23', paperOf('Cats'), paperOf('Birds'))];
  await world.app.readSources();
  for (const place of later)
    meanwhile.push(async () => {
      // What the change itself writes is no transaction of the round.
      const rest = meanwhile.splice(0);
      await world.ask('subscribe cats', place);
      meanwhile.push(...rest);
    });
  await world.tick('2026-11-23T09:00:00Z');
  const titles = later.map(({ id }) => {
    const post = world.readers.seen.find(({ channel }) => channel === id);
    return post && titlesOf(post);
  });
  expect(titles).toEqual(later.map(() => ['Cats', 'Birds']));
});
