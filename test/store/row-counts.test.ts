import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { sayRows } from '../../src/doctor/store-checks.ts';
import { countRows } from '../../src/store/row-counts.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { because } from '../skip.ts';
import { createSchema, noServer } from './server.ts';

const KIND = 'judgements';
let store: Store;
afterEach(() => store.close());

async function judge(count: number): Promise<void> {
  for (let at = 0; at < count; at++)
    await sql`INSERT INTO judgements (paper, model, criterion, holds, said, at)
      VALUES (${`p${at}`}, ${String(Math.random())}, '', 1, '', 1)`.execute(store.db);
}

describe('rows of the tables that grow', () => {
  test('are counted in a file', async () => {
    store = await openStore(':memory:');
    await judge(3);
    expect((await countRows(store, 1)).get(KIND)).toEqual({ count: 3, isAbout: false });
    expect(sayRows(await countRows(store))).toBe('Its tables have 3 judgements.');
  });

  test.skipIf(noServer !== undefined)(
    because('beyond a size are as many as the server last saw', noServer),
    async () => {
      const { url, drop } = await createSchema();
      store = await openStore(url);
      await judge(3);
      await sql`ANALYZE judgements`.execute(store.db);
      await judge(2);
      expect((await countRows(store, 2)).get(KIND)).toEqual({ count: 3, isAbout: true });
      expect((await countRows(store, 3)).get(KIND)).toEqual({ count: 5, isAbout: false });
      await drop();
    },
  );

  test('that were not counted are told in round numbers', () => {
    const counts = new Map([[KIND, { count: 12_345_678, isAbout: true }]]);
    expect(sayRows(counts)).toBe('Its tables have about 12,000,000 judgements.');
  });
});
