/** The jobs of a real server when something is wrong with their own tables. */
import { describe, type TestContext, test } from 'vitest';
import type { Log } from '../../src/model/ports.ts';
import type { Jobs } from '../../src/store/jobs.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { silent } from '../delivery/world.ts';
import { because } from '../skip.ts';
import { createSchema, noServer, onServer } from './server.ts';

interface Opened {
  store: Store;
  /** The queue's own schema. */
  schema: string;
  /** Opens jobs, which stop at the end of the test. */
  jobs(log?: Log): Promise<Jobs>;
}

/** The last that was opened is closed first. */
async function open({ onTestFinished }: TestContext): Promise<Opened> {
  const { url, schema, drop } = await createSchema();
  onTestFinished(async () => void (await drop()));
  const store = await openStore(url);
  onTestFinished(() => store.close());
  return {
    store,
    schema: `${schema}_jobs`,
    async jobs(log = silent) {
      const jobs = await store.openJobs?.(log);
      if (jobs === undefined) throw new Error('the store has no jobs');
      onTestFinished(() => jobs.stop(0));
      return jobs;
    },
  };
}

const atOnce = { atOnce: 1 };
const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

describe.skipIf(noServer !== undefined)(because('jobs on Postgres', noServer), { concurrent: true }, () => {
  test('a queue that can’t be opened is told of by the store’s health, and opened the next time', async (context) => {
    const { expect } = context;
    const opened = await open(context);
    const jobs = await opened.jobs();
    const refuse = (code: string) =>
      onServer(`CREATE OR REPLACE FUNCTION "${opened.schema}".refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${code}', MESSAGE = 'no'; END $$`);
    await refuse('57P01');
    await onServer(
      `CREATE TRIGGER refuse BEFORE INSERT ON "${opened.schema}".queue EXECUTE FUNCTION "${opened.schema}".refuse()`,
    );
    const { promise: worked, resolve } = Promise.withResolvers<void>();
    const work = () => jobs.work('deliver-test', atOnce, async () => resolve());
    await expect(work()).rejects.toThrow(/the connection to the server was lost/);
    expect(await opened.store.health()).toEqual({ ok: true });
    await refuse('53300');
    await expect(work()).rejects.toThrow(/job queue, .* could not be written: the server has too many conn/);
    expect(await opened.store.health()).toMatchObject({
      ok: false,
      line: expect.stringMatching(/job queue/),
    });
    await onServer(`DROP TRIGGER refuse ON "${opened.schema}".queue`);
    await work();
    expect(await opened.store.health()).toEqual({ ok: true });
    await opened.store.transact((tx) => jobs.enqueue(tx, 'deliver-test', [{ key: 'a' }]));
    await worked;
  });

  test.for([
    ['a function was renamed', 'ALTER FUNCTION S.create_queue(text, jsonb) RENAME TO x', /missing; stop Pap/],
    [
      'the jobs were dropped',
      'DROP TABLE S.job CASCADE',
      /could not be opened: a part of the schema is missing/,
    ],
    ['a table was dropped', 'DROP TABLE S.queue CASCADE', /a part of the schema is missing/],
  ] as const)(
    'a queue of which %s is refused in one line, with its connections closed',
    // It counts the connections of the process.
    { concurrent: false },
    async ([_, change, said], context) => {
      const { expect } = context;
      const opened = await open(context);
      await (await opened.jobs()).stop(0);
      const before = sockets();
      await onServer(change.replaceAll('S.', `"${opened.schema}".`));
      const error = await opened.store.openJobs?.(silent).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'store', message: expect.stringMatching(said) });
      await expect.poll(sockets).toBeLessThanOrEqual(before);
    },
  );

  test('a job that names no delivery is left out, and those beside it are done', async (context) => {
    const { expect } = context;
    const opened = await open(context);
    const told: unknown[] = [];
    const jobs = await opened.jobs({ ...silent, warn: (line, facts) => void told.push([line, facts]) });
    const worked: string[] = [];
    const queue = 'deliver-test';
    const add = (key: string) => opened.store.transact((tx) => jobs.enqueue(tx, queue, [{ key }]));
    await add('none');
    await add('damaged');
    await add('whole');
    await onServer(`UPDATE "${opened.schema}".job SET data = NULL WHERE data->>'key' = 'none'`);
    await onServer(`UPDATE "${opened.schema}".job SET data = '{"key": 1}' WHERE data->>'key' = 'damaged'`);
    await jobs.work(queue, { atOnce: 5 }, async ({ key }) => void worked.push(key));
    await expect.poll(() => worked).toEqual(['whole']);
    const left = `SELECT 1 FROM "${opened.schema}".job WHERE name = '${queue}' AND state <> 'completed'`;
    await expect.poll(async () => (await onServer(left)).rows).toEqual([]);
    expect(told).toHaveLength(2);
    for (const one of told)
      expect(one).toMatchObject(['a job that names no delivery is left out', { queue }]);
  });

  test('a round is done at once, and then once for a minute, whichever processes ask for it, also when it is over', async (context) => {
    const { expect } = context;
    const opened = await open(context);
    const [one, two] = [await opened.jobs(), await opened.jobs()];
    let rounds = 0;
    const work = async () => void rounds++;
    const isOver = async (count: number) => {
      await expect.poll(() => rounds).toBe(count);
      const left = `SELECT 1 FROM "${opened.schema}".job WHERE state <> 'completed'`;
      await expect.poll(async () => (await onServer(left)).rows).toEqual([]);
    };
    await one.round(work);
    await isOver(1);
    for (const [minute, so] of [7, 8].entries()) {
      for (const jobs of [one, two, one]) {
        await jobs.round(work, so);
        await isOver(minute + 2);
      }
    }
  });

  test.for([
    ['the table that only maintenance needs', 'job', true],
    ['the table with its version', 'version', true],
    ['the table of the jobs', 'job_common', false],
    ['the table of the queues', 'queue', false],
  ] as const)(
    'readiness says whether jobs are worked on without %s',
    async ([_, table, isWorkedOn], context) => {
      const { expect } = context;
      const opened = await open(context);
      const jobs = await opened.jobs();
      const worked: string[] = [];
      await jobs.work('deliver-test', atOnce, async ({ key }) => void worked.push(key));
      await onServer(`ALTER TABLE "${opened.schema}".${table} RENAME TO away`);
      const add = (key: string) =>
        opened.store.transact((tx) => jobs.enqueue(tx, 'deliver-test', [{ key }])).catch(() => {});
      await add('before');
      const said = async () => JSON.stringify(await opened.store.health());
      const words = isWorkedOn
        ? /"ok":true,"warning":"Posts are sent, .*DROP SCHEMA/
        : /"ok":false.*DROP SCHEMA/;
      await expect.poll(said).toMatch(words);
      await add('after');
      const expected = isWorkedOn ? ['before', 'after'] : [];
      await expect.poll(() => worked).toEqual(expected);
      expect(await said()).toMatch(words);
    },
  );

  test('a queue that works is not stopped when the server refuses the check of whether it does', async (context) => {
    const { expect } = context;
    const opened = await open(context);
    const jobs = await opened.jobs();
    const S = `"${opened.schema}"`;
    await onServer(`CREATE SEQUENCE ${S}.refused;
      CREATE FUNCTION ${S}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM nextval('${S}.refused'); RAISE EXCEPTION USING ERRCODE = '53200', MESSAGE = 'no'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON ${S}.job_common EXECUTE FUNCTION ${S}.refuse();
      ALTER TABLE ${S}.version RENAME TO away`);
    const refused = async () => (await onServer(`SELECT last_value FROM ${S}.refused`)).rows[0].last_value;
    await expect.poll(refused).toBe('2');
    expect(jobs.trouble()).toBeUndefined();
    await onServer(`DROP TRIGGER refuse ON ${S}.job_common`);
    await expect.poll(jobs.warning).toMatch(/^Posts are sent, /);
  });

  test.for([
    ['a right that posts need is missing', 'job_common', '42501', /"ok":false.*lacks a right/],
    ['what posts need is refused', 'job_common', '23514', /"ok":false.*job queue/],
    ['a right that only maintenance needs is missing', 'version', '42501', /"ok":true,.*lacks a right/],
    ['what only maintenance needs is refused', 'version', 'P0001', /"ok":true,.*isn't as Paperboy made/],
    ['maintenance loses to another process', 'version', '40001', /"ok":true\}/],
  ] as const)(
    'readiness says whether jobs are worked on when %s',
    async ([_, table, code, words], context) => {
      const { expect } = context;
      const opened = await open(context);
      const told: string[] = [];
      const jobs = await opened.jobs({ ...silent, warn: (line) => void told.push(line) });
      const worked: string[] = [];
      await jobs.work('deliver-test', atOnce, async ({ key }) => void worked.push(key));
      await onServer(`CREATE FUNCTION "${opened.schema}".refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${code}', MESSAGE = 'no'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON "${opened.schema}".${table} EXECUTE FUNCTION "${opened.schema}".refuse()`);
      await expect.poll(() => told.length).toBeGreaterThan(0);
      const said = async () => JSON.stringify(await opened.store.health());
      await expect.poll(said).toMatch(words);
      const add = (key: string) =>
        opened.store
          .transact((tx) => jobs.enqueue(tx, 'deliver-test', [{ key }]))
          .then(() => 'added', String);
      if ((await said()).includes('"ok":true')) {
        await add('meanwhile');
        await expect.poll(() => worked).toEqual(['meanwhile']);
        expect(await said()).toMatch(words);
        return;
      }
      await onServer(`DROP TRIGGER refuse ON "${opened.schema}".${table}`);
      await expect.poll(said).toBe('{"ok":true}');
      expect(await add('after')).toBe('added');
      await expect.poll(() => worked).toEqual(['after']);
    },
  );

  test('a queue whose schema is dropped is made again by every process, and goes on', async (context) => {
    const { expect } = context;
    const opened = await open(context);
    const told: unknown[] = [];
    const log = { ...silent, warn: (_: string, facts?: object) => void told.push(facts) };
    const both = [await opened.jobs(log), await opened.jobs(log)];
    const worked: string[] = [];
    const begin = (jobs: Jobs, at: number) =>
      jobs.work(`deliver-${at}`, atOnce, async ({ key }) => void worked.push(key));
    await Promise.all(both.map(begin));
    await onServer(`DROP SCHEMA "${opened.schema}" CASCADE`);
    const add = (jobs: Jobs, at: number) =>
      opened.store.transact((tx) => jobs.enqueue(tx, `deliver-${at}`, [{ key: `job ${at}` }]));
    const added = (jobs: Jobs, at: number) =>
      expect.poll(() => add(jobs, at).then(() => 'added', String)).toBe('added');
    await Promise.all(both.map(added));
    await expect.poll(() => new Set(worked)).toEqual(new Set(['job 0', 'job 1']));
    expect(both.map((jobs) => jobs.trouble())).toEqual([undefined, undefined]);
    let rounds = 0;
    for (const jobs of both) await jobs.round(async () => void rounds++);
    await expect.poll(() => rounds).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(10);
    for (const facts of told) expect(facts).toMatchObject({ reason: expect.not.stringMatching(/backup/) });
  });
});
