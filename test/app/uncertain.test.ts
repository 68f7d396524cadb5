import { expect, test, vi } from 'vitest';
import { PaperboyError } from '../../src/model/errors.ts';
import { openStore } from '../../src/store/store.ts';
import { createAppWorld, wordsOf } from './world.ts';

test('a change whose answer from the store got lost is not said to be undone', async () => {
  const store = await openStore(':memory:');
  let isLost = false;
  const world = await createAppWorld(undefined, {
    store: {
      ...store,
      async transact(work) {
        const result = await store.transact(work);
        if (!isLost) return result;
        throw new PaperboyError('store', 'The store was lost.', { advice: 'it was lost', isUncertain: true });
      },
    },
  });
  await world.ask('topics');
  isLost = true;
  const said = wordsOf(await world.ask('subscribe lora'));
  expect(said).toMatch(
    /^I couldn't confirm whether that was done\. .*it was lost\. Check before you try it again\.$/,
  );
  isLost = false;
  expect(wordsOf(await world.ask('topics'))).toContain('lora');
});

test.each(['lora', 'status', 'topics', 'saved', 'help'])(
  '"%s", which changes nothing, is not said to be perhaps done when the store does not answer',
  async (typed) => {
    const lost = () =>
      Promise.reject(
        new PaperboyError('store', 'The store was lost.', { advice: 'it was lost', isUncertain: true }),
      );
    const world = await createAppWorld();
    const { channels } = world.app;
    channels.refresh = lost;
    expect(wordsOf(await world.ask(typed))).toBe(
      "I couldn't answer that. Paperboy's store can't be used right now: it was lost. Try again in a moment.",
    );
    expect(wordsOf(await world.ask('save 2611.00001'))).toMatch(/^I couldn't confirm/);
  },
);

test('a store that hangs is told to people in time, and slow work on one that answers is waited for', async () => {
  const store = await openStore(':memory:');
  let hanging: Promise<unknown> = Promise.resolve();
  let ok = true;
  let waitedMs = 0;
  let looks = 0;
  const world = await createAppWorld(undefined, {
    storeLookMs: 20,
    store: {
      ...store,
      async transact(work) {
        await hanging;
        return store.transact(work);
      },
      async health() {
        looks++;
        return ok ? { ok } : { ok, line: 'The store did not answer.' };
      },
      waitedMs: () => waitedMs,
    },
  });
  const back = Promise.withResolvers<void>();
  hanging = back.promise;
  const slow = world.ask('subscribe lora');
  await vi.waitUntil(() => looks > 3);
  ok = false;
  expect(wordsOf(await slow)).toBe(
    "I couldn't confirm whether that was done. Paperboy's store can't be used right now: it doesn't answer. Check before you try it again.",
  );
  ok = true;
  const behindLock = world.ask('subscribe lora');
  waitedMs = 4_500;
  expect(wordsOf(await behindLock)).toContain("Paperboy's store can't be used right now: it's busy.");
  waitedMs = 0;
  const waited = world.ask('subscribe agents');
  back.resolve();
  expect(wordsOf(await waited)).toContain('Subscribed #general to agents');
});
