/** What changes while a round plans the posts of many channels. */
import { expect, test } from 'vitest';
import type { Message } from '../../src/model/message.ts';
import type { Place } from '../../src/model/ports.ts';
import { openStore } from '../../src/store/store.ts';
import { createAppWorld, digestOf, paperOf, titlesOf } from './world.ts';

/** More channels than are planned at once. */
const COUNT = 101;

// The plans of the first channels are written in the fourth: papers are matched by then, and the last channel is planned after it.
test.each([3, 4])(
  'a topic that is added before transaction %i of a round finds the papers of that round',
  async (which) => {
    const store = await openStore(':memory:');
    const { transact } = store;
    let meanwhile: (() => Promise<unknown>) | undefined;
    let left = which;
    store.transact = async (...args: Parameters<typeof transact>) => {
      if (meanwhile !== undefined && --left === 0) {
        const change = meanwhile;
        meanwhile = undefined;
        await change();
      }
      return transact(...args) as never;
    };
    const world = await createAppWorld('2026-11-23T08:00:00Z', { store });
    const places = Array.from(
      { length: COUNT },
      (_, at): Place => ({ id: `test:t:c${at}`, name: `#c${at}` }),
    );
    for (const place of places) await world.ask('subscribe birds', place);
    const last = places.at(-1) as Place;
    world.digests = [digestOf('2026-11-23', paperOf('Cats'), paperOf('Birds'))];
    meanwhile = () => world.ask('subscribe cats', last);
    await world.tick('2026-11-23T09:00:00Z');
    const post = world.readers.seen.find(({ channel }) => channel === last.id);
    expect(titlesOf(post as Message)).toEqual(['Cats', 'Birds']);
  },
);
