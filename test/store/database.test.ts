/** Statements, transactions and shelves of one process, and of two stores on one file. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';

const opened: Store[] = [];

/** A lock that is not given back is an error at once. */
async function open(path: string): Promise<Store> {
  const store = await openStore(path, { busyTimeoutMs: 1 });
  opened.push(store);
  return store;
}

const newPath = () => join(mkdtempSync(join(tmpdir(), 'paperboy-database-')), 's.sqlite');
const row = (name: string) => ({ name, open_at: 1 });
const namesIn = async ({ db }: Pick<Store, 'db'>) =>
  (await db.selectFrom('turns').select('name').orderBy('name').execute()).map(({ name }) => name);

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

describe('a transaction', () => {
  test('returns what its work returns, and is written whole', async () => {
    const store = await open(newPath());
    const result = await store.transact(async ({ query }) => {
      await query.insertInto('turns').values(row('a')).execute();
      await query.insertInto('turns').values(row('b')).execute();
      return 'done';
    });
    expect([result, await namesIn(store)]).toEqual(['done', ['a', 'b']]);
  });

  test('is undone by what its work throws, which is thrown on as it is', async () => {
    const store = await open(newPath());
    const error = new Error('no');
    const failing = store.transact(async ({ query }) => {
      await query.insertInto('turns').values(row('a')).execute();
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    expect(await namesIn(store)).toEqual([]);
    await store.transact(({ query }) => query.insertInto('turns').values(row('b')).execute());
    expect(await namesIn(store)).toEqual(['b']);
  });

  test.each<[string, (store: Store) => Promise<unknown>]>([
    ['db', ({ db }) => db.selectFrom('turns').selectAll().execute()],
    ['a shelf', (store) => store.shelf('things').set('a', 1)],
    [
      'a merge on a shelf',
      (store) => store.shelf('things').merge([{ key: 'a', value: 1 }], (_, came) => came),
    ],
    ['another transaction', ({ transact }) => transact(async () => {})],
  ])('throws when its work uses %s, and the store goes on', async (_, use) => {
    const store = await open(newPath());
    await store.shelf('things').get('a');
    const wrong = store.transact(async ({ query }) => {
      await query.insertInto('turns').values(row('a')).execute();
      await use(store);
    });
    await expect(wrong).rejects.toThrow('used inside transact');
    expect(await namesIn(store)).toEqual([]);
    // Outside of its work, the same waits for its end.
    await Promise.all([store.transact(async () => {}), use(store)]);
  });

  test('counts the changes of a topic one by one, whoever makes them', async () => {
    const path = newPath();
    const stores = [await open(path), await open(path)];
    const raised = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        (stores[at % 2] as Store).transact(({ changed }) => changed('channels')),
      ),
    );
    expect(raised.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });
});

test.each([2n ** 63n - 1n, -1n])(
  'a revision that was damaged to %s is counted from one again',
  async (value) => {
    const store = await open(':memory:');
    await sql`INSERT INTO revisions VALUES ('channels', ${value})`.execute(store.db);
    expect(await store.revision('channels')).toBe(Number(value));
    expect(await store.transact(({ changed }) => changed('channels'))).toBe(1);
    expect(await store.revision('channels')).toBe(1);
  },
);

describe.each(['file', 'memory'])('while a transaction is open (%s)', (kind) => {
  test('reads, writes, shelves and other transactions wait for it, and none is part of it', async () => {
    const path = kind === 'file' ? newPath() : ':memory:';
    const store = await open(path);
    const other = kind === 'file' ? await open(path) : store;
    const events: string[] = [];
    const noted = (name: string, work: Promise<unknown>) => work.then(() => events.push(name));
    const first = store.transact(async ({ query }) => {
      await query.insertInto('turns').values(row('undone')).execute();
      await pause(30);
      events.push('thrown');
      throw new Error('no');
    });
    const rest = [
      noted(
        'read',
        namesIn(other).then((names) => expect(names).toEqual([])),
      ),
      noted('set', store.shelf('things').set('k', 1)),
      noted(
        'merge',
        other.shelf<number>('things').merge([{ key: 'k', value: 2 }], (kept = 0, came) => kept + came),
      ),
      noted('statement', other.db.insertInto('turns').values(row('statement')).execute()),
      noted(
        'transaction',
        other.transact(({ query }) => query.insertInto('turns').values(row('other')).execute()),
      ),
    ];
    await expect(first).rejects.toThrow('no');
    await Promise.all(rest);
    expect(events[0]).toBe('thrown');
    expect(await namesIn(store)).toEqual(['other', 'statement']);
    expect(await store.shelf('things').get('k')).toBe(3);
  });
});

test('closing waits for what is under way', async () => {
  const path = newPath();
  const store = await openStore(path);
  const writing = store.transact(async ({ query }) => {
    await query.insertInto('turns').values(row('a')).execute();
    await pause(20);
  });
  await Promise.all([store.close(), writing]);
  expect(await namesIn(await open(path))).toEqual(['a']);
});
