/** `paperboy migrate-store`: what it prints, where it stops, and that no password is printed. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { because } from '../skip.ts';
import { createSchema, noServer } from '../store/server.ts';
import { begin, newFolder, paperboy } from './run.ts';

async function filledFolder(): Promise<string> {
  const dataDir = newFolder();
  const ran = await paperboy(['ask', '/papers subscribe "scaling laws" -video'], { dataDir });
  expect(ran).toMatchObject({ code: 0 });
  return dataDir;
}

const topics = async (dataDir: string, storeUrl?: string) => {
  const env: Record<string, string> = storeUrl === undefined ? {} : { STORE_URL: storeUrl };
  const { code, out } = await paperboy(['ask', '/papers topics'], { dataDir, env });
  return [code, out];
};

test('moves the store of a folder, and the moved one answers the same', async () => {
  const dataDir = await filledFolder();
  const { code, out, err } = await paperboy(
    ['migrate-store', '--from', 'paperboy.sqlite', '--to', 'new/two.sqlite'],
    {
      dataDir,
    },
  );
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`Moved ${join(dataDir, 'paperboy.sqlite')} to ${join(dataDir, 'new/two.sqlite')}: `);
  expect(out).toMatch(
    /\nBoth are the same \(SHA-256 [0-9a-f]{64}\)\.\nNow set STORE_URL to the new address\./,
  );
  const before = await topics(dataDir);
  expect(before).toEqual([0, expect.stringContaining('"scaling laws" -video')]);
  expect(await topics(newFolder(), `sqlite://${join(dataDir, 'new/two.sqlite')}`)).toEqual(before);
});

test('shows how far it is in a terminal, and says when there is nothing left to do', async () => {
  const dataDir = await filledFolder();
  const args = ['migrate-store', '--from', 'sqlite://./paperboy.sqlite', '--to', 'sqlite://./two.sqlite'];
  const { err } = await paperboy(args, { dataDir, columns: 80 });
  expect(err).toMatch(/Copying subscriptions: \d+ of \d+ rows/);
  expect(err).toMatch(/Comparing subscriptions: \d+ of \d+ rows/);
  const again = await paperboy(args, { dataDir });
  expect(again).toMatchObject({ code: 0, err: '' });
  expect(again.out).toMatch(/two\.sqlite already holds all of .*paperboy\.sqlite/);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s says how to continue, and the next run does', async (signal, exitCode) => {
  const dataDir = await filledFolder();
  const args = ['migrate-store', '--from', 'paperboy.sqlite', '--to', 'two.sqlite'];
  const moving = begin(args, { dataDir, columns: 80 });
  await moving.progress('Copying');
  moving.signal(signal);
  const { code, out, err } = await moving.ended;
  expect([code, out]).toEqual([exitCode, '']);
  expect(err).toMatch(/Stopped\. Run the same command again to continue\.\n$/);
  // In this test's own process, what was under way goes on.
  await expect.poll(async () => (await paperboy(args, { dataDir })).code).toBe(0);
});

test.each([
  [
    [],
    '`migrate-store` needs --from, such as sqlite:///var/lib/paperboy/paperboy.sqlite or postgres://host:5432/database.',
  ],
  [['--from', 'a.sqlite'], '`migrate-store` needs --to'],
  [['--from', 'http://example.org', '--to', 'a.sqlite'], '--from must be sqlite:///path/to/file.sqlite'],
  [['--from', 'a.sqlite', '--to', ':memory:'], "--to doesn't name a file"],
  [['--from', '.', '--to', 'a.sqlite'], 'is a folder. Name the file in it'],
  [['--from', 'a.sqlite', '--to', 'postgres://me:se/cret99@host/db'], "--to can't be read as an address"],
])('is misused by %j', async (args, said) => {
  const { code, out, err } = await paperboy(['migrate-store', ...args]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(said);
  expect(err).not.toContain('cret99');
});

test('fails with one line and without a password when a store is missing or out of reach', async () => {
  const dataDir = await filledFolder();
  const missing = await paperboy(['migrate-store', '--from', 'none.sqlite', '--to', 'a.sqlite'], { dataDir });
  expect(missing).toEqual({
    code: 1,
    out: '',
    err: `There is no store at ${join(dataDir, 'none.sqlite')}.\n`,
  });
  const away = 'postgres://paperboy:hunter22@127.0.0.1:1/paperboy';
  const { code, out, err } = await paperboy(['migrate-store', '--from', 'paperboy.sqlite', '--to', away], {
    dataDir,
  });
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(
    /^The store postgres:\/\/127\.0\.0\.1:1\/paperboy could not be opened: .*host and port in its address\.\n$/,
  );
});

test.skipIf(noServer)(
  because('refuses a store that holds another, and moves to Postgres', noServer),
  async () => {
    const [dataDir, other] = [await filledFolder(), await filledFolder()];
    const { url, drop } = await createSchema();
    const from = ['migrate-store', '--from', 'paperboy.sqlite', '--to'];
    const refused = await paperboy([...from, join(other, 'paperboy.sqlite')], { dataDir });
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(
      /already holds another store \(2 channels, 1 topic.*\)\. To move into it, name a file/,
    );
    const secret = url.replace('postgres@', 'postgres:hunter22@');
    const raw = new DatabaseSync(join(dataDir, 'paperboy.sqlite'));
    raw.prepare('UPDATE subscriptions SET by_id = ?').run('u\0');
    raw.close();
    const moved = await paperboy([...from, secret], { dataDir });
    expect(moved).toMatchObject({ code: 0, err: '' });
    expect(moved.out).toMatch(
      /\n1 text with a NUL .* got U\+FFFD in its place: 1 in subscriptions\.by_id\.\nOtherwise both are the same/,
    );
    expect(moved.out).not.toContain('hunter22');
    expect(await topics(newFolder(), url)).toEqual(await topics(dataDir));
    await drop();
  },
);
