/** Two processes on one store: what is asked over the network is asked by one of them, the first time too. */
import { expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import type { Batch } from '../../src/model/source-ports.ts';
import { createSourceReader } from '../../src/sources/source-reader.ts';
import { openInOneProcess } from '../../src/store/alone.ts';
import { openStore } from '../../src/store/store.ts';
import { silent } from '../delivery/world.ts';

test('a source is asked by one process at a time, however slow it is', async () => {
  const store = await openStore(':memory:');
  let now = 1_000_000;
  let asked = 0;
  let answer: (batch: Batch) => void = () => {};
  const open = () =>
    createSourceReader({
      sources: [
        {
          name: 'feed:a.example/rss',
          live: true,
          fetch: () => {
            asked++;
            return new Promise((resolve) => {
              answer = resolve;
            });
          },
        },
      ],
      archive: {} as Archive,
      states: store.shelf('states'),
      filled: store.shelf('filled'),
      unlessElsewhere: openInOneProcess(store).unlessElsewhere,
      clock: () => now,
      random: () => 0,
      sleep: async () => {},
      log: silent,
      inTurn: (work) => work(),
    });
  const one = open();
  const other = open();
  await one.read();
  await expect.poll(() => asked).toBe(1);
  now += 20 * 60_000;
  await other.read();
  await other.settled();
  expect(asked).toBe(1);
  answer({ digests: [], nextAt: now + 3_600_000 });
  await one.settled();
  await other.read();
  await other.settled();
  expect(asked).toBe(1);
  expect(other.states()[0]?.next).toBe(now + 3_600_000);
  await store.close();
});
