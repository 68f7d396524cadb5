import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { openArrivalLog } from '../../src/archive/arrival-log.ts';
import { readSettings } from '../../src/config/settings.ts';
import { openJudgements } from '../../src/language-model/judgements.ts';
import { openHttpCache } from '../../src/sources/http-cache.ts';
import { openLocks } from '../../src/store/locks.ts';
import { openStore } from '../../src/store/store.ts';
import { wordsOf } from '../app/world.ts';
import { silent } from '../delivery/world.ts';

/** Made by the last version without migrations: three channels, one of them damaged, four topics, two reading lists. */
const SAMPLE = fileURLToPath(new URL('../../fixtures/stores/before-migrations.sqlite', import.meta.url));
/** Made by the last version whose rooms made their own tables: four papers, two deliveries, an answer, a turn. */
const ROOMS = fileURLToPath(new URL('../../fixtures/stores/before-room-tables.sqlite', import.meta.url));
/** Made by the last version whose reading lists had no notes: two papers, one topic, two reading lists. */
const LISTS = fileURLToPath(
  new URL('../../fixtures/stores/before-reading-list-notes.sqlite', import.meta.url),
);
/** Made by the last version that counted no votes by day: two papers with votes, a weekly channel with one topic. */
const VOTES = fileURLToPath(new URL('../../fixtures/stores/before-vote-counts.sqlite', import.meta.url));
/** Made by the last version that asked no language model: two papers, one topic, one reading list. */
const JUDGEMENTS = fileURLToPath(new URL('../../fixtures/stores/before-judgements.sqlite', import.meta.url));
/** Made by the last version that kept no signals of taste: two papers, one topic, one reading list. */
const SIGNALS = fileURLToPath(new URL('../../fixtures/stores/before-signals.sqlite', import.meta.url));
const STORE = fileURLToPath(new URL('../../src/store/store.ts', import.meta.url));

function copied(sample = SAMPLE): string {
  const path = join(mkdtempSync(join(tmpdir(), 'paperboy-migrate-')), 's.sqlite');
  copyFileSync(sample, path);
  return path;
}

async function open(path: string) {
  const { settings } = readSettings({}, '/');
  if (!settings) throw new Error('the defaults are wrong');
  const store = await openStore(path);
  const app = await createApp({
    settings: { ...settings, storeUrl: path },
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

test.each([
  ['the version before', []],
  [
    'a version without two of the columns',
    ['ALTER TABLE arrivals DROP COLUMN news', 'ALTER TABLE answers DROP COLUMN charset'],
  ],
])('a store whose tables were made by rooms themselves opens with all of them (%s)', async (_name, undo) => {
  const path = copied(ROOMS);
  const raw = new DatabaseSync(path);
  for (const statement of undo) raw.exec(statement);
  raw.close();
  const { store, app } = await open(path);
  const origin = undo.length > 0 ? 'news' : 'past';
  expect(await app.archive.arrivalOf('2401.00001')).toMatchObject({ seq: 3, day: '2026-11-19', origin });
  expect((await app.archive.after(3)).map(({ paper }) => paper)).toEqual(['2611.00003']);
  expect((await app.archive.get('10.1000/agents.1'))?.id).toBe('2611.00001');
  expect((await openArrivalLog(store)).storeId).toBe('5ef0c50632d42f32173c27164e908341');
  const [due, posted] = await app.ledger.history('test:t:general', 10);
  expect(due).toMatchObject({ state: 'planned', upTo: 4 });
  expect(posted).toMatchObject({ state: 'posted', receipts: [{ messageId: 'm1' }, { messageId: 'm2' }] });
  expect((await app.ledger.sent('test:t:general', ['2611.00001', '2401.00001'])).size).toBe(1);
  const now = Date.parse('2026-11-20T08:00:00Z');
  expect(await openLocks(store).take('arxiv', now, 3_000)).toBe(now + 3_000);
  const answer = await openHttpCache(store).get('https://feeds.test/rss');
  expect(Buffer.from(answer?.body ?? []).toString()).toBe('a feed');
  expect(answer?.charset).toBe(undo.length > 0 ? undefined : 'GBK');
  await store.close();
});

test('reading lists from before notes keep their papers, which can be done and have notes from then on', async () => {
  const path = copied(LISTS);
  const asked = async (person: string, ...typed: string[]) => {
    const { store, app } = await open(path);
    const place = { id: 'test:t:general', name: '#general' };
    const said: string[] = [];
    for (const text of typed)
      said.push(wordsOf(await app.service.ask({ place, person: { id: person, name: 'x' }, text })));
    await store.close();
    return said.join('\n');
  };
  const ada = 'test:t:ada';
  expect(await asked(ada, 'saved')).toMatch(/: 2 papers\nLedger keeping.*\nAgents that read/);
  await asked(ada, 'note 2 read it again', 'done 1');
  expect(await asked(ada, 'saved')).toMatch(/1 done\nAgents that read.*read it again\nDone\nLedger keeping/);
  expect(await asked('test:t:ben', 'saved', 'topics')).toMatch(/: 1 paper\nLedger keeping[\s\S]*agents/);
});

test('votes of a store from before they were counted by day are counted from then on', async () => {
  const { store, app } = await open(copied(VOTES));
  expect(app.channels.get('test:t:general')).toMatchObject({ order: 'votes', schedule: { every: 'week' } });
  expect(await app.archive.trending('2026-11-21')).toEqual([]);
  const paper = await app.archive.get('2611.00001');
  if (paper === undefined) throw new Error('the paper is lost');
  await app.archive.put(
    { date: '2026-11-20', papers: [{ ...paper, upvotes: 40 }], skipped: [] },
    'hugging-face',
  );
  expect(await app.archive.trending('2026-11-20')).toEqual([
    { id: '2611.00001', gained: { votes: 40, since: '2026-11-20' } },
  ]);
  await store.close();
});

test('a store from before language models opens with all it holds, and keeps what one says from then on', async () => {
  const { store, app } = await open(copied(JUDGEMENTS));
  expect(app.channels.get('test:t:general')).toMatchObject({ limit: 5 });
  expect(app.channels.topics('test:t:general').map(({ query }) => query)).toEqual(['rlhf']);
  expect((await app.archive.get('2611.00001'))?.upvotes).toBe(12);
  const now = Date.parse('2026-11-21T08:00:00Z');
  const table = openJudgements(store, 'm');
  await table.keep('2611.00001', 'cheaper rlhf', { holds: true, said: 'It is.' }, now);
  // What was said first stays.
  await table.keep('2611.00001', 'cheaper rlhf', { holds: false, said: 'It is not.' }, now);
  const read = await table.read(['2611.00001', '2611.00002'], ['cheaper rlhf']);
  expect([...read].map(([id, said]) => [id, [...said]])).toEqual([
    ['2611.00001', [['cheaper rlhf', { holds: true, said: 'It is.' }]]],
  ]);
  expect([await table.take(now, 1), await table.take(now, 1), await table.used(now)]).toEqual([
    true,
    false,
    1,
  ]);
  await store.close();
});

test('a store from before taste was learned keeps signals from then on', async () => {
  const { store, app } = await open(copied(SIGNALS));
  const place = { id: 'test:t:general', name: '#general' };
  const person = { id: 'test:t:u1', name: 'Ada' };
  expect(app.channels.get(place.id)).toMatchObject({ order: 'relevance' });
  expect(wordsOf(await app.service.ask({ place, person, text: 'saved' }))).toContain('Low-rank adapters');
  const act = { do: 'mark', id: '2611.00002', as: 'relevant' } as const;
  expect(wordsOf(await app.service.press({ place, person, act }))).toContain('Marked Merging adapters');
  expect(wordsOf(await app.service.ask({ place, person, text: 'taste' }))).toContain('1 of 5 signals');
  await store.close();
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
