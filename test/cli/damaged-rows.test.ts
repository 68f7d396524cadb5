/** One damaged row costs what it held, never the program: each is damaged in a real file, and the commands are run on it. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { newFolder, paperboy, workspace } from './run.ts';

let base: string;
beforeAll(async () => {
  base = newFolder();
  const started = await workspace(base);
  await started.line('"posted"');
  await started.stop();
  await paperboy(['ask', 'subscribe diffusion'], { dataDir: base });
});

const HUGE = '9223372036854775807';

/** A copy of a folder that was used, with one statement run on its file. */
function damaged(statement: string): string {
  const dataDir = newFolder();
  cpSync(base, dataDir, { recursive: true });
  const file = new DatabaseSync(join(dataDir, 'paperboy.sqlite'));
  expect(file.prepare(statement).run().changes, statement).toBe(1);
  file.close();
  return dataDir;
}

const first = (table: string) => `rowid = (SELECT min(rowid) FROM ${table})`;
const AT = ['--at', new Date(Date.now() + 48 * 3_600_000).toISOString()];

const shelves = ['papers', 'digests', 'source_states', 'web_channels', 'web_messages'].flatMap((shelf) => [
  ...["'{bad'", "'null'", `'{"value":null}'`, `'{"value":7}'`, "x'ff00'", 'NULL'].map((value) => [
    `${shelf}.value`,
    `UPDATE ${shelf} SET value = ${value} WHERE ${first(shelf)}`,
  ]),
  [`${shelf}.expires`, `UPDATE ${shelf} SET expires = ${HUGE} WHERE ${first(shelf)}`],
  [`${shelf}.expires`, `UPDATE ${shelf} SET expires = 1 WHERE ${first(shelf)}`],
]);
const tables = [
  ['channels.id', "UPDATE channels SET id = '' WHERE id LIKE '%general'"],
  ['channels.record', "UPDATE channels SET record = '{bad' WHERE id LIKE '%general'"],
  ['channels.version', `UPDATE channels SET version = ${HUGE} WHERE id LIKE '%general'`],
  ['channels.rev', `UPDATE channels SET rev = -${HUGE} WHERE id LIKE '%general'`],
  ['subscriptions.query', "UPDATE subscriptions SET query = ''"],
  ['subscriptions.at', `UPDATE subscriptions SET at = ${HUGE}`],
  ['revisions.value', `UPDATE revisions SET value = ${HUGE} WHERE name = 'channels'`],
  ['revisions.value', `UPDATE revisions SET value = ${HUGE} WHERE name = 'digests'`],
  ['arrivals.seq', `UPDATE arrivals SET seq = ${HUGE} WHERE ${first('arrivals')}`],
  ['arrivals.rev', `UPDATE arrivals SET rev = ${HUGE} WHERE ${first('arrivals')}`],
  ['arrivals.day', `UPDATE arrivals SET day = '{bad' WHERE ${first('arrivals')}`],
  ['arrivals.news', `UPDATE arrivals SET news = ${HUGE} WHERE ${first('arrivals')}`],
  ['identity.one', 'DELETE FROM identity'],
  ['deliveries.plan', "UPDATE deliveries SET plan = '{bad'"],
  ['deliveries.up_to', `UPDATE deliveries SET up_to = ${HUGE}`],
  ['deliveries.day', "UPDATE deliveries SET day = '2026-99-99'"],
];

describe('a damaged', () => {
  test.each([...shelves, ...tables])('%s stops no command and no other channel: %s', async (_, statement) => {
    const dataDir = damaged(String(statement));
    const ran = await paperboy(['run-once', ...AT], { dataDir });
    expect(ran.err).not.toMatch(/\n {4}at |ZodError|JavaScript number/);
    const file = new DatabaseSync(join(dataDir, 'paperboy.sqlite'));
    const states = file.prepare("SELECT state FROM deliveries WHERE channel = 'web:local:ml-papers'").all();
    file.close();
    expect(states).not.toEqual([]);
    for (const args of [['ask', '--channel', 'ml-papers', 'status'], ['search', 'diffusion'], ['export']]) {
      expect(await paperboy(args, { dataDir }), args[0]).toMatchObject({ code: 0 });
    }
  });

  test('record is named by doctor, by kind, and a channel with what to do', async () => {
    const dataDir = damaged("UPDATE channels SET record = '{bad' WHERE id LIKE '%general'");
    const file = new DatabaseSync(join(dataDir, 'paperboy.sqlite'));
    const bad: [shelf: string, value: string][] = [
      ['papers', '{bad'],
      ['papers', '{"value":7}'],
      ['digests', '{"value":{"date":"never"}}'],
      ['source_states', '{"value":{"next":"soon"}}'],
      ['web_messages', '{"value":{"seq":"x"}}'],
      ['web_people', '{"value":5}'],
    ];
    // Made when the first person of the workspace says a name.
    file.exec('CREATE TABLE IF NOT EXISTS web_people AS SELECT * FROM papers WHERE 0');
    for (const [at, [shelf, value]] of bad.entries())
      file.prepare(`INSERT INTO ${shelf} (key, value) VALUES (?, ?)`).run(`bad${at}`, value);
    file.close();
    const { out, code } = await paperboy(['doctor', '--json'], { dataDir, env: { PORT: '0' } });
    expect(code).toBe(0);
    const findings = JSON.parse(out) as Finding[];
    expect(findings.find(({ about }) => about === 'records')).toMatchObject({
      standing: 'warn',
      line: "Some records can't be read and are left out: papers (2), digests (1), states of sources (1), messages (1), names of people (1).",
      todo: expect.stringContaining('backup'),
    });
    expect(findings.find(({ about }) => about === 'channel')).toMatchObject({
      standing: 'warn',
      todo: expect.stringContaining('`/papers schedule daily 9:00`'),
    });
  });

  test("post's plan is not said to have held no paper", async () => {
    const dataDir = damaged("UPDATE deliveries SET plan = '{bad' WHERE state = 'posted'");
    const { out } = await paperboy(['ask', 'status'], { dataDir });
    expect(out).toMatch(/Last post: .*, but the stored list of its papers can't be read\./);
    expect(out).not.toContain('no paper');
  });

  test('row of a channel leaves it on the page', async () => {
    const dataDir = damaged("UPDATE web_channels SET value = '{bad' WHERE key LIKE '%ml-papers'");
    const started = await workspace(dataDir);
    const { channels } = await started.read<{ channels: { name: string }[] }>('/api/channels');
    expect(channels.map(({ name }) => name)).toEqual(['general', 'ml-papers']);
    await started.stop();
  });

  test('row of the web workspace lets it start', async () => {
    for (const shelf of ['web_channels', 'web_messages']) {
      const dataDir = damaged(`UPDATE ${shelf} SET value = '{"value":null}' WHERE ${first(shelf)}`);
      expect((await (await workspace(dataDir)).stop()).code).toBe(0);
    }
  });

  test('state of a source lets it be read again, and is replaced', async () => {
    const state = `'{"value":{"name":"bundled digest","next":"soon","asked":9e15}}'`;
    const dataDir = damaged(`UPDATE source_states SET value = ${state}`);
    const { err } = await paperboy(['run-once', ...AT], { dataDir });
    expect(err).toContain('a stored value could not be read and was skipped');
    const { out } = await paperboy(['ask', 'status'], { dataDir });
    expect(out).toMatch(/bundled digest: read /);
  });
});
