import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { type AppWorld, createAppWorld, digestOf, general, paperOf, titlesOf, wordsOf } from './world.ts';

const DAY_MS = 24 * 3_600_000;
const settingsOf = (env: Record<string, string>) => {
  const { settings, problems } = readSettings(env, '/');
  if (settings === undefined) throw new Error(problems.join());
  return settings;
};

let world: AppWorld;
const papers = {
  old: paperOf('Adapters for old models', { summary: 'short', keywords: ['lora'] }),
  saved: paperOf('Adapters that someone saved'),
  fresh: paperOf('Adapters of this week'),
};

async function open(env: Record<string, string>): Promise<void> {
  world = await createAppWorld('2026-01-05T08:00:00Z', {
    settings: settingsOf(env),
    // The rest between two slices; longer waits are for what does not answer.
    sleep: (ms) => (ms < 100 ? Promise.resolve() : new Promise(() => {})),
  });
  await world.ask('subscribe adapters');
  world.digests = [digestOf('2026-01-05', papers.old, papers.saved)];
  await world.tick('2026-01-05T09:00:00Z');
  await world.ask(`save ${papers.saved.id}`);
}

async function pass(): Promise<void> {
  world.app.retention.start();
  await world.app.retention.settled();
}

const count = async (table: string) =>
  Number(
    (await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(world.store.db)).rows[0]
      ?.n,
  );

describe('what is too old', () => {
  beforeEach(() => open({ KEEP_PAPERS_DAYS: '90', KEEP_DELIVERIES_DAYS: '40', KEEP_JUDGEMENTS_DAYS: '30' }));

  it('is deleted once a day, but for what keeps a paper from coming twice', async () => {
    const judge = (paper: string, at: number) =>
      sql`INSERT INTO judgements (paper, model, criterion, holds, said, at) VALUES (${paper}, 'm', 'c', 1, '', ${at})`.execute(
        world.store.db,
      );
    await judge('old', world.now);
    world.digests = [digestOf('2026-05-04', papers.fresh)];
    await world.tick('2026-05-04T09:00:00Z');
    await world.tick('2026-05-05T09:00:00Z');
    await judge('new', world.now);
    const deliveries = await count('deliveries');
    await pass();
    expect(await count('judgements')).toBe(1);
    expect(await count('channel_changes')).toBe(0);
    expect(await count('deliveries')).toBeLessThan(deliveries);
    expect(await count('sent')).toBe(3);
    expect(await count('arrivals')).toBe(3);

    const [old, saved, fresh] = await world.app.archive.getMany([
      papers.old.id,
      papers.saved.id,
      papers.fresh.id,
    ]);
    expect(old).toMatchObject({ title: papers.old.title, abstract: '' });
    expect(old).not.toHaveProperty('summary');
    expect(saved?.abstract).toBe(papers.saved.abstract);
    expect(fresh?.abstract).toBe(papers.fresh.abstract);
    expect(titlesOf(await world.ask('models'))).toContain(papers.old.title);
    expect(wordsOf(await world.ask('"studied here" old'))).not.toContain(papers.old.title);

    // The same paper again, and the same work from another source: neither is posted again.
    const posted = world.readers.seen.filter(({ channel }) => channel === general.id).length;
    world.digests = [digestOf('2026-05-06', papers.old, { ...papers.old, id: '10.1000/adapters' })];
    await world.tick('2026-05-06T09:00:00Z');
    await world.tick('2026-05-07T09:00:00Z');
    expect(await count('sent')).toBe(3);
    expect(world.readers.seen.filter(({ channel }) => channel === general.id).length).toBe(posted);
  });

  it('is looked for once a day by all processes together', async () => {
    await pass();
    const judge = () =>
      sql`INSERT INTO judgements (paper, model, criterion, holds, said, at) VALUES ('p', 'm', 'c', 1, '', 1)`.execute(
        world.store.db,
      );
    await judge();
    await world.restart();
    await pass();
    expect(await count('judgements')).toBe(1);
    world.now += DAY_MS;
    await pass();
    expect(await count('judgements')).toBe(0);
  });

  it('goes in slices, however much it is', async () => {
    const rows = Array.from({ length: 1_234 }, (_, at) => `('p${at}', 'm', 'c', 1, '', 1)`).join(', ');
    await sql`INSERT INTO judgements (paper, model, criterion, holds, said, at) VALUES ${sql.raw(rows)}`.execute(
      world.store.db,
    );
    await pass();
    expect(await count('judgements')).toBe(0);
  });
});

it('without settings, papers are kept whole for good, and deliveries for 400 days', async () => {
  await open({});
  world.now += 399 * DAY_MS;
  await pass();
  const [old] = await world.app.archive.getMany([papers.old.id]);
  expect(old?.abstract).toBe(papers.old.abstract);
  expect(await count('deliveries')).toBeGreaterThan(0);
});

it.each([
  ['KEEP_PAPERS_DAYS', '30', 'must be off, or a number of days, 90 or more'],
  ['KEEP_PAPERS_DAYS', 'forever', 'must be off'],
  ['KEEP_DELIVERIES_DAYS', '7', 'must be a number of days, 40 or more'],
  ['KEEP_JUDGEMENTS_DAYS', '-1', 'must be a number of days, 1 or more'],
])('%s=%s is refused', (name, value, why) => {
  const { problems } = readSettings({ [name]: value }, '/');
  expect(problems).toEqual([expect.stringContaining(why)]);
  expect(problems[0]).toContain(name);
});
