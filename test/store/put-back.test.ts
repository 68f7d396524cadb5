/** A store that a version from before migrations opened: its tables are put back, or the opening says what is wrong. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import KeyvSqlite from '@keyv/sqlite';
import { expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { COLUMNS } from '../../src/store/tables.ts';

const NAMES = Object.keys(COLUMNS);

async function filled(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'paperboy-put-back-')), 's.sqlite');
  const store = await openStore(path);
  await store.db
    .insertInto('channels')
    .values({ id: 'test:t:c', record: '{}', version: 1, rev: 1 })
    .execute();
  await store.db.insertInto('saved').values({ person: 'test:t:ada', paper: '2611.00001', seq: 1 }).execute();
  await store.close();
  return path;
}

function change(path: string, ...statements: string[]): void {
  const raw = new DatabaseSync(path);
  for (const statement of statements) raw.exec(statement);
  raw.close();
}

/** Opens shelves of these names the way that version did, which fails half way; then once more, which does not. */
async function openAsBefore(path: string, names: string[], write?: string): Promise<void> {
  const raw = new DatabaseSync(path);
  const query = async (text: string, ...values: unknown[]) => raw.prepare(text).all(...(values as string[]));
  for (const table of names) {
    for (let time = 0; time < 2; time++) {
      const keyv = new KeyvSqlite({
        table,
        driver: { name: 'custom', connect: async () => ({ query, async close() {} }) },
      });
      keyv.on('error', () => {});
      await keyv.ready.catch(() => {});
      if (time > 0 && write !== undefined) await keyv.set(write, '{"value":1}');
    }
  }
  raw.close();
}

async function rowsOf(store: Store) {
  return {
    channels: (await store.db.selectFrom('channels').select('id').execute()).map(({ id }) => id),
    saved: (await store.db.selectFrom('saved').select('paper').execute()).map(({ paper }) => paper),
  };
}

test('what is expected of each table is what the migrations make', async () => {
  const store = await openStore(':memory:');
  for (const { name, columns } of await store.db.introspection.getTables()) {
    if (name in COLUMNS)
      expect(columns.map((column) => column.name)).toEqual(COLUMNS[name as keyof typeof COLUMNS]);
  }
  await store.close();
});

test('tables that a version before migrations replaced are put back with their rows', async () => {
  const path = await filled();
  await openAsBefore(path, ['channels', 'subscriptions', 'saved']);
  for (const said of [['"channels"', '"subscriptions"', '"saved"'], []]) {
    const mended: string[] = [];
    const store = await openStore(path, { onNotice: (sentence) => mended.push(sentence) });
    expect(await rowsOf(store)).toEqual({ channels: ['test:t:c'], saved: ['2611.00001'] });
    expect(mended).toEqual(said.map((name) => expect.stringContaining(name)));
    expect(mended.join()).not.toContain('set_aside');
    await store.close();
  }
});

test('whichever table was replaced is put back', async () => {
  for (const name of NAMES) {
    const path = await filled();
    change(path, `ALTER TABLE ${name} RENAME TO ${name}_migration_old`);
    await openAsBefore(path, [name]);
    const store = await openStore(path);
    expect(await rowsOf(store), name).toEqual({ channels: ['test:t:c'], saved: ['2611.00001'] });
    await store.close();
  }
});

test('what that version wrote meanwhile is kept aside, time after time, and that is said', async () => {
  const path = await filled();
  for (const aside of ['channels_set_aside', 'channels_set_aside_2']) {
    await openAsBefore(path, ['channels'], 'web:local:general');
    const mended: string[] = [];
    const store = await openStore(path, { onNotice: (sentence) => mended.push(sentence) });
    expect(await rowsOf(store)).toMatchObject({ channels: ['test:t:c'] });
    expect(mended).toEqual([expect.stringContaining(`"${aside}"`)]);
    await store.close();
    const raw = new DatabaseSync(path);
    expect(raw.prepare(`SELECT key FROM ${aside}`).all()).toEqual([{ key: 'web:local:general' }]);
    raw.close();
  }
});

test('a table of ours that is missing or has other columns is an error that says what to do, and nothing is changed', async () => {
  for (const name of NAMES) {
    for (const damage of [[], [`CREATE TABLE ${name} (key TEXT, value TEXT)`]]) {
      const path = await filled();
      await openAsBefore(path, name === 'saved' ? [] : ['saved']);
      change(path, `DROP TABLE ${name}`, ...damage);
      const opened = openStore(path);
      await expect(opened, name).rejects.toMatchObject({ code: 'store' });
      await expect(opened, name).rejects.toThrow(new RegExp(`table "${name}".*Replace it with a backup`));
      const raw = new DatabaseSync(path);
      const left = raw.prepare("SELECT 1 FROM sqlite_master WHERE name = 'saved_migration_old'").all();
      expect(left).toHaveLength(name === 'saved' ? 0 : 1);
      raw.close();
    }
  }
});
