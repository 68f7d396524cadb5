import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { countUnreadable } from '../../src/store/unreadable-values.ts';
import { describeOnStores } from './stores.ts';

describeOnStores('values that cannot be read', (stores) => {
  test('are counted over all pages, and until it is late', async () => {
    const store = await stores.open();
    const shelf = store.shelf<number>('numbers');
    await shelf.setMany(Array.from({ length: 1_200 }, (_, at) => ({ key: `k ${at}`, value: at })));
    const isSmall = (value: unknown) => typeof value === 'number' && value < 1_195;
    expect(await countUnreadable(store, 'numbers', isSmall, () => false)).toEqual({
      count: 5,
      isWhole: true,
    });
    await sql`UPDATE numbers SET value = '{bad' WHERE key LIKE '%k 0'`.execute(store.db);
    const all = await countUnreadable(
      store,
      'numbers',
      () => true,
      () => false,
    );
    expect(all).toEqual({ count: 1, isWhole: true });
    expect(
      await countUnreadable(
        store,
        'numbers',
        () => false,
        () => true,
      ),
    ).toEqual({ count: 500, isWhole: false });
  });
});
