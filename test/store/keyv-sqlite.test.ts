/** What the store relies on of `@keyv/sqlite`, a beta: see docs/dependencies.md. An update that changes any of it fails here. */
import { DatabaseSync } from 'node:sqlite';
import KeyvSqlite from '@keyv/sqlite';
import { Keyv } from 'keyv';
import { beforeEach, describe, expect, test } from 'vitest';
import { serialization } from '../../src/store/serialization.ts';

let database: DatabaseSync;
let asked: string[];
let closed: number;
let keyv: Keyv;
let adapter: KeyvSqlite;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  asked = [];
  closed = 0;
  adapter = new KeyvSqlite({
    table: 'shelf',
    iterationLimit: 2,
    driver: {
      name: 'custom',
      connect: async () => ({
        async query(text: string, ...values: unknown[]) {
          asked.push(text);
          return database.prepare(text).all(...(values as string[]));
        },
        async close() {
          closed++;
        },
      }),
    },
  });
  keyv = new Keyv({ store: adapter, serialization });
});
const rows = () => database.prepare('SELECT * FROM shelf ORDER BY key').all();

describe('the adapter of Keyv for SQLite', () => {
  test('makes its table by the query function that it is given, and says when that is done', async () => {
    await adapter.ready;
    const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all('shelf');
    expect(columns.map(({ name }) => name).toSorted()).toEqual(['expires', 'key', 'namespace', 'value']);
    expect(asked.length).toBeGreaterThan(0);
  });

  test('makes it by statements that begin with PRAGMA or CREATE alone, and asks no other before it is used', async () => {
    await adapter.ready;
    expect(asked.map((text) => text.split(' ', 1)[0])).toEqual(['PRAGMA', 'CREATE', 'CREATE']);
    await keyv.get('a');
    expect(asked.slice(3).join()).toMatch(/^SELECT /);
  });

  test('stores one row for a key, without a namespace and an end, as the text that was serialized', async () => {
    await keyv.set('a', { one: 1 });
    await keyv.set('a', { two: [2] });
    const value = serialization.stringify({ value: { two: [2] } });
    expect(rows()).toEqual([{ key: 'a', value, expires: null, namespace: '' }]);
    const clash = `INSERT INTO shelf (key, namespace, value) VALUES ('a', '', 'x')
      ON CONFLICT (key, namespace) DO UPDATE SET value = excluded.value`;
    database.exec(clash);
    expect(rows()).toHaveLength(1);
  });

  test('reads what was written, one or several, and undefined where nothing was', async () => {
    await keyv.setMany<unknown>([
      { key: 'a', value: 1 },
      { key: 'b', value: 'two' },
    ]);
    expect(await keyv.get('a')).toBe(1);
    expect(await keyv.getMany(['b', 'none', 'a'])).toEqual(['two', undefined, 1]);
    expect(await keyv.has('a')).toBe(true);
    await keyv.delete('a');
    expect(await keyv.has('a')).toBe(false);
  });

  test('goes through all of many pages, each row once', async () => {
    const keys = Array.from({ length: 7 }, (_, at) => `k${at}`);
    await keyv.setMany(keys.map((key) => ({ key, value: key })));
    const found: [string, unknown][] = [];
    for await (const [key, value] of (keyv.iterator as () => AsyncGenerator<[string, unknown]>)())
      found.push([key, value]);
    expect(found.toSorted()).toEqual(keys.map((key) => [key, key]));
  });

  test('hands on what the query function throws', async () => {
    await adapter.ready;
    database.close();
    await expect(keyv.get('a')).rejects.toThrow();
  });

  test('closes by the function that it is given, and nothing else', async () => {
    await keyv.set('a', 1);
    await keyv.disconnect();
    expect(closed).toBe(1);
    expect(rows()).toHaveLength(1);
  });

  test('loads no compiled package', async () => {
    await keyv.set('a', 1);
    const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
    expect(sharedObjects.filter((path) => path.includes('better_sqlite3'))).toEqual([]);
  });
});
