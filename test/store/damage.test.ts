/** Files that lost something, and files that others could read: what is said at the start, and what is mended. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { storeError } from '../../src/store/sqlite/failure.ts';
import { openStore } from '../../src/store/store.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'paperboy-damage-'));

/** A store with some hundred pages, closed. */
async function filled(): Promise<string> {
  const path = join(folder(), 's.sqlite');
  const store = await openStore(path);
  const many = Array.from({ length: 400 }, (_, at) => ({ key: `k${at}`, value: `${at} `.repeat(200) }));
  await store.shelf('papers').setMany(many);
  await store.close();
  const raw = new DatabaseSync(path);
  raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  raw.close();
  return path;
}

const wayBack = /[Rr]eplace it with a backup.*move (it|the file) away/s;

describe('a file that lost something is said, with the way back, and left as it is', () => {
  test('all of it', async () => {
    const path = join(folder(), 's.sqlite');
    writeFileSync(path, '');
    await expect(openStore(path)).rejects.toThrow(/s\.sqlite is empty/);
    await expect(openStore(path)).rejects.toThrow(wayBack);
    expect(statSync(path).size).toBe(0);
  });

  test.each([1, 50, 99, 100, 512, 4_095, 4_096, 8_192, 40_960, 100_001])('all but %i bytes', async (size) => {
    const path = await filled();
    truncateSync(path, size);
    await expect(openStore(path)).rejects.toMatchObject({ code: 'store' });
    await expect(openStore(path)).rejects.toThrow(wayBack);
    expect(statSync(path).size).toBe(size);
  });

  test('a file of something else, and a store without one of its tables, each naming the backups beside it', async () => {
    const path = await filled();
    const [older, newer] = [`${path}.monday.sqlite`, `${path}.tuesday.sqlite`] as const;
    for (const [at, backup] of [older, newer].entries()) {
      copyFileSync(path, backup);
      utimesSync(backup, 1_000 + at, 1_000 + at);
    }
    writeFileSync(`${path}.notes.txt`, 'no backup');
    const named = /newest first: s\.sqlite\.tuesday\.sqlite, s\.sqlite\.monday\.sqlite\..*paperboy restore/;
    const raw = new DatabaseSync(path);
    raw.exec('DROP TABLE subscriptions');
    raw.close();
    await expect(openStore(path)).rejects.toThrow(/its table "subscriptions" is missing/);
    await expect(openStore(path)).rejects.toThrow(wayBack);
    await expect(openStore(path)).rejects.toThrow(named);
    const bytes = readFileSync(path);
    bytes.fill('garbage!', 0, 100);
    writeFileSync(path, bytes);
    await expect(openStore(path)).rejects.toThrow(
      /not a SQLite file; replace it with a backup, move it away/,
    );
    await expect(openStore(path)).rejects.toThrow(named);
  });

  test('its last page', async () => {
    const path = await filled();
    truncateSync(path, statSync(path).size - 4_096);
    await expect(openStore(path)).rejects.toThrow(/damaged/);
  });

  test('a byte in the structure of any page', async () => {
    const whole = await filled();
    const bytes = readFileSync(whole);
    const silent: number[] = [];
    for (let page = 1; page * 4_096 < bytes.length; page += 7) {
      const path = `${whole}.${page}`;
      copyFileSync(whole, path);
      const flipped = Buffer.from(bytes);
      // The kind of a page, and how many cells it holds. Overflow pages have neither: their first bytes are a link.
      const at = page * 4_096;
      flipped[at] = (flipped[at] ?? 0) ^ 0xff;
      flipped[at + 3] = (flipped[at + 3] ?? 0) ^ 0x55;
      writeFileSync(path, flipped);
      const said = await openStore(path).then(
        (store) => store.close().then(() => ''),
        (error) => String(error),
      );
      if (!wayBack.test(said)) silent.push(page);
    }
    expect(silent).toEqual([]);
  });
});

describe('only the owner may read what is stored', () => {
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

  test('in a folder and files that are made', async () => {
    const data = join(folder(), 'deep', 'data');
    const path = join(data, 's.sqlite');
    const store = await openStore(path);
    await store.shelf('papers').set('k', 1);
    expect([data, path, `${path}-wal`, `${path}-shm`].map(modeOf)).toEqual(['700', '600', '600', '600']);
    await store.close();
  });

  test('and in files that were open before, in a folder that keeps its rights', async () => {
    const data = join(folder(), 'data');
    mkdirSync(data);
    const path = join(data, 's.sqlite');
    const before = await openStore(path);
    await before.shelf('papers').set('k', 1);
    chmodSync(data, 0o755);
    for (const suffix of ['', '-wal', '-shm']) chmodSync(path + suffix, 0o644);
    const store = await openStore(path);
    expect([data, path, `${path}-wal`, `${path}-shm`].map(modeOf)).toEqual(['755', '600', '600', '600']);
    await store.close();
    await before.close();
  });

  test('but a folder in place of the file keeps its rights', async () => {
    const path = folder();
    chmodSync(path, 0o755);
    await expect(openStore(path)).rejects.toThrow(
      /is a folder\. Name the file in it, such as .*paperboy\.sqlite/,
    );
    expect(statSync(path).mode & 0o777).toBe(0o755);
  });

  test('but a folder that is everyone’s stays so', async () => {
    const shared = folder();
    chmodSync(shared, 0o1777);
    const store = await openStore(join(shared, 's.sqlite'));
    expect(modeOf(shared)).toBe('777');
    expect(modeOf(join(shared, 's.sqlite'))).toBe('600');
    await store.close();
  });

  test('and a folder that was named in place of a file is left as it is', async () => {
    const place = folder();
    chmodSync(place, 0o755);
    await expect(openStore(place)).rejects.toMatchObject({ code: 'store' });
    expect(modeOf(place)).toBe('755');
  });
});

test('a store that several processes make at once is never found empty', async () => {
  const path = join(folder(), 's.sqlite');
  const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(path)));
  await Promise.all(stores.map((store, at) => store.shelf('papers').set(`k${at}`, at)));
  expect(await stores[0]?.shelf('papers').getMany(['k0', 'k4'])).toEqual([0, 4]);
  for (const store of stores) await store.close();
});

describe('a full disk is named', () => {
  const advice = (path: string, error: object) => storeError(path, 'opened', error).message;
  test('where SQLite could not make or grow a file beside its own', () => {
    // /proc has no room for anything.
    if (existsSync('/proc/self'))
      expect(advice('/proc/s.sqlite', { errcode: 4_874 })).toContain('disk is full');
    expect(advice(join(folder(), 's.sqlite'), { errcode: 4_874 })).toContain('the disk reported an error');
  });

  test('where the system says so', () => {
    expect(advice('/tmp/s.sqlite', { code: 'ENOSPC' })).toContain('disk is full');
    expect(advice('/tmp/s.sqlite', { code: 'EDQUOT' })).toContain('disk is full');
  });
});
