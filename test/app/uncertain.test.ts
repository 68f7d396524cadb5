import { expect, test } from 'vitest';
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
