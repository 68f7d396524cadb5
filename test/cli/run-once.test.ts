import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { because } from '../skip.ts';
import { createSchema, noServer } from '../store/server.ts';
import { newFolder, paperboy, workspace } from './run.ts';

/** A data folder in which the workspace was started once: two channels, the bundled digest, its first post. */
async function used(): Promise<string> {
  const dataDir = newFolder();
  const running = await workspace(dataDir);
  // A stop leaves what is not under way yet to the next start.
  const isPosted = async () => (await paperboy(['ask', 'status'], { dataDir })).out.includes('Last post');
  await vi.waitUntil(isPosted, { timeout: 120_000, interval: 100 });
  await running.stop();
  return dataDir;
}

test('run-once tells what would be sent, sends it, and has nothing more to send', async () => {
  const dataDir = await used();
  const at = ['--at', new Date(Date.now() + 48 * 3_600_000).toISOString()];
  const dry = await paperboy(['run-once', '--dry', ...at], { dataDir });
  expect(dry.out).toMatch(/#ml-papers, due .*: 10 of 28 papers\n {2}Antidote/);
  expect(dry.out).toMatch(/#general, due .*: nothing, no new digest has arrived/);
  const again = await paperboy(['run-once', '--dry', ...at], { dataDir });
  expect(again.out).toBe(dry.out);
  // Depending on the time of day a missed slot is settled too: as skipped, with its reason.
  expect((await paperboy(['run-once', ...at], { dataDir })).out).toMatch(/^([2-4]) due, \1 settled\.\n$/);
  expect((await paperboy(['run-once', ...at], { dataDir })).out).toBe('0 due, 0 settled.\n');
  expect((await paperboy(['run-once', '--at', 'tomorrow'], { dataDir })).code).toBe(2);
});

test('run-once on a new data folder posts the newest digest to the local workspace, as a start does', async () => {
  const dataDir = newFolder();
  const dry = await paperboy(['run-once', '--dry'], { dataDir });
  expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('There is no channel yet.') });
  expect(readdirSync(dataDir)).toEqual([]);
  const first = await paperboy(['run-once'], { dataDir });
  expect(first).toMatchObject({ code: 0, out: 'Sent the first post to #general.\n0 due, 0 settled.\n' });
  expect((await paperboy(['ask', 'status'], { dataDir })).out).toMatch(/Last post: .*, 10 of 28 papers/);
  expect((await paperboy(['run-once'], { dataDir })).out).toBe('0 due, 0 settled.\n');
});

test('channels move to another store as one file, and the same file twice changes nothing', async () => {
  const dataDir = await used();
  const other = newFolder();
  const exported = await paperboy(['export'], { dataDir });
  const edited = JSON.parse(exported.out);
  const by = { id: 'u', name: 'Ada' };
  edited.channels[1].topics = [{ query: 'lora', meaning: '"lora"', by, at: 1 }];
  edited.channels[1].limit = 3;
  const input = JSON.stringify(edited);
  const first = await paperboy(['import-channels', '-'], { dataDir: other, input });
  expect(first.out).toBe('Channels: 2. New topics: 1.\n');
  const there = (await paperboy(['export'], { dataDir: other })).out;
  expect(JSON.parse(there).channels[1]).toMatchObject({
    name: '#ml-papers',
    limit: 3,
    topics: [{ query: 'lora', by }],
  });
  await paperboy(['import-channels', '-'], { dataDir: other, input });
  expect((await paperboy(['export'], { dataDir: other })).out).toBe(there);
});

test('what is no export is refused with the place, and changes nothing', async () => {
  const dataDir = newFolder();
  const input = JSON.stringify({ format: 'paperboy-channels-1', channels: [{ id: 'a' }] });
  const { code, err } = await paperboy(['import-channels', '-'], { dataDir, input });
  expect(code).toBe(1);
  expect(err).toContain('channels.0.name');
  expect(JSON.parse((await paperboy(['export'], { dataDir })).out).channels).toEqual([]);
});

test('a channel that cannot be posted to is named on a line, and the others are posted to', async () => {
  const dataDir = await used();
  const file = new DatabaseSync(join(dataDir, 'paperboy.sqlite'));
  file.exec("UPDATE channels SET record = json_set(record, '$.zone', 'PST') WHERE id = 'web:local:general'");
  file.close();
  const at = ['--at', new Date(Date.now() + 48 * 3_600_000).toISOString()];
  const dry = await paperboy(['run-once', '--dry', ...at], { dataDir });
  expect(dry).toMatchObject({ code: 1, out: expect.stringMatching(/#ml-papers, due .*: 10 of 28 papers/) });
  const { code, out, err } = await paperboy(['run-once', ...at], { dataDir });
  expect(code).toBe(1);
  expect(out).toMatch(/^([1-4]) due, \1 settled\.\n$/);
  expect(err).toMatch(
    /^#general \(web:local:general\) is parked: 1 stored setting can't be read: Time zone \("PST"\)\.$/m,
  );
  expect(err).not.toContain('\n    at ');
  const repaired = await paperboy(['ask', '--channel', 'general', 'schedule daily 9am PST'], { dataDir });
  expect(repaired.out).toContain('every day at 09:00, America/Los_Angeles');
  expect((await paperboy(['run-once', ...at], { dataDir })).code).toBe(0);
  const started = await workspace(dataDir, { TIMEZONE: 'PST' });
  const { out: log } = await started.stop();
  expect(log).toContain('PST is read as America/Los_Angeles');
});

test('run-once refuses settings of a platform that start refuses, and stores nothing', async () => {
  const dataDir = await used();
  const at = ['--at', new Date(Date.now() + 48 * 3_600_000).toISOString()];
  const ledger = () => {
    const file = new DatabaseSync(join(dataDir, 'paperboy.sqlite'));
    const rows = file.prepare('SELECT key, state FROM deliveries').all();
    file.close();
    return rows;
  };
  const before = ledger();
  for (const env of [
    { SLACK_BOT_TOKEN: 'xoxb-1' },
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', SLACK_API_URL: 'slack' },
    { DISCORD_APPLICATION_ID: '1' },
    { PORT: 'x' },
  ]) {
    const { code, err } = await paperboy(['run-once', ...at], { dataDir, env });
    expect(code).toBe(2);
    expect(err).toContain(Object.keys(env).at(-1));
    expect((await paperboy(['start'], { dataDir, env })).err).toBe(err);
  }
  expect(ledger()).toEqual(before);
});

test('a channel whose platform is not connected is named, keeps its slot, and counts as not delivered', async () => {
  const dataDir = await used();
  const exported = JSON.parse((await paperboy(['export'], { dataDir })).out);
  const input = JSON.stringify({
    ...exported,
    channels: [{ ...exported.channels[0], id: 'discord:1:2', name: '#far' }],
  });
  await paperboy(['import-channels', '-'], { dataDir, input });
  const at = ['--at', new Date(Date.now() + 48 * 3_600_000).toISOString()];
  for (let time = 0; time < 2; time++) {
    const { code, err } = await paperboy(['run-once', ...at], { dataDir });
    expect(code).toBe(1);
    expect(err).toContain('#far (discord:1:2) is parked: discord is not connected');
  }
  const file = new DatabaseSync(join(dataDir, 'paperboy.sqlite'));
  expect(file.prepare("SELECT * FROM deliveries WHERE channel = 'discord:1:2'").all()).toEqual([]);
  file.close();
});

test('a post that another process is sending is said and is no failure', async () => {
  const dataDir = await used();
  const at = Date.now() + 48 * 3_600_000;
  const file = new DatabaseSync(join(dataDir, 'paperboy.sqlite'));
  file.exec(`CREATE TRIGGER taken AFTER INSERT ON deliveries WHEN NEW.state = 'planned' BEGIN
    UPDATE deliveries SET state = 'posting', owner = 'another', lease_until = ${at + 60_000} WHERE key = NEW.key; END`);
  file.close();
  const moment = ['--at', new Date(at).toISOString()];
  const { code, out, err } = await paperboy(['run-once', ...moment], { dataDir });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^#ml-papers \(web:local:ml-papers\) of \S+: another process is sending it\.$/m);
});

test('a delivery of an earlier run that fails for good is named, and the code says so', async () => {
  const dataDir = await used();
  const file = new DatabaseSync(join(dataDir, 'paperboy.sqlite'));
  file.exec("UPDATE deliveries SET state = 'planned', plan = '{bad', receipts = '[]'");
  file.close();
  const { code, err } = await paperboy(['run-once'], { dataDir });
  expect(code).toBe(1);
  expect(err).toMatch(/^#general \(web:local:general\) of .* is failed: The stored plan can't be read/m);
});

/** An export with one channel for each id, each following the queries. */
function exportOf(ids: string[], queries: string[] = []): string {
  const by = { id: 'u', name: 'Ada' };
  const settings = { joinedAt: 1, since: 1, joined: true, fromSeq: 0, limit: 5, order: 'votes' };
  const shown = { quietLine: false, abstracts: true, state: { kind: 'ok' } };
  const topics = queries.map((query) => ({ query, by, at: 1 }));
  const channels = ids.map((id) => ({ id, name: `#${id}`, ...settings, ...shown, topics }));
  return JSON.stringify({ format: 'paperboy-channels-1', channels });
}

test('imported channels of the local workspace are made there, and are posted to', async () => {
  const dataDir = await used();
  const input = exportOf(['web:local:imported']);
  expect((await paperboy(['import-channels', '-'], { dataDir, input })).code).toBe(0);
  const asked = await paperboy(['ask', '--channel', 'imported', 'status'], { dataDir });
  expect(asked.code).toBe(0);
  const at = ['--at', new Date(Date.now() + 48 * 3_600_000).toISOString()];
  expect((await paperboy(['run-once', ...at], { dataDir })).code).toBe(0);
});

test.each([
  [
    'a query that is two topics',
    exportOf(['web:local:a'], ['rl, llm']),
    'channels.0.topics.0.query: "rl, llm" is 2 topics',
  ],
  [
    'a name the workspace cannot have',
    exportOf(['web:local:Über uns!'.replace(' ', '')]),
    'channels.0.id: web:local:',
  ],
  [
    'a platform that there is not',
    exportOf(['slak:T1:C1']),
    'channels.0.id: there is no platform slak: web, slack, discord',
  ],
  ['what is nested too deeply', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 'it is nested too deeply'],
  ['another workspace', exportOf(['web:other:a']), "channels.0.id: web:other:a can't be a channel"],
  [
    'more channels than a workspace holds',
    exportOf(Array.from({ length: 300 }, (_, at) => `web:local:ghost-${at}`)),
    'a workspace holds up to 200 channels',
  ],
])('import-channels refuses %s with the place, and changes nothing', async (_, input, said) => {
  const dataDir = await used();
  const before = (await paperboy(['export'], { dataDir })).out;
  const { code, err } = await paperboy(['import-channels', '-'], { dataDir, input });
  expect(code).toBe(1);
  expect(err).toContain(said);
  expect((await paperboy(['export'], { dataDir })).out).toBe(before);
});

test.each(['utf-16le', 'utf-16be'])('import-channels reads %s', async (encoding) => {
  const dataDir = newFolder();
  const bytes = Buffer.from(`\ufeff${exportOf(['slack:T1:C1'], ['lora'])}`, 'utf-16le');
  writeFileSync(join(dataDir, 'channels.json'), encoding === 'utf-16be' ? bytes.swap16() : bytes);
  const { out, err } = await paperboy(['import-channels', 'channels.json'], { dataDir });
  expect([out, err]).toEqual(['Channels: 1. New topics: 1.\n', '']);
});

test.skipIf(noServer)(
  because('run-once fails on a Postgres store that it may not write, a dry one too', noServer),
  async () => {
    const { url, drop } = await createSchema();
    const env = { STORE_URL: url, SOURCES: 'bundled' };
    expect((await paperboy(['ask', '/papers topics'], { env })).code).toBe(0);
    const STORE_URL = `${url}%20-c%20default_transaction_read_only%3Don`;
    const { code, err } = await paperboy(['run-once', '--dry'], { env: { ...env, STORE_URL } });
    expect(code).toBe(1);
    expect(err.trim().split('\n').at(-1)).toMatch(/^The store .* the server is read-only; set STORE_URL/);
    await drop();
  },
);

test('imported names and topics have nothing invisible in them', async () => {
  const dataDir = newFolder();
  const input = exportOf(['slack:T1:C1'], ['lo\u0000ra']).replace('#slack:T1:C1', '\u202e#a\\n\\u0000b');
  expect((await paperboy(['import-channels', '-'], { dataDir, input })).err).toBe('');
  const [channel] = JSON.parse((await paperboy(['export'], { dataDir })).out).channels;
  expect(channel).toMatchObject({ name: '#a b', topics: [{ query: 'lora' }] });
});

test('import-channels says what is missing in words', async () => {
  const input = JSON.stringify({ format: 'paperboy-channels-1' });
  const { err } = await paperboy(['import-channels', '-'], { dataDir: newFolder(), input });
  expect(err).toContain('channels: is missing');
  const list = await paperboy(['import-channels', '-'], { dataDir: newFolder(), input: '[]' });
  expect(list.err).toContain('the file: must be an object');
});
