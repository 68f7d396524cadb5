import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { Subscription } from '../../src/channels/channel.ts';
import { type Channels, openChannels } from '../../src/channels/channels.ts';
import { printSchedule, type Schedule } from '../../src/channels/schedule.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnStores } from '../store/stores.ts';
import { joinChannel, subscribe, unsubscribe } from './edits.ts';

let store: Store;
let followed: Set<string>;
let bad: string[];

async function open(): Promise<Channels> {
  return openChannels({
    store,
    listener: {
      added(key, { query, meaning }) {
        followed.add(key);
        return query.startsWith('(') ? { problem: 'a bracket is open' } : { meaning };
      },
      removed: (key) => followed.delete(key),
    },
    startNow: async () => ({ now: 7, fromSeq: 9, fromDay: '2026-11-25' }),
    onBadRecord: (key) => bad.push(key),
  });
}

/** Makes every new row in `subscriptions` fail. */
async function failInserts(): Promise<void> {
  const texts =
    store.kind === 'sqlite'
      ? [`CREATE TRIGGER no BEFORE INSERT ON subscriptions BEGIN SELECT raise(ABORT, 'no'); END`]
      : [
          `CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`,
          'CREATE TRIGGER no BEFORE INSERT ON subscriptions EXECUTE FUNCTION no()',
        ];
  for (const text of texts) await sql.raw(text).execute(store.db);
}

const fresh = (id: string, name = `#${id}`) => ({
  id,
  name,
  joinedAt: 1,
  fromSeq: 0,
  fromDay: '2026-11-23',
  joined: true,
});
const topic = (channel: string, query: string, at = 1): Subscription => ({
  channel,
  query,
  meaning: query,
  by: { id: 'u', name: 'Ada' },
  at,
});

describeOnStores('channels', (stores) => {
  test.each([-1, 0, Number.MAX_SAFE_INTEGER])(
    'a damaged version (%d) is mended by the next change',
    async (version) => {
      const channels = await open();
      await joinChannel(channels, fresh('test:t:c'));
      await sql`UPDATE channels SET version = ${version}, rev = 99`.execute(store.db);
      const others = await open();
      for (const name of ['#one', '#two']) await joinChannel(others, fresh('test:t:c', name));
      expect((await open()).get('test:t:c')?.name).toBe('#two');
    },
  );

  beforeEach(async () => {
    store = await stores.open();
    followed = new Set();
    bad = [];
  });

  test('joining again changes nothing but the name', async () => {
    const channels = await open();
    await joinChannel(channels, fresh('a'));
    await channels.update('a', (before) => ({ ...before, limit: 3 }));
    const again = await joinChannel(channels, { ...fresh('a', '#renamed'), joinedAt: 99 });
    expect(again).toMatchObject({ name: '#renamed', limit: 3, joinedAt: 1 });
  });

  test('what was chosen is there after a restart, topics in their order', async () => {
    const before = await open();
    await joinChannel(before, fresh('a'));
    await subscribe(before, topic('a', 'second', 2));
    await subscribe(before, topic('a', 'first', 1));
    followed.clear();
    const after = await open();
    expect(after.get('a')).toEqual(before.get('a'));
    expect(after.topics('a').map(({ query }) => query)).toEqual(['first', 'second']);
    expect(followed.size).toBe(2);
  });

  test('two changes at once are both kept', async () => {
    const channels = await open();
    await joinChannel(channels, fresh('a'));
    await Promise.all([
      channels.update('a', (before) => ({ ...before, limit: 3 })),
      channels.update('a', (before) => ({ ...before, quietLine: true })),
    ]);
    expect(channels.get('a')).toMatchObject({ limit: 3, quietLine: true });
  });

  test('the same meaning is followed once', async () => {
    const channels = await open();
    for (const id of ['a', 'b']) await joinChannel(channels, fresh(id));
    expect(await subscribe(channels, topic('a', 'lora'))).toBe(true);
    expect(await subscribe(channels, { ...topic('a', 'LoRA'), meaning: 'lora' })).toBe(false);
    expect(channels.topics('a')).toHaveLength(1);
    expect(await subscribe(channels, topic('b', 'lora'))).toBe(true);
  });

  test('leaving deletes the channel and what it follows, and no other', async () => {
    const channels = await open();
    for (const id of ['a', 'b']) {
      await joinChannel(channels, fresh(id));
      await subscribe(channels, topic(id, 'lora'));
    }
    await channels.leave('a');
    const after = await open();
    expect(after.get('a')).toBeUndefined();
    expect(after.topics('a')).toEqual([]);
    expect(after.topics('b')).toHaveLength(1);
    expect(followed.size).toBe(1);
  });

  test('takes over what another process changed, its listener too', async () => {
    const one = await open();
    const two = await open();
    await joinChannel(one, fresh('a'));
    await subscribe(one, topic('a', 'lora'));
    await subscribe(one, topic('a', 'rl'));
    await two.refresh();
    expect(two.topics('a')).toEqual(one.topics('a'));
    await unsubscribe(two, topic('a', 'rl'));
    await joinChannel(one, fresh('b'));
    await one.leave('a');
    await two.refresh();
    await one.refresh();
    expect([...two.all()]).toEqual([...one.all()]);
    expect(two.topics('a')).toEqual([]);
    expect(followed.size).toBe(0);
  });

  test('a record that cannot be read comes out damaged, and costs no other', async () => {
    const channels = await open();
    for (const id of ['a', 'b']) await joinChannel(channels, fresh(id));
    await subscribe(channels, topic('b', 'lora'));
    await channels.update('b', (before) => ({ ...before, limit: 3, zone: 'Europe/Berlin' }));
    const damage = JSON.stringify({ ...channels.get('b'), limit: 'many', order: 5 });
    await sql`UPDATE channels SET record = ${damage} WHERE id = 'b'`.execute(store.db);
    const again = await open();
    expect([...again.all()].map(({ id }) => id)).toEqual(['a', 'b']);
    expect(again.get('b')).toMatchObject({ limit: 10, order: 'votes', zone: 'Europe/Berlin' });
    expect(again.get('b')?.state).toMatchObject({
      kind: 'damaged',
      why: '2 stored settings can\'t be read: Papers per post ("many") and Sort by (5).',
    });
    expect(again.topics('b')).toHaveLength(1);
    expect(bad).toContain('b');
    // Being heard of again is no repair; a changed setting is.
    await joinChannel(again, fresh('b', '#renamed'));
    expect(again.get('b')?.state.kind).toBe('damaged');
    await again.update('b', (before) => ({ ...before, limit: 4 }));
    expect((await open()).get('b')).toMatchObject({ state: { kind: 'ok' }, limit: 4, zone: 'Europe/Berlin' });
  });

  test.each(['', 'null', '[]', '"x"', '{', '{"id":5}', '{"state":7}', '{"__proto__":{"limit":9}}'])(
    'a record of %j is a channel that is owed nothing of the past',
    async (record) => {
      await joinChannel(await open(), fresh('a'));
      await sql`UPDATE channels SET record = ${record}`.execute(store.db);
      expect((await open()).get('a')).toMatchObject({
        id: 'a',
        since: 7,
        fromSeq: 9,
        fromDay: '2026-11-25',
        limit: 10,
        state: { kind: 'damaged' },
      });
    },
  );

  test('a topic that cannot be read any more is kept with its problem, and can be dropped', async () => {
    const channels = await open();
    await joinChannel(channels, fresh('a'));
    await subscribe(channels, topic('a', 'lora'));
    await subscribe(channels, topic('a', '(rl', 2));
    const list = (await open()).topics('a');
    expect(list.map(({ problem }) => problem)).toEqual([undefined, 'a bracket is open']);
    await unsubscribe(channels, list[1] as Subscription);
    expect((await open()).topics('a').map(({ query }) => query)).toEqual(['lora']);
  });

  test('what the listener throws costs that topic alone', async () => {
    const made = await open();
    await joinChannel(made, fresh('a'));
    for (const query of ['one', 'two']) await subscribe(made, topic('a', query));
    const channels = await openChannels({
      store,
      listener: {
        added(_key, { query, meaning }) {
          if (query === 'one') throw new Error('too deep');
          return { meaning };
        },
        removed() {
          throw new Error('unknown');
        },
      },
      startNow: async () => ({ now: 7, fromSeq: 9, fromDay: '2026-11-25' }),
      onBadRecord: (key) => bad.push(key),
    });
    expect(channels.topics('a').map(({ problem }) => problem)).toEqual(['too deep', undefined]);
    await channels.leave('a');
    expect(channels.topics('a')).toEqual([]);
  });

  test('changes of two processes to one channel are both kept, each applied to the newest record', async () => {
    const one = await open();
    const two = await open();
    await joinChannel(one, fresh('a'));
    await two.refresh();
    await one.update('a', (before) => ({ ...before, limit: 3 }));
    await two.update('a', (before) => ({ ...before, quietLine: true }));
    await subscribe(two, topic('a', 'lora'));
    expect(await subscribe(one, topic('a', 'lora'))).toBe(false);
    await one.update('a', (before) => ({ ...before, limit: before.limit + 1 }));
    await two.refresh();
    for (const channels of [one, two]) {
      expect(channels.get('a')).toMatchObject({ limit: 4, quietLine: true });
      expect(channels.topics('a')).toHaveLength(1);
    }
  });

  test('a change of settings and topics is written whole or not at all', async () => {
    const channels = await open();
    const other = await open();
    await joinChannel(channels, fresh('a'));
    await subscribe(channels, topic('a', 'old'));
    await failInserts();
    const change = channels.change('a', (channel, [old]) => ({
      channel: { ...channel, limit: 3 },
      add: [topic('a', 'new', 2)],
      remove: old ? [old] : [],
    }));
    await expect(change).rejects.toMatchObject({ code: 'store' });
    await other.refresh();
    for (const view of [channels, other, await open()]) {
      expect(view.get('a')?.limit).toBe(10);
      expect(view.topics('a').map(({ query }) => query)).toEqual(['old']);
    }
  });

  test('a channel that another process deleted is not made again by a late change', async () => {
    const one = await open();
    const two = await open();
    await joinChannel(one, fresh('a'));
    await two.refresh();
    await one.leave('a');
    expect(await two.update('a', (before) => ({ ...before, limit: 3 }))).toBeUndefined();
    expect(await subscribe(two, topic('a', 'lora'))).toBe(false);
    expect((await open()).get('a')).toBeUndefined();
    await joinChannel(two, fresh('a'));
    await one.refresh();
    expect(one.get('a')).toMatchObject({ id: 'a' });
  });

  test('a process that was away for thousands of changes reads everything again', async () => {
    const one = await open();
    const two = await open();
    await joinChannel(one, fresh('a'));
    await subscribe(one, topic('a', 'gone'));
    await two.refresh();
    for (const gone of one.topics('a')) await unsubscribe(one, gone);
    await joinChannel(one, fresh('b'));
    // Elsewhere the count alone is raised: a thousand changes on a server take a while.
    const times = stores.name === 'SQLite' ? 1_100 : 3;
    await sql`UPDATE revisions SET value = value + ${2 * (1_100 - times)}`.execute(store.db);
    for (let number = 0; number < times; number++) {
      await subscribe(one, topic('b', 'again'));
      for (const gone of one.topics('b')) await unsubscribe(one, gone);
    }
    expect((await store.db.selectFrom('removals').selectAll().execute()).length).toBeLessThan(10);
    await two.refresh();
    expect([two.topics('a'), two.get('b')?.name]).toEqual([[], '#b']);
  });
});

test.each<[Schedule, string]>([
  [{ every: 'day', time: '09:00' }, 'every day at 09:00'],
  [{ every: 'weekday', time: '17:30' }, 'every weekday at 17:30'],
  [{ every: 'week', on: [1, 4], time: '09:00' }, 'every Monday and Thursday at 09:00'],
  [{ every: 'month', on: 1, time: '09:00' }, 'on day 1 of every month at 09:00'],
])('a schedule is said as people say it', (schedule, words) => {
  expect(printSchedule(schedule)).toBe(words);
});
