/** A store is moved from one database to another: everything, both ways, and nothing else. */
import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { moveBetween, moveStore } from '../../../src/store/move/move-store.ts';
import { openPostgres } from '../../../src/store/postgres/driver.ts';
import { openSqlite } from '../../../src/store/sqlite/driver.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { because } from '../../skip.ts';
import { connectionsTo, startPglite } from '../pglite.ts';
import { noServer } from '../server.ts';
import { contentsOf, fillStore, ODD_KEYS } from './filled.ts';
import { usePlaces } from './places.ts';

const { filled, newFile, newSchema } = usePlaces('pages');
const silent = () => {};

test('from one file to another, byte for byte', async () => {
  const to = newFile();
  const before = contentsOf(filled);
  const moved = await moveStore(filled, to, silent);
  expect(contentsOf(to)).toEqual(before);
  expect(contentsOf(filled)).toEqual(before);
  expect(moved).toMatchObject({ isNew: true, from: filled, to, left: [] });
  expect(moved.rows).toBe(Object.values(before).reduce((sum, rows) => sum + rows.length, 0));
});

test.skipIf(noServer)(
  because('to Postgres, to another schema of it, and back to a file', noServer),
  async () => {
    const [one, two, back] = [await newSchema(), await newSchema(), newFile()];
    const there = await moveStore(filled, one, silent);
    const across = await moveStore(one, two, silent);
    const home = await moveStore(two, back, silent);
    expect(contentsOf(back)).toEqual(contentsOf(filled));
    expect([across.hash, home.hash]).toEqual([there.hash, there.hash]);
    expect(there.rows).toBeGreaterThan(10_000);
    await expectSameAnswers(await openStore(filled), await openStore(one));
  },
);

test('to Postgres in this process, and back to a file', async () => {
  const pglite = await startPglite();
  await pglite.exec('CREATE SCHEMA one');
  const open = () => openPostgres(connectionsTo(pglite, 'one'), 'pglite://one');
  const [small, back] = [newFile(), newFile()];
  await fillStore(small, 'small');
  const there = await moveBetween(openSqlite(small, {}, Date.now), open, silent);
  const home = await moveBetween(await open(), async () => openSqlite(back, {}, Date.now), silent);
  expect(home.hash).toBe(there.hash);
  expect(contentsOf(back)).toEqual(contentsOf(small));
  await pglite.close();
});

test('texts with a NUL are counted by column where the new store can’t hold them, and kept where it can', async () => {
  const from = newFile();
  await fillStore(from, 'small');
  const change = (text: string) => {
    const raw = new DatabaseSync(from);
    raw
      .prepare(
        'UPDATE subscriptions SET by_name = ?, query = ? WHERE key = (SELECT min(key) FROM subscriptions)',
      )
      .run(text, text);
    raw.prepare('UPDATE channels SET record = ? WHERE id = (SELECT min(id) FROM channels)').run(text);
    raw.close();
  };
  change('plain');
  const plain = await moveStore(from, newFile(), silent);
  change('nul \0');
  const same = newFile();
  const kept = await moveStore(from, same, silent);
  expect(kept.changed).toEqual(new Map());
  expect(contentsOf(same)).toEqual(contentsOf(from));
  const pglite = await startPglite();
  await pglite.exec('CREATE SCHEMA one');
  const open = () => openPostgres(connectionsTo(pglite, 'one'), 'pglite://one');
  const there = await moveBetween(openSqlite(from, {}, Date.now), open, silent);
  const changed = new Map([
    ['channels.record', 1],
    ['subscriptions.query', 1],
    ['subscriptions.by_name', 1],
  ]);
  expect(there.changed).toEqual(changed);
  // Told again by a run that finds all of it there.
  expect(await moveBetween(openSqlite(from, {}, Date.now), open, silent)).toMatchObject({
    isNew: false,
    changed,
  });
  change('nul \ufffd');
  const asThere = await moveStore(from, newFile(), silent);
  await pglite.close();
  expect(there.hash).toBe(asThere.hash);
  expect(new Set([plain.hash, kept.hash, there.hash]).size).toBe(3);
});

/** What a program that uses the stores gets, and closes them. */
async function expectSameAnswers(source: Store, target: Store): Promise<void> {
  for (const key of ODD_KEYS) {
    const value = await source.shelf('odd').get(key);
    expect(value).toBeDefined();
    expect(await target.shelf('odd').get(key)).toEqual(value);
  }
  const read = async (store: Store) => {
    const found = [];
    for await (const [key] of store.shelf('odd').entries()) found.push(key);
    return [
      found.sort(),
      await store.shelf('slack_installations').get('T1'),
      await store.revision('channels'),
    ];
  };
  expect(await read(target)).toEqual(await read(source));
  await source.close();
  await target.close();
}

test('pages hold no more than some megabytes, and every step is told', async () => {
  const steps: string[] = [];
  const counts: number[] = [];
  await moveStore(filled, newFile(), ({ step, table, done, of }) => {
    steps.push(`${step} ${table}`);
    counts.push(done);
    expect(done).toBeLessThanOrEqual(of);
  });
  // 5 MB in five rows.
  expect(steps.filter((step) => step === 'copied answers').length).toBeGreaterThan(2);
  expect(steps.filter((step) => step === 'copied papers').length).toBeGreaterThan(2);
  expect(new Set(steps)).toContain('compared papers');
});

test('bytes that are not UTF-8 are stored as Paperboy reads them', async () => {
  const [from, to] = [newFile(), newFile()];
  copyFileSync(filled, from);
  const raw = new DatabaseSync(from);
  raw.exec(`INSERT INTO odd (key, value, namespace)
    SELECT CAST(x'ff41' AS TEXT) || key, CAST('{"value":"' || CAST(x'ff' AS TEXT) || '"}' AS TEXT), '' FROM papers LIMIT 2050`);
  raw.close();
  const { rows } = await moveStore(from, to, silent);
  expect(rows).toBeGreaterThan(2_050);
  const store = await openStore(to);
  expect(await store.shelf('odd').get('\ufffdA2508.0')).toBe('\ufffd');
  await store.close();
});

test('tables that are not Paperboy’s are left and named', async () => {
  const from = newFile();
  copyFileSync(filled, from);
  const raw = new DatabaseSync(from);
  raw.exec('CREATE TABLE "channels_set_aside" (id TEXT); CREATE TABLE notes (text TEXT)');
  raw.close();
  expect((await moveStore(from, newFile(), silent)).left).toEqual(['channels_set_aside', 'notes']);
});
