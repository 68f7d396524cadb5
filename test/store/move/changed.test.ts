/** Stores that are changed while they are moved: it is noticed, and the next run makes it good. */
import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { moveStore, type Progress } from '../../../src/store/move/move-store.ts';
import { assertAlone } from '../../../src/store/postgres/alone.ts';
import { openPool } from '../../../src/store/postgres/pool.ts';
import { openStore } from '../../../src/store/store.ts';
import { because } from '../../skip.ts';
import { newName, noServer, onServer, SERVER } from '../server.ts';
import { contentsOf } from './filled.ts';
import { usePlaces } from './places.ts';

const { filled, newFile, newSchema } = usePlaces('small');
const silent = () => {};

function copied(): string {
  const path = newFile();
  copyFileSync(filled, path);
  return path;
}

function change(path: string, sql: string): void {
  const raw = new DatabaseSync(path, { timeout: 10_000 });
  raw.exec(sql);
  raw.close();
}

/** Runs the change once the table was copied. */
const after = (table: string, work: () => void) => {
  let isDone = false;
  return ({ step, table: now }: Progress) => {
    if (isDone || step !== 'copied' || now !== table) return;
    isDone = true;
    work();
  };
};

test.each([
  [
    'a changed row',
    "UPDATE channels SET record = '{}' WHERE id = '論文'",
    /"channels" has other contents in the same/,
  ],
  [
    'a row that came',
    "INSERT INTO sent VALUES ('a', 'b', 'd', 'day', '[]')",
    /"sent" has 60 rows instead of 61/,
  ],
  ['a row that went', "DELETE FROM papers WHERE key = '2508.7'", /"papers" has 60 rows instead of 59/],
  ['an id', "UPDATE identity SET id = 'x'", /"identity" has other contents/],
  ['a byte', "UPDATE answers SET body = x'07' WHERE url LIKE '%/1'", /"answers" has other contents/],
  ['a number', "UPDATE turns SET open_at = open_at + 0.125 WHERE name = 't3'", /"turns" has other contents/],
])('%s in the source', async (_, sql, said) => {
  const [from, to] = [copied(), newFile()];
  const told = after('slack_installations', () => change(from, sql));
  const moving = moveStore(from, to, told);
  await expect(moving).rejects.toThrow(said);
  await expect(moving).rejects.toThrow(/Stop Paperboy if it runs, and run this again/);
  await expect(openStore(to)).rejects.toThrow(/isn't complete/);
  if (sql.includes('identity')) return;
  await moveStore(from, to, silent);
  expect(contentsOf(to)).toEqual(contentsOf(from));
});

test('a row that was changed in the target, by whoever it was', async () => {
  const [from, to] = [copied(), newFile()];
  const told = after('slack_installations', () =>
    change(to, "UPDATE sent SET day = 7 WHERE paper = '2508.9'"),
  );
  await expect(moveStore(from, to, told)).rejects.toThrow(/"sent" has other contents/);
  await moveStore(from, to, silent);
  expect(contentsOf(to)).toEqual(contentsOf(from));
});

test('a move that was stopped takes no other store’s rows', async () => {
  const [from, other, to] = [copied(), copied(), newFile()];
  change(other, "UPDATE identity SET id = 'other'");
  const stopped = after('sent', () => {
    throw new Error('stopped');
  });
  await expect(moveStore(from, to, stopped)).rejects.toThrow('stopped');
  await expect(moveStore(other, to, silent)).rejects.toThrow(/part of another store/);
  await expect(moveStore(to, newFile(), silent)).rejects.toThrow(
    /isn't complete: another store is still being moved/,
  );
  await moveStore(from, to, silent);
  expect(contentsOf(to)).toEqual(contentsOf(from));
});

test('a move that was stopped before an update begins again', async () => {
  const [from, to] = [copied(), newFile()];
  const stopped = after('sent', () => {
    throw new Error('stopped');
  });
  await expect(moveStore(from, to, stopped)).rejects.toThrow('stopped');
  change(
    to,
    `UPDATE moving SET value = replace(value, '"schema":"0', '"schema":"1') WHERE name = '*origin'; DELETE FROM sent`,
  );
  await moveStore(from, to, silent);
  expect(contentsOf(to)).toEqual(contentsOf(from));
});

test.skipIf(noServer)(because('a changed row on Postgres, as source and as target', noServer), async () => {
  const [from, to, third] = [await newSchema(), await newSchema(), newFile()];
  await moveStore(filled, from, silent);
  const schemaOf = (url: string) => new URL(url).searchParams.get('options')?.split('=').at(-1);
  let changing: Promise<unknown> = Promise.resolve();
  const told = after('sent', () => {
    changing = onServer(`UPDATE "${schemaOf(from)}".channels SET version = version + 1 WHERE id = ''`);
  });
  await expect(moveStore(from, to, told)).rejects.toThrow(/"channels" has other contents/);
  await changing;
  await moveStore(from, to, silent);
  await onServer(`DELETE FROM "${schemaOf(to)}".saved WHERE seq = 12`);
  await moveStore(to, third, silent);
  await expect(moveStore(from, third, silent)).rejects.toThrow(/"saved" has 59 rows instead of 60/);
});

test.skipIf(noServer)(because('two moves into one database at once', noServer), async () => {
  const [from, to] = [await newSchema(), await newSchema()];
  const { hash } = await moveStore(filled, from, silent);
  const both = await Promise.allSettled([moveStore(from, to, silent), moveStore(from, to, silent)]);
  for (const one of both) {
    if (one.status === 'rejected')
      expect(String(one.reason)).toContain('Another `paperboy migrate-store` copies');
  }
  expect((await moveStore(from, to, silent)).hash).toBe(hash);
});

test.skipIf(noServer)(
  because('who asks for a database alone, at the same time as others do', noServer),
  async () => {
    const [pool, schema] = [openPool(SERVER), newName()];
    await Promise.all(Array.from({ length: 200 }, () => assertAlone(pool, schema, SERVER)));
    await pool.close();
  },
);
