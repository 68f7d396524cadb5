import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { compileOnce } from '../../src/store/compile-once.ts';
import { describeOnStores } from './stores.ts';

describeOnStores('a statement that is compiled once', (stores) => {
  test('brings the values of each run, in whichever order and however often it names them', async () => {
    const { db } = await stores.open();
    let built = 0;
    const put = compileOnce<{ name: string; value: number }>(({ value, name }, of) => {
      built++;
      return of
        .insertInto('revisions')
        .values({ name, value })
        .onConflict((on) => on.column('name').doUpdateSet({ value }));
    });
    for (const [name, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ] as const)
      await db.executeQuery(put(db, { name, value }));
    const read = compileOnce<{ name: string }, { value: number }>(
      ({ name }) => sql<{ value: number }>`SELECT value FROM revisions WHERE name = ${name}`,
    );
    const stored = async (name: string) => (await db.executeQuery(read(db, { name }))).rows[0]?.value;
    expect([await stored('a'), await stored('b')]).toEqual([3, 2]);
    expect(built).toBe(1);
  });

  test('is refused when its text, or a parameter that is made of a value, would depend on it', async () => {
    const { db } = await stores.open();
    const sum = (value: number) => value + 1;
    const json = (value: number) => JSON.stringify([value]);
    for (const made of [sum, json, (value: number) => [value]]) {
      const next = compileOnce<{ value: number }>(({ value }) => sql`SELECT ${made(value)}`);
      for (const value of [1, 2]) expect(() => next(db, { value })).toThrow('looks at its value "value"');
    }
  });
});
