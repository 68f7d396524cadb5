/** Stores that a newer version updated, as during a roll and after a rollback. */
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, test, vi } from 'vitest';
import { MIGRATIONS, NAME, NEWEST } from '../../src/store/migrate.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnStores, type Place } from './stores.ts';

/** The number of this version's schema, or of one so much newer. */
const schema = (newer = 0) => String(Number(NEWEST.slice(0, 4)) + newer).padStart(4, '0');

const row = { id: 'c', record: '{}', version: 1, rev: 1 };

/** What a newer version does at its start, after the migrations of this one. */
async function update({ db }: Pick<Store, 'db'>, ...names: string[]): Promise<void> {
  for (const name of names)
    await sql`INSERT INTO kysely_migration VALUES (${name}, '2030-01-01')`.execute(db);
}

async function updated(place: Place, ...names: string[]): Promise<void> {
  const store = await place.open();
  await update(store, ...names);
  await store.close();
}

test('every migration has a name that other versions understand', () => {
  for (const name of Object.keys(MIGRATIONS)) {
    const [, number = '', since = '0000'] = NAME.exec(name) ?? [];
    expect(number, name).toMatch(/^\d{4}$/);
    expect(since <= number, name).toBe(true);
  }
});

describeOnStores('a store that a newer version updated', (stores) => {
  test('opens when the newer schema only adds, says so in one line, and can be written', async () => {
    const place = await stores.newPlace();
    const running = await place.open();
    await sql`ALTER TABLE channels ADD COLUMN color text DEFAULT 'blue'`.execute(running.db);
    await sql`CREATE TABLE colors (name text)`.execute(running.db);
    await update(running, '9041-top10-colors', '9042-more-colors');
    for (let start = 0; start < 2; start++) {
      const said: string[] = [];
      const store = await place.open({ onNotice: (sentence) => said.push(sentence) });
      expect(said).toEqual([
        expect.stringMatching(/newer version of Paperboy \(schema 9042-more-colors\), and this/),
      ]);
      const id = `c${start}`;
      await store.db
        .insertInto('channels')
        .values({ ...row, id })
        .execute();
      const { rows } = await sql`SELECT color FROM channels WHERE id = ${id}`.execute(store.db);
      expect(rows).toEqual([{ color: 'blue' }]);
      await store.close();
    }
    await running.db.insertInto('channels').values(row).execute();
    expect(await running.db.selectFrom('channels').select('version').execute()).toHaveLength(3);
  });

  test('opens when what it dropped was not used by this version any more', async () => {
    const place = await stores.newPlace();
    await updated(place, `9042-since-${schema()}-drop-colors`);
    await expect(place.open()).resolves.toBeDefined();
  });

  test.each([
    ['it needs a newer version', [`9042-since-${schema(1)}-drop-colors`, '9043-colors'], '9043-colors'],
    ['it needs its own version', ['9042-since-9042-drop-colors'], '9042-since-9042-drop-colors'],
  ])('is refused by name when %s, and left as it is', async (_, names, schema) => {
    const place = await stores.newPlace();
    await updated(place, ...names);
    for (let start = 0; start < 2; start++) {
      await expect(place.open()).rejects.toThrow(
        `newer version of Paperboy (schema ${schema}). Update Paperboy`,
      );
      await expect(place.open()).rejects.toMatchObject({ code: 'store' });
    }
  });

  test.each([`${schema()}-other-tables`, `${schema(1)} DROP TABLE`, '42-short'])(
    'is damaged when it names %s',
    async (name) => {
      const place = await stores.newPlace();
      await updated(place, name);
      await expect(place.open()).rejects.toThrow(/damaged: its table kysely_migration names/);
    },
  );

  test('opens when the newer version was first while this one was migrating it', async () => {
    const place = await stores.newPlace();
    const migrate = Migrator.prototype.migrateToLatest;
    const spy = vi.spyOn(Migrator.prototype, 'migrateToLatest').mockImplementation(async function (
      this: Migrator,
    ) {
      spy.mockRestore();
      await updated(place, '9042-colors');
      return migrate.call(this);
    });
    const said: string[] = [];
    const store = await place.open({ onNotice: (sentence) => said.push(sentence) });
    expect(said).toHaveLength(1);
    await store.db.insertInto('channels').values(row).execute();
  });
});
