import { expect, it } from 'vitest';
import { createExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { createShelves } from '../adapters/shelves.ts';

it('a sweep deletes what is too old, but not what is set again meanwhile', async () => {
  let now = 0;
  const shelf = createShelves().shelf<{ text: string; at: number }>('x');
  const { deleteUnchanged: drop } = shelf;
  const expiring = createExpiringShelf<{ text: string }>(shelf, 1_000, () => now);
  await expiring.set([
    ['old', { text: 'a' }],
    ['again', { text: 'b' }],
  ]);
  now = 2_000;
  shelf.deleteUnchanged = async (key, value) => {
    if (key === 'old') await expiring.set([['again', { text: 'b' }]]);
    await drop(key, value);
  };
  await expiring.sweep();
  expect(await shelf.get('old')).toBeUndefined();
  expect(await expiring.get('again')).toMatchObject({ text: 'b' });
});
