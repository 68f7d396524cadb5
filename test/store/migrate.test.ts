import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { readSettings } from '../../src/config/settings.ts';
import { openStore } from '../../src/store/store.ts';
import { wordsOf } from '../app/world.ts';
import { silent } from '../delivery/world.ts';

/** Made by the last version without migrations: three channels, one of them damaged, four topics, two reading lists. */
const SAMPLE = fileURLToPath(new URL('../../fixtures/stores/before-migrations.sqlite', import.meta.url));
const STORE = fileURLToPath(new URL('../../src/store/store.ts', import.meta.url));

function copied(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'paperboy-migrate-')), 's.sqlite');
  copyFileSync(SAMPLE, path);
  return path;
}

async function open(path: string) {
  const { settings } = readSettings({}, '/');
  if (!settings) throw new Error('the defaults are wrong');
  const store = await openStore(path);
  const app = await createApp({
    settings: { ...settings, storePath: path },
    store,
    sources: [],
    clock: () => Date.parse('2026-11-21T08:00:00Z'),
    random: () => 0.5,
    sleep: () => new Promise(() => {}),
    log: silent,
  });
  return { store, app };
}

test('a store of the previous version opens with all that channels and people chose', async () => {
  const path = copied();
  for (let start = 0; start < 2; start++) {
    const { store, app } = await open(path);
    const { channels } = app;
    expect(channels.get('test:t:general')).toMatchObject({
      limit: 5,
      zone: 'Europe/Berlin',
      schedule: { every: 'weekday', time: '08:30' },
      state: { kind: 'ok' },
    });
    expect(channels.topics('test:t:general').map(({ query, by }) => [query, by.name])).toEqual([
      ['agents', 'Ada'],
      ['"scaling laws" -video', 'Ben'],
    ]);
    expect(channels.get('test:t:ml')?.paused?.by.name).toBe('Ben');
    expect(channels.get('test:t:broken')).toMatchObject({ zone: 'Europe/Paris', state: { kind: 'damaged' } });
    expect(channels.topics('test:t:broken')).toMatchObject([
      { query: '(unclosed', problem: expect.any(String) },
    ]);
    const place = { id: 'test:t:general', name: '#general' };
    const ask = async (id: string, text: string) =>
      wordsOf(await app.service.ask({ place, person: { id, name: 'x' }, text }));
    expect(await ask('test:t:ada', 'saved')).toMatch(/3 papers\nLedger keeping.*\nScaling.*\nAgents/);
    expect(await ask('test:t:ben', 'saved')).toContain('1 paper');
    expect(await ask('test:t:ben', 'subscribe "scaling laws" -video')).toContain('already');
    await store.close();
  }
});

test('several processes that open an old store at once migrate it once', async () => {
  const path = copied();
  const script = `
    import { openStore } from ${JSON.stringify(STORE)};
    const store = await openStore(${JSON.stringify(path)});
    const rows = await store.db.selectFrom('channels').select('id').execute();
    process.stdout.write(String(rows.length));
    await store.close();`;
  const run = promisify(execFile);
  const here = Array.from({ length: 2 }, () => openStore(path));
  const there = Array.from({ length: 3 }, () => run(process.execPath, ['--input-type=module', '-e', script]));
  for (const { stdout } of await Promise.all(there)) expect(stdout).toBe('3');
  for (const store of await Promise.all(here)) await store.close();
});

test('a store of a newer version is refused by name, and left as it is', async () => {
  const path = copied();
  const store = await openStore(path);
  await sql.raw("INSERT INTO kysely_migration VALUES ('0042-what-comes', '2030-01-01')").execute(store.db);
  await store.close();
  await expect(openStore(path)).rejects.toThrow(
    /newer Paperboy \(schema 0042-what-comes\)\. Update Paperboy/,
  );
  await expect(openStore(path)).rejects.toMatchObject({ code: 'store' });
});
