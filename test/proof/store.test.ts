/** A whole app on a real file whose store fails: nothing is posted on a failed read, and nothing stored before is lost. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app/app.ts';
import { readSettings } from '../../src/config/settings.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { digestOf, paperOf } from '../app/world.ts';
import { joinChannel } from '../channels/edits.ts';
import { createReaders, type Readers } from '../delivery/readers.ts';
import { silent } from '../delivery/world.ts';

const general = { id: 'test:t:general', name: '#general' };
const ada = { id: 'u', name: 'Ada' };
const DAY = 24 * 3_600_000;
/** Shorter than people's, so that the tests need not wait five seconds. */
const BUSY_MS = 150;

let folder: string;
let path: string;
let store: Store;
let app: App;
let readers: Readers;
let now: number;
let onPost: () => void;
const opened: Store[] = [];
const holders: ChildProcess[] = [];

async function open(busyTimeoutMs = BUSY_MS): Promise<void> {
  const { settings } = readSettings({}, '/');
  store = await openStore(path, { busyTimeoutMs });
  opened.push(store);
  app = await createApp({
    settings: { ...(settings as NonNullable<typeof settings>), storeUrl: path },
    store,
    sources: [],
    clock: () => now,
    random: () => 0.5,
    sleep: () => new Promise(() => {}),
    log: silent,
  });
  app.connect(readers);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-faults-'));
  path = join(folder, 'paperboy.sqlite');
  now = Date.parse('2026-11-23T12:00:00Z');
  onPost = () => {};
  readers = createReaders(() => {
    onPost();
    return 'none';
  });
  await open();
  await app.service.join(general);
  await app.service.ask({ place: general, person: ada, text: 'subscribe agents' });
  await app.archive.put(digestOf('2026-11-23', paperOf('Agents at work')), 'test');
  now = Date.parse('2026-11-24T09:00:00Z');
});

afterEach(async () => {
  for (const child of holders.splice(0)) child.kill('SIGKILL');
  for (const one of opened.splice(0)) await one.close().catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

const titles = () => readers.seen.map(({ summary }) => summary.replace(/^.*: /, ''));
const storeFailure = (advice: RegExp) =>
  expect.objectContaining({
    code: 'store',
    message: expect.stringMatching(new RegExp(`${path.replaceAll('.', '\\.')}.*${advice.source}`)),
  });

/** The delivery of the next days works, the post comes once, and what was stored is all there. */
async function isWellAgain(): Promise<void> {
  for (let minute = 0; minute < 5; minute++) {
    await app.deliver();
    now += 60_000;
  }
  expect(titles()).toEqual(['Agents at work']);
  now += DAY;
  await app.deliver();
  expect(titles()).toEqual(['Agents at work']);
  expect(app.channels.topics(general.id).map(({ query }) => query)).toEqual(['agents']);
  expect(await app.archive.getMany((await app.archive.after(0)).map(({ paper }) => paper))).toHaveLength(1);
}

/** Another process takes the write lock, and gives it back after a time, or when it is killed. */
async function hold(ms: number): Promise<ChildProcess> {
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1]);
    database.exec('BEGIN IMMEDIATE');
    process.stdout.write('held');
    setTimeout(() => database.exec('COMMIT'), Number(process.argv[2]));`;
  const child = spawn(process.execPath, ['-e', script, path, String(ms)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  holders.push(child);
  await once(child.stdout, 'data');
  return child;
}

async function letGo(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'close');
}

describe('another process holds the write lock', () => {
  test('for less than the timeout: writers wait for it', async () => {
    await open(30_000);
    await hold(60);
    await isWellAgain();
  });

  test('for longer: nothing is posted, the error says so, and the next round posts', async () => {
    const other = await hold(60_000);
    await expect(app.deliver()).rejects.toEqual(storeFailure(/another process is using it/));
    const reply = await app.service.ask({ place: general, person: ada, text: 'subscribe robots' });
    expect(JSON.stringify(reply.blocks)).toMatch(/nothing was changed.*another process is using it/);
    const put = app.archive.put(digestOf('2026-11-24', paperOf('Too soon')), 'test');
    await expect(put).rejects.toEqual(storeFailure(/another process is using it/));
    expect(readers.seen).toEqual([]);
    await letGo(other);
    await isWellAgain();
  });

  test('while a post is shown: its receipt cannot be written, and it is looked for and not sent again', async () => {
    const other = new DatabaseSync(path);
    onPost = () => other.exec('BEGIN IMMEDIATE');
    await expect(app.deliver()).rejects.toEqual(storeFailure(/another process is using it/));
    expect(readers.seen).toHaveLength(1);
    expect(await app.ledger.get(`${general.id} 2026-11-24`)).toMatchObject({ state: 'posting' });
    onPost = () => {};
    other.exec('ROLLBACK');
    other.close();
    await isWellAgain();
    expect(await app.ledger.get(`${general.id} 2026-11-24`)).toMatchObject({ state: 'posted' });
  });
});

test('a full disk: nothing is posted, the error says so, and when there is room the post comes once', async () => {
  // A round of several hundred plans is more than the room left in half-empty pages.
  const places = Array.from({ length: 300 }, (_, at) => ({ id: `test:t:${at}`, name: `#${at}` }));
  for (const { id, name } of places) {
    await joinChannel(app.channels, {
      id,
      name,
      joinedAt: Date.parse('2026-11-23T12:00:00Z'),
      fromSeq: 0,
      fromDay: '2026-11-23',
      joined: true,
    });
  }
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(store.db);
  await sql.raw(`PRAGMA max_page_count = ${(rows[0]?.page_count ?? 0) + 2}`).execute(store.db);
  await sql`CREATE TABLE filler (x TEXT)`.execute(store.db);
  const fill = async () => {
    for (;;) await sql`INSERT INTO filler VALUES (${'x'.repeat(500)})`.execute(store.db);
  };
  await expect(fill()).rejects.toThrow(/full/);
  await expect(app.deliver()).rejects.toEqual(storeFailure(/the disk is full/));
  const many = Array.from({ length: 400 }, (_, at) => paperOf(`Too much for this disk, number ${at}`));
  const put = app.archive.put(digestOf('2026-11-24', ...many), 'test');
  await expect(put).rejects.toEqual(storeFailure(/the disk is full/));
  expect(readers.seen).toEqual([]);
  await sql.raw('PRAGMA max_page_count = 1000000').execute(store.db);
  for (const { id } of places) await app.service.leave(id);
  await isWellAgain();
});

test('a store that becomes read-only: nothing is posted and nothing is lost', async () => {
  await sql.raw('PRAGMA query_only = ON').execute(store.db);
  await expect(app.deliver()).rejects.toEqual(storeFailure(/read-only/));
  expect(readers.seen).toEqual([]);
  await sql.raw('PRAGMA query_only = OFF').execute(store.db);
  await isWellAgain();
});

describe('a damaged file', () => {
  test.each(['papers', 'channels', 'subscriptions', 'arrivals', 'deliveries', 'sent', 'revisions'])(
    'whose table of %s cannot be read posts nothing and says that it is damaged',
    async (table) => {
      // One post is out, another is due: a ledger that reads as empty would send both again.
      await app.deliver();
      await app.archive.put(digestOf('2026-11-24', paperOf('More agents')), 'test');
      expect(readers.seen).toHaveLength(1);
      await store.close();
      damage(table);
      now += DAY;
      const round = async () => {
        await open();
        await app.deliver();
      };
      await expect(round()).rejects.toEqual(storeFailure(/damaged|is not a SQLite file/));
      expect(readers.seen).toHaveLength(1);
    },
  );

  /** Overwrites the first page of a table and of its indexes. */
  function damage(table: string): void {
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const size = Number(raw.prepare('PRAGMA page_size').get()?.page_size);
    const roots = raw
      .prepare('SELECT rootpage FROM sqlite_schema WHERE tbl_name = ? AND rootpage > 0')
      .all(table);
    raw.close();
    expect(roots.length).toBeGreaterThan(0);
    const file = openSync(path, 'r+');
    for (const { rootpage } of roots) {
      writeSync(file, Buffer.alloc(size, 0x5a), 0, size, (Number(rootpage) - 1) * size);
    }
    closeSync(file);
  }
});
