/** Replicas on one store that are not set up alike: on other platforms, with other times and zones. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Outside } from '../../src/app/app.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { Env } from '../../src/model/adapter-definition.ts';
import type { Store } from '../../src/store/store.ts';
import { createReaders } from '../delivery/readers.ts';
import { silent } from '../delivery/world.ts';
import { describeOnStores } from '../store/stores.ts';
import { type AppWorld, createAppWorld, digestOf, general, paperOf, wordsOf } from './world.ts';

const elsewhere = { id: 'other:t:general', name: '#general' };

/** A replica of its own on the store, with a day of papers. */
async function createReplica(store: Store, env: Env = {}, more: Partial<Outside> = {}): Promise<AppWorld> {
  const { settings } = readSettings(env, '/');
  if (!settings) throw new Error('the settings are wrong');
  const world = await createAppWorld('2026-11-26T08:00:00Z', { ...more, store, settings });
  onTestFinished(world.app.stop);
  return world;
}

const daysOf = async (world: AppWorld, id = general.id) =>
  (await world.app.ledger.history(id, 9)).map(({ day }) => day);

describeOnStores(
  'replicas that share their work',
  (stores) => {
    const share = async (store: Store) => {
      const jobs = await store.openJobs?.(silent);
      if (jobs === undefined) throw new Error('the store has no jobs');
      const world = await createReplica(store, {}, { jobs });
      onTestFinished(() => world.app.stopSending());
      return world;
    };

    test('one plans the posts of a platform that only another is connected to', async () => {
      const place = await stores.newPlace();
      const [one, other] = [await share(await place.open()), await share(await place.open())];
      const readers = createReaders(() => 'none', { platform: 'other' });
      other.app.connect(readers);
      await one.app.service.join(elsewhere);
      await one.app.archive.put(digestOf('2026-11-26', paperOf('An agent')), 'test');
      one.now = Date.parse('2026-11-26T09:00:00Z');
      other.now = one.now;
      await other.app.channels.refresh();
      await one.app.plan();
      expect(one.app.parked()).toEqual(new Map());
      await vi.waitUntil(() => readers.seen.length > 0, { timeout: 120_000 });
    });
  },
  ['Postgres'],
);

describeOnStores(
  'replicas with other times and zones',
  (stores) => {
    test('post once at one moment, whatever day each calls it', async () => {
      const place = await stores.newPlace();
      const utc = await createReplica(await place.open(), { POST_AT: '18:18', TIMEZONE: 'UTC' });
      const tokyo = await createReplica(await place.open(), { POST_AT: '03:18', TIMEZONE: 'Asia/Tokyo' });
      await utc.app.service.join(general);
      await utc.tick('2026-11-26T18:18:00Z');
      await tokyo.tick('2026-11-26T18:19:00Z');
      await utc.tick('2026-11-26T18:20:00Z');
      expect(await daysOf(utc)).toEqual(['2026-11-26']);
      expect(wordsOf(await tokyo.ask('status'))).toContain(
        'Next post: Sat, Nov 28, 2026 at 03:18 Asia/Tokyo.',
      );
      await tokyo.tick('2026-11-27T18:18:00Z');
      await utc.tick('2026-11-27T18:19:00Z');
      expect(await daysOf(utc)).toEqual(['2026-11-28', '2026-11-26']);
    });

    test('a channel that moves to a zone further east gets no second post on the same local day', async () => {
      const world = await createReplica(await (await stores.newPlace()).open());
      await world.app.service.join(general);
      await world.ask('schedule daily 17:00 America/Los_Angeles');
      await world.tick('2026-11-27T01:00:00Z');
      await world.ask('schedule daily 17:00 Pacific/Auckland');
      expect(wordsOf(await world.ask('status'))).toContain('Next post: Sat, Nov 28, 2026 at 17:00');
      await world.tick('2026-11-27T04:00:00Z');
      expect(await daysOf(world)).toEqual(['2026-11-26']);
      await world.tick('2026-11-28T04:00:00Z');
      expect(await daysOf(world)).toEqual(['2026-11-28', '2026-11-26']);
    });
  },
  ['SQLite', 'Postgres'],
);

test('between its time and its plan, a post is said to be due now', async () => {
  const world = await createAppWorld('2026-11-26T08:00:00Z');
  await world.app.service.join(general);
  const next = async () => wordsOf(await world.ask('status'));
  expect(await next()).toContain('Next post: Thu, Nov 26, 2026 at 09:00 UTC.');
  world.now = Date.parse('2026-11-26T09:00:30Z');
  expect(await next()).toContain('Next post: due now (Thu, Nov 26, 2026 at 09:00 UTC).');
  await world.tick('2026-11-26T09:01:00Z');
  expect(await next()).toContain('Next post: Fri, Nov 27, 2026 at 09:00 UTC.');
});
