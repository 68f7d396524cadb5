import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { because } from '../skip.ts';
import { injectFaults } from './faults.ts';
import { describeOnStores } from './stores.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'paperboy-store-'));

describeOnStores('the store', ({ newPlace, open }) => {
  test('keeps values over a restart', async () => {
    const place = await newPlace();
    const before = await place.open();
    await before.shelf('a_shelf').set('key', { n: 1 });
    await before.close();
    const after = await place.open();
    expect(await after.shelf('a_shelf').get('key')).toEqual({ n: 1 });
    expect(await after.shelf('a_shelf').getMany(['none', 'key'])).toEqual([undefined, { n: 1 }]);
  });

  test('walks all of a shelf, however long, and no other', async () => {
    const store = await open();
    const many = Array.from({ length: 2_500 }, (_, at) => ({ key: `k${at}`, value: at }));
    await store.shelf<number>('one').setMany(many);
    await store.shelf<number>('two').set('other', 1);
    const keys: string[] = [];
    for await (const [key] of store.shelf('one').entries()) keys.push(key);
    expect(keys.sort()).toEqual(many.map(({ key }) => key).sort());
  });

  test('two processes on one store see each other and wait for each other', async () => {
    const place = await newPlace();
    const one = await place.open();
    const two = await place.open();
    await Promise.all(
      [one, two].flatMap((store, at) =>
        Array.from({ length: 50 }, (_, number) => store.shelf('s').set(`${at} ${number}`, number)),
      ),
    );
    let count = 0;
    for await (const _ of one.shelf('s').entries()) count++;
    expect(count).toBe(100);
  });

  test.each(["'{oops'", "'null'", "'7'", "'[]'", "''"])(
    'a stored value %s counts as none wherever it is read, and is told once',
    async (damaged) => {
      const unreadable: string[] = [];
      const store = await open({ onUnreadable: (shelf, key) => unreadable.push(`${shelf} ${key}`) });
      const shelf = store.shelf<number>('s');
      await shelf.setMany(['a', 'b', 'c'].map((key, value) => ({ key, value })));
      await sql.raw(`UPDATE s SET value = ${damaged} WHERE key LIKE '%b'`).execute(store.db);
      expect(await shelf.get('b')).toBeUndefined();
      expect(await shelf.getMany(['a', 'b', 'c'])).toEqual([0, undefined, 2]);
      expect(await Array.fromAsync(shelf.entries())).toEqual([
        ['a', 0],
        ['c', 2],
      ]);
      const kept: unknown[] = [];
      await shelf.merge([{ key: 'b', value: 5 }], (before, came) => {
        kept.push(before);
        return came;
      });
      expect([kept, await shelf.get('b')]).toEqual([[undefined], 5]);
      expect(unreadable).toEqual(['s b']);
    },
  );

  test.each([1, 2])('values that %i processes merge at once lose no part', async (processes) => {
    const place = await newPlace();
    const stores = [await place.open(), ...(processes > 1 ? [await place.open()] : [])];
    await mergeAtOnce(stores);
  });

  const ODD_KEYS = [
    ['with a NUL', 'a\0b'],
    ['with the mark of an escape', '\u0001h\u00010\u0001\0'],
    ['of 300 characters', 'é'.repeat(300)],
    ['of 5,000 characters', `${'語'.repeat(4_999)}x`],
    ['of 5,000 characters, the same but for the last', `${'語'.repeat(4_999)}y`],
    ['with quotes', `"'\\{},NULL`],
  ] as const;
  test('keys of every kind are set, read, walked, merged and deleted', async () => {
    const shelf = (await open()).shelf<string>('s');
    const keys = ODD_KEYS.map(([, key]) => key);
    const [first = '', ...rest] = keys;
    await shelf.set(first, first);
    await shelf.setMany(rest.map((key) => ({ key, value: key })));
    for (const key of keys) expect(await shelf.get(key)).toBe(key);
    expect(await shelf.getMany(keys)).toEqual(keys);
    const walked = await Array.fromAsync(shelf.entries());
    expect(walked.map(([key]) => key).sort()).toEqual(keys.toSorted());
    for (const [key, value] of walked) expect(value).toBe(key);
    const merged = await shelf.merge(
      keys.map((key) => ({ key, value: '+' })),
      (kept, came) => `${kept}${came}`,
    );
    expect(merged).toEqual(keys.map((key) => `${key}+`));
    expect(await shelf.getMany(keys)).toEqual(merged);
    for (const key of keys) await shelf.delete(key);
    expect(await Array.fromAsync(shelf.entries())).toEqual([]);
  });

  test('a shelf whose first use fails, at whatever step, works at the next', async () => {
    const store = await open();
    const faults = injectFaults();
    onTestFinished(() => void vi.restoreAllMocks());
    for (let nth = 1, failed = true; failed; nth++) {
      const shelf = store.shelf(`shelf_${'x'.repeat(nth)}`);
      faults.failAt(nth);
      failed = await shelf.set('key', nth).then(
        () => false,
        () => true,
      );
      faults.stop();
      await shelf.set('key', nth);
      expect(await shelf.get('key')).toBe(nth);
    }
  });

  test('values of every kind come back as they were', async () => {
    const shelf = (await open()).shelf('s');
    const values = [null, '', 'a\0b', '\ud800', '🙂', 2 ** 53, -0.5, false, [], { a: [{ b: null }] }];
    await shelf.setMany(values.map((value, at) => ({ key: `k${at}`, value })));
    expect(await shelf.getMany(values.map((_, at) => `k${at}`))).toEqual(values);
  });

  test('a value is changed in one step, and one that is not there is not made', async () => {
    const shelf = (await open()).shelf<number>('s');
    await shelf.set('a', 1);
    const made = await Promise.all([1, 2, 3].map(() => shelf.update('a', (kept) => kept + 1)));
    expect(made.toSorted()).toEqual([2, 3, 4]);
    expect(await shelf.update('b', (kept) => kept + 1)).toBeUndefined();
    expect(await shelf.getMany(['a', 'b'])).toEqual([4, undefined]);
  });

  test('of a key that is set twice in one call, the last value stays', async () => {
    const shelf = (await open()).shelf('s');
    await shelf.setMany([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
      { key: 'a', value: 3 },
    ]);
    expect(await shelf.getMany(['a', 'b'])).toEqual([3, 2]);
  });

  test('says that it is well, and what it is called', async () => {
    const store = await open();
    expect(await store.health()).toEqual({ ok: true });
    expect(store.name).not.toContain('@');
    expect(Math.abs(store.now() - Date.now())).toBeLessThan(60_000);
  });

  test('is not well while one of its tables is missing', async () => {
    const store = await open();
    await sql`ALTER TABLE sent RENAME TO lent`.execute(store.db);
    expect(await store.health()).toMatchObject({
      ok: false,
      line: expect.stringMatching(/missing|no such table/),
    });
    await sql`ALTER TABLE lent RENAME TO sent`.execute(store.db);
    expect(await store.health()).toEqual({ ok: true });
  });
});

test('the folder of a file is made', async () => {
  const path = join(folder(), 'deep', 'paperboy.sqlite');
  await (await openStore(path)).close();
  expect(existsSync(path)).toBe(true);
});

test('a store tells the time by the clock that it is given', async () => {
  const store = await openStore(':memory:', { clock: () => 7 });
  expect(store.now()).toBe(7);
  await store.close();
});

test('values that are merged at once in memory lose no part', async () => {
  const store = await openStore(':memory:');
  await mergeAtOnce([store]);
  await store.close();
});

async function mergeAtOnce(stores: readonly Store[]): Promise<void> {
  const append = (kept: string[] | undefined, came: string[]) => [...(kept ?? []), ...came];
  await Promise.all(
    stores.flatMap((store, at) =>
      Array.from({ length: 60 }, (_, number) =>
        store.shelf<string[]>('lists').merge([{ key: ':k', value: [`${at} ${number}`] }], append),
      ),
    ),
  );
  const kept = await stores[0]?.shelf<string[]>('lists').get(':k');
  expect(kept?.length).toBe(60 * stores.length);
  expect(new Set(kept).size).toBe(60 * stores.length);
}

describe('a store that cannot be used is said by its name, with what to do', () => {
  test('a file that is no SQLite file', async () => {
    const path = join(folder(), 'notes.txt');
    writeFileSync(path, 'These are notes, and nothing of a database is in them. '.repeat(50));
    await expect(openStore(path)).rejects.toThrow(/notes\.txt could not be opened: it is not a SQLite file/);
    expect(existsSync(path)).toBe(true);
  });

  test('a folder that cannot be made', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    await expect(openStore(join(file, 'data', 's.sqlite'))).rejects.toThrow(/set DATA_DIR to another folder/);
  });

  const isRoot = process.getuid?.() === 0 ? 'root may write everywhere' : undefined;
  test.skipIf(isRoot)(because('a folder that may not be written', isRoot), async () => {
    const place = folder();
    chmodSync(place, 0o500);
    await expect(openStore(join(place, 's.sqlite'))).rejects.toThrow(/writable/);
  });

  test('a damaged file, whose every read says so instead of giving nothing', async () => {
    const path = join(folder(), 's.sqlite');
    const store = await openStore(path);
    await store
      .shelf('s')
      .setMany(Array.from({ length: 500 }, (_, at) => ({ key: `k${at}`, value: 'x'.repeat(500) })));
    await store.close();
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    raw.close();
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4_096, bytes.length);
    writeFileSync(path, bytes);
    const reading = async () => {
      const damaged = await openStore(path);
      for (let at = 0; at < 500; at++) await damaged.shelf('s').get(`k${at}`);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'store', message: expect.stringContaining(path) });
  });

  test('a full disk: what was stored before is still there', async () => {
    const path = join(folder(), 's.sqlite');
    const store = await openStore(path);
    await store.shelf('s').set('kept', 1);
    const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(store.db);
    await sql`CREATE TABLE filler (x TEXT)`.execute(store.db);
    await sql.raw(`PRAGMA max_page_count = ${(rows[0]?.page_count ?? 0) + 3}`).execute(store.db);
    const fill = async () => {
      for (;;) await sql`INSERT INTO filler VALUES (${'x'.repeat(3_000)})`.execute(store.db);
    };
    await expect(fill()).rejects.toThrow(/full/);
    expect(await store.shelf('s').get('kept')).toBe(1);
    await store.close();
  });
});
