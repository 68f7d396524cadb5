/** Stores that are not moved: what is said, and that nothing was changed. */
import { copyFileSync, existsSync, symlinkSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { NEWEST } from '../../../src/store/migrate.ts';
import { moveStore } from '../../../src/store/move/move-store.ts';
import { openStore } from '../../../src/store/store.ts';
import { because } from '../../skip.ts';
import { noServer } from '../server.ts';
import { contentsOf } from './filled.ts';
import { usePlaces } from './places.ts';

const { filled, newFile, newSchema } = usePlaces('small');
const move = (from: string, to: string) => moveStore(from, to, () => {});
const sample = (name: string) =>
  fileURLToPath(new URL(`../../../fixtures/stores/${name}.sqlite`, import.meta.url));

function copied(from = filled): string {
  const path = newFile();
  copyFileSync(from, path);
  return path;
}

function change(path: string, sql: string): void {
  withRaw(path, (raw) => raw.exec(sql));
}

function withRaw<T>(path: string, work: (raw: DatabaseSync) => T): T {
  const raw = new DatabaseSync(path);
  const result = work(raw);
  raw.close();
  return result;
}

async function smallStore(url: string): Promise<void> {
  const store = await openStore(url);
  await store.shelf('papers').set('2508.1', { id: '2508.1' });
  await store.db.insertInto('channels').values({ id: 'c', record: '{}', version: 1, rev: 1 }).execute();
  await store.close();
}

test('a file that is not there', async () => {
  const from = newFile();
  await expect(move(from, newFile())).rejects.toThrow(`There is no store at ${from}.`);
  expect(existsSync(from)).toBe(false);
});

test('the same file twice, whatever it is called', async () => {
  const link = newFile();
  symlinkSync(filled, link);
  await expect(move(filled, filled)).rejects.toThrow('name the same store');
  await expect(move(filled, link)).rejects.toMatchObject({ code: 'bad-usage' });
});

test('a file that is not a Paperboy store', async () => {
  const from = newFile();
  change(from, 'CREATE TABLE notes (text TEXT)');
  await expect(move(from, newFile())).rejects.toThrow(/doesn't hold a Paperboy store/);
});

test.each(['before-migrations', 'before-room-tables'])('a store of an older version: %s', async (name) => {
  const [from, to] = [copied(sample(name)), newFile()];
  await expect(move(from, to)).rejects.toThrow(/older version of Paperboy\. Start this version with it once/);
  expect(existsSync(to)).toBe(false);
});

test.each(['9999-of-tomorrow', '9999-since-9999-of-tomorrow'])(
  'a store of a newer version, from and to, whole and moved in part: %s',
  async (schema) => {
    const newer = copied();
    change(newer, `INSERT INTO kysely_migration VALUES ('${schema}', '2030-01-01')`);
    const said = `newer version of Paperboy (schema ${schema})`;
    await expect(move(newer, newFile())).rejects.toThrow(said);
    await expect(move(filled, newer)).rejects.toThrow(said);
    const { id } = withRaw(filled, (raw) => raw.prepare('SELECT id FROM identity').get() as { id: string });
    const origin = JSON.stringify({ id, schema: NEWEST });
    change(
      newer,
      `CREATE TABLE moving (name TEXT, value TEXT); INSERT INTO moving VALUES ('*origin', '${origin}')`,
    );
    const before = contentsOf(newer);
    await expect(move(filled, newer)).rejects.toThrow(said);
    expect(contentsOf(newer)).toEqual(before);
  },
);

test('a store without one of its tables', async () => {
  const from = copied();
  change(from, 'DROP TABLE sent');
  await expect(move(from, newFile())).rejects.toThrow(/"sent".*missing.*Start Paperboy with the store once/);
});

test('a file that holds another store, of this version or an older one', async () => {
  const to = newFile();
  await smallStore(to);
  const before = contentsOf(to);
  await expect(move(filled, to)).rejects.toThrow(
    /another store \(1 channel, 1 paper\)\. To move into it, name a file/,
  );
  expect(contentsOf(to)).toEqual(before);
  await expect(move(filled, copied(sample('before-room-tables')))).rejects.toThrow(/already holds a store/);
});

test('a database with a table of another program under a name that is needed', async () => {
  const to = newFile();
  change(to, 'CREATE TABLE papers (name TEXT)');
  await expect(move(filled, to)).rejects.toThrow(/already has a table "papers"/);
});

test('a store that was opened but holds nothing is moved into', async () => {
  const to = newFile();
  await (await openStore(to)).close();
  await move(filled, to);
  expect(contentsOf(to)).toEqual(contentsOf(filled));
});

test('a store that another process has open', async () => {
  const open = copied();
  const holder = new DatabaseSync(open);
  holder.exec('SELECT * FROM channels');
  await expect(move(open, newFile())).rejects.toThrow(
    /has the store .* open\. Stop Paperboy and run this again/,
  );
  await expect(move(filled, open)).rejects.toThrow(/has the store .* open/);
  holder.close();
});

test('a move that is over is only compared when it is run again', async () => {
  const to = newFile();
  const { hash } = await move(filled, to);
  expect(await move(filled, to)).toMatchObject({ isNew: false, hash });
  change(to, "UPDATE deliveries SET state = 'posted' WHERE state = 'planned'");
  const before = contentsOf(to);
  await expect(move(filled, to)).rejects.toThrow(
    /moved to .* before, and one of the two has changed since: .*"deliveries"/,
  );
  expect(contentsOf(to)).toEqual(before);
});

test('a shelf that only the target has', async () => {
  const to = newFile();
  await move(filled, to);
  const store = await openStore(to);
  await store.shelf('new_one').set('a', 1);
  await store.close();
  await expect(move(filled, to)).rejects.toThrow(/"new_one" has 1 row instead of 0/);
});

test.skipIf(noServer)(
  because('on Postgres: the same schema, an empty one, one that is in use', noServer),
  async () => {
    const [one, empty] = [await newSchema(), await newSchema()];
    await smallStore(one);
    const same = one.replace('127.0.0.1', 'localhost').replace('postgres://', 'postgresql://');
    await expect(move(one, same)).rejects.toThrow('name the same store');
    await expect(move(empty, newFile())).rejects.toThrow(/doesn't hold a Paperboy store/);
    await expect(move(filled, one)).rejects.toThrow(
      /another store \(1 channel, 1 paper\)\. To move into it, name an empty/,
    );
    const store = await openStore(one);
    const end = store.watch('channels', () => {});
    await expect
      .poll(() => move(one, newFile()).then(String, String))
      .toMatch(/has the store .* open\. Stop Paperboy/);
    end();
    await store.close();
    const { rows } = await move(one, newFile());
    expect(rows).toBe(3);
  },
);

test.skipIf(noServer)(because('a password is in no message', noServer), async () => {
  const secret = 'postgres://paperboy:hunter22@127.0.0.1:1/none';
  const said = await move(filled, secret).catch(String);
  expect(said).toContain('postgres://127.0.0.1:1/none');
  expect(said).not.toContain('hunter22');
});
