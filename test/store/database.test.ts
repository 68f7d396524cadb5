/** Statements, transactions and shelves of one process, and of two stores on one place. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore, type Store, type StoreOptions } from '../../src/store/store.ts';
import { describeOnStores } from './stores.ts';

const row = (name: string) => ({ name, open_at: 1 });
const namesIn = async ({ db }: Pick<Store, 'db'>) =>
  (await db.selectFrom('turns').select('name').orderBy('name').execute()).map(({ name }) => name);

/** A lock that is not given back is an error at once. */
const IMPATIENT = { busyTimeoutMs: 1 };

describeOnStores('a transaction', (stores) => {
  const open = async () => (await stores.newPlace()).open(IMPATIENT);

  test('returns what its work returns, and is written whole', async () => {
    const store = await open();
    const result = await store.transact(async ({ query }) => {
      await query.insertInto('turns').values(row('a')).execute();
      await query.insertInto('turns').values(row('b')).execute();
      return 'done';
    });
    expect([result, await namesIn(store)]).toEqual(['done', ['a', 'b']]);
  });

  test('is undone by what its work throws, which is thrown on as it is', async () => {
    const store = await open();
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

  test('is undone whole by a statement that fails', async () => {
    const store = await open();
    const failing = store.transact(async ({ query }) => {
      await query.insertInto('turns').values(row('a')).execute();
      await query.insertInto('turns').values(row('a')).execute();
    });
    await expect(failing).rejects.toMatchObject({ code: 'store' });
    expect(await namesIn(store)).toEqual([]);
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
    const store = await open();
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
    const place = await stores.newPlace();
    const both = [await place.open(IMPATIENT), await place.open(IMPATIENT)];
    const raised = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        (both[at % 2] as Store).transact(({ changed }) => changed('channels')),
      ),
    );
    expect(raised.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });

  test('waits for a lock of the same name until the other has ended', async () => {
    const place = await stores.newPlace();
    const [one, two] = [await place.open(), await place.open()];
    const events: string[] = [];
    const work = (store: Store, name: string) =>
      store.transact(async ({ lock }) => {
        await lock('same');
        events.push(`${name} in`);
        await pause(20);
        events.push(`${name} out`);
      });
    await Promise.all([work(one, 'one'), work(two, 'two'), work(one, 'three')]);
    for (let at = 0; at < events.length; at += 2)
      expect(events[at + 1]).toBe(events[at]?.replace('in', 'out'));
  });

  test.each([2n ** 63n - 1n, -1n])(
    'counts a revision that was damaged to %s from one again',
    async (value) => {
      const store = await open();
      await sql`INSERT INTO revisions VALUES ('channels', ${value})`.execute(store.db);
      expect(await store.revision('channels')).toBe(Number(value));
      expect(await store.transact(({ changed }) => changed('channels'))).toBe(1);
      expect(await store.revision('channels')).toBe(1);
    },
  );

  test('is ended before the store is closed', async () => {
    const place = await stores.newPlace();
    const store = await place.open();
    const writing = store.transact(async ({ query }) => {
      await query.insertInto('turns').values(row('a')).execute();
      await pause(20);
    });
    await Promise.all([store.close(), writing]);
    expect(await namesIn(await place.open())).toEqual(['a']);
  });

  test('tells those who watch what was changed, once it is written', async () => {
    const place = await stores.newPlace();
    const [one, two] = [await place.open(), await place.open()];
    const heard: string[] = [];
    const stop = one.watch('things', (key) => heard.push(`one ${key}`));
    two.watch('things', (key) => heard.push(`two ${key}`));
    two.watch('others', () => heard.push('wrong'));
    // Notifications come in order: after `ready` nothing of before is still to come.
    await expect
      .poll(async () => {
        await one.transact(({ changed }) => changed('things', 'start'));
        return heard;
      })
      .toEqual(expect.arrayContaining(['one start', 'two start']));
    await one.transact(({ changed }) => changed('things', 'ready'));
    await expect.poll(() => heard).toEqual(expect.arrayContaining(['one ready', 'two ready']));
    heard.length = 0;
    await two.transact(async ({ changed }) => {
      await changed('things', 'a');
      await changed('things');
      await pause(20);
      expect(heard).toEqual([]);
    });
    await expect.poll(() => heard.toSorted()).toEqual(['one a', 'one undefined', 'two a', 'two undefined']);
    const undone = two.transact(async ({ changed }) => {
      await changed('things', 'undone');
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    stop();
    const long = 'k'.repeat(10_000);
    await one.transact(({ changed }) => changed('things', long));
    await expect.poll(() => heard.length).toBe(5);
    expect(['two undefined', `two ${long}`]).toContain(heard[4]);
  });
});

describeOnStores(
  'while a transaction is open',
  (stores) => {
    test.each(['place', 'memory'])(
      'reads, writes, shelves and other transactions wait for it, and none is part of it (%s)',
      async (kind) => {
        const place = await stores.newPlace();
        const store = kind === 'place' ? await place.open(IMPATIENT) : await stores.open(IMPATIENT);
        const other = kind === 'place' ? await place.open(IMPATIENT) : store;
        const events: string[] = [];
        const noted = (name: string, work: Promise<unknown>) => work.then(() => events.push(name));
        const first = store.transact(async ({ query }) => {
          await query.insertInto('turns').values(row('undone')).execute();
          await pause(30);
          events.push('thrown');
          throw new Error('no');
        });
        const things = other.shelf<number>('things');
        const merging = things.merge([{ key: 'k', value: 2 }], (kept = 0, came) => kept + came);
        const rest = [
          noted(
            'read',
            namesIn(other).then((names) => expect(names).toEqual([])),
          ),
          noted('set', store.shelf('things').set('k', 1)),
          noted('merge', merging),
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
        const [merged] = await merging;
        // Two stores come in either order: what was set is part of what was merged, or came after it.
        expect(await store.shelf('things').get('k')).toBe(merged === 3 ? 3 : 1);
      },
    );
  },
  // On Postgres, transactions run side by side.
  ['SQLite'],
);

describe('while another process writes to the file of a store', () => {
  const opened = async (options: StoreOptions = {}) => {
    const path = join(mkdtempSync(join(tmpdir(), 'paperboy-busy-')), 'store.sqlite');
    const store = await openStore(path, options);
    await store.shelf('things').set('k', 0);
    const other = new DatabaseSync(path);
    onTestFinished(async () => {
      other.close();
      await store.close();
    });
    return { store, other };
  };

  test('reads are answered at once, and all that writes waits without holding anything else up', async () => {
    const { store, other } = await opened();
    other.exec('BEGIN IMMEDIATE');
    const done: string[] = [];
    const noted = (name: string, work: Promise<unknown>) => work.then(() => done.push(name));
    const writing = [
      noted('statement', store.db.insertInto('turns').values(row('a')).execute()),
      noted(
        'transaction',
        store.transact(({ query }) => query.insertInto('turns').values(row('b')).execute()),
      ),
      noted('shelf', store.shelf('things').set('k', 1)),
    ];
    expect(await namesIn(store)).toEqual([]);
    expect(await store.shelf('things').get('k')).toBe(0);
    expect(done).toEqual([]);
    other.exec('COMMIT');
    await Promise.all(writing);
    expect(await namesIn(store)).toEqual(['a', 'b']);
    expect(await store.shelf('things').get('k')).toBe(1);
  });

  test('what waited too long says that another process is using it, and the next works', async () => {
    const { store, other } = await opened(IMPATIENT);
    other.exec('BEGIN IMMEDIATE');
    const busy = { code: 'store', message: expect.stringContaining('another process is using it') };
    await expect(store.db.insertInto('turns').values(row('a')).execute()).rejects.toMatchObject(busy);
    await expect(store.transact(async () => {})).rejects.toMatchObject(busy);
    other.exec('COMMIT');
    await store.db.insertInto('turns').values(row('a')).execute();
    expect(await namesIn(store)).toEqual(['a']);
  });

  test('a store that is closed ends first what waits', async () => {
    const { store, other } = await opened();
    other.exec('BEGIN IMMEDIATE');
    const writing = store.db.insertInto('turns').values(row('a')).execute();
    // One try is over by then.
    await namesIn(store);
    const closing = store.close();
    other.exec('COMMIT');
    await Promise.all([writing, closing]);
    expect(other.prepare('SELECT count(*) AS count FROM turns').get()).toEqual({ count: 1 });
  });
});

describeOnStores(
  'a text that Postgres cannot hold',
  (stores) => {
    test('is stored without what it cannot hold, and found again', async () => {
      const { db } = await stores.open();
      const name = 'a\0b\ud800';
      await db.insertInto('turns').values({ name, open_at: 1 }).execute();
      const found = await db.selectFrom('turns').select('name').where('name', '=', name).execute();
      expect(found).toEqual([{ name: 'a\ufffdb\ufffd' }]);
    });
  },
  ['PGlite', 'Postgres'],
);
