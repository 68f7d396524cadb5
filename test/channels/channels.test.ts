import { beforeEach, describe, expect, test } from 'vitest';
import type { Channel, Subscription } from '../../src/channels/channel.ts';
import { type Channels, openChannels } from '../../src/channels/channels.ts';
import { printSchedule, type Schedule } from '../../src/channels/schedule.ts';
import { openRevision } from '../../src/store/revision.ts';
import { openStore, type Store } from '../../src/store/store.ts';

let store: Store;
let followed: Set<string>;
let bad: string[];

async function open(): Promise<Channels> {
  return openChannels({
    channels: store.shelf<Channel>('channels'),
    subscriptions: store.shelf<Subscription>('subscriptions'),
    revision: openRevision(store.database, 'channels'),
    listener: { added: (key) => followed.add(key), removed: (key) => followed.delete(key) },
    onBadRecord: (key) => bad.push(key),
  });
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

beforeEach(() => {
  store = openStore(':memory:');
  followed = new Set();
  bad = [];
});

describe('channels', () => {
  test('joining again changes nothing but the name', async () => {
    const channels = await open();
    await channels.join(fresh('a'));
    await channels.update('a', (before) => ({ ...before, limit: 3 }));
    const again = await channels.join({ ...fresh('a', '#renamed'), joinedAt: 99 });
    expect(again).toMatchObject({ name: '#renamed', limit: 3, joinedAt: 1 });
  });

  test('what was chosen is there after a restart, topics in their order', async () => {
    const before = await open();
    await before.join(fresh('a'));
    await before.subscribe(topic('a', 'second', 2));
    await before.subscribe(topic('a', 'first', 1));
    followed.clear();
    const after = await open();
    expect(after.get('a')).toEqual(before.get('a'));
    expect(after.topics('a').map(({ query }) => query)).toEqual(['first', 'second']);
    expect(followed.size).toBe(2);
  });

  test('two changes at once are both kept', async () => {
    const channels = await open();
    await channels.join(fresh('a'));
    await Promise.all([
      channels.update('a', (before) => ({ ...before, limit: 3 })),
      channels.update('a', (before) => ({ ...before, quietLine: true })),
    ]);
    expect(channels.get('a')).toMatchObject({ limit: 3, quietLine: true });
  });

  test('the same meaning is followed once', async () => {
    const channels = await open();
    expect(await channels.subscribe(topic('a', 'lora'))).toBe(true);
    expect(await channels.subscribe({ ...topic('a', 'LoRA'), meaning: 'lora' })).toBe(false);
    expect(channels.topics('a')).toHaveLength(1);
    expect(await channels.subscribe(topic('b', 'lora'))).toBe(true);
  });

  test('leaving deletes the channel and what it follows, and no other', async () => {
    const channels = await open();
    for (const id of ['a', 'b']) {
      await channels.join(fresh(id));
      await channels.subscribe(topic(id, 'lora'));
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
    await one.join(fresh('a'));
    await one.subscribe(topic('a', 'lora'));
    await one.subscribe(topic('a', 'rl'));
    await two.refresh();
    expect(two.topics('a')).toEqual(one.topics('a'));
    await two.unsubscribe(topic('a', 'rl'));
    await one.join(fresh('b'));
    await one.leave('a');
    await two.refresh();
    await one.refresh();
    expect([...two.all()]).toEqual([...one.all()]);
    expect(two.topics('a')).toEqual([]);
    expect(followed.size).toBe(0);
  });

  test('a record that cannot be read is left out and said, and costs no other', async () => {
    await store.shelf('channels').set('broken', { nonsense: true });
    await (await open()).join(fresh('a'));
    const channels = await open();
    expect([...channels.all()].map(({ id }) => id)).toEqual(['a']);
    expect(bad).toContain('broken');
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
