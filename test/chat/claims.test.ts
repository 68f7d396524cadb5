import { expect, it } from 'vitest';
import { type Claimed, createClaims } from '../../src/chat/claims.ts';
import type { Shelf } from '../../src/model/ports.ts';
import { createShelves } from '../adapters/shelves.ts';
import { describeOnStores } from '../store/stores.ts';

function openOn(shelf: Shelf<Claimed>, other = shelf) {
  const time = { now: 0 };
  const logged: string[] = [];
  const write = (message: string, facts?: object) => void logged.push(`${message} ${JSON.stringify(facts)}`);
  const log = { debug: write, info: write, warn: write, error: write };
  const process = (change: object = {}) =>
    createClaims({ shelf, clock: () => time.now, keepMs: 1000, log, ...change });
  const keys = () => Array.fromAsync(shelf.entries(), ([key]) => key);
  return { time, logged, process, otherProcess: () => process({ shelf: other }), keys };
}

describeOnStores('claims', (stores) => {
  const open = async () => {
    const place = await stores.newPlace();
    const [one, other] = [await place.open(), await place.open()];
    return openOn(one.shelf<Claimed>('claims'), other.shelf<Claimed>('claims'));
  };

  it('of processes on one store, one gets each event, whichever of its keys comes again', async () => {
    const { process, otherProcess } = await open();
    const [one, other] = [process(), otherProcess()];
    const claimed = await Promise.all([one('a', 'b'), other('a', 'b')]);
    expect(claimed.filter(Boolean)).toHaveLength(1);
    expect([await other('c', 'b'), await one('d'), await one()]).toEqual([false, true, true]);
  });

  it('a claim holds for its time, and is then deleted', async () => {
    const { process, time, keys } = await open();
    const claim = process();
    await claim('a');
    time.now = 1000;
    expect(await process()('a')).toBe(false);
    time.now = 1500;
    expect(await claim('b')).toBe(true);
    await expect.poll(keys).toEqual(['b']);
    expect(await claim('a')).toBe(true);
  });
});

it('a store that fails or does not answer costs no event', async () => {
  const shelves = createShelves();
  const shelf = shelves.shelf<Claimed>('claims');
  const { process, logged } = openOn(shelf);
  shelves.broken = true;
  shelves.failure = new Error('disk I/O error');
  expect(await process()('a')).toBe(true);
  const hanging = { ...shelf, merge: () => new Promise<never>(() => {}) };
  expect(await process({ shelf: hanging, waitMs: 5 })('a')).toBe(true);
  expect(logged.join('\n')).toMatch(/disk I\/O error(.|\n)*took more than 5 ms/);
});
