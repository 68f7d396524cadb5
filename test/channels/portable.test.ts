import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openChannels } from '../../src/channels/channels.ts';
import { exportChannels, importChannels } from '../../src/channels/portable.ts';
import { readTopic } from '../../src/query/topic.ts';
import { openStore } from '../../src/store/store.ts';
import { joinChannel } from './edits.ts';

const keep = { fromSeq: 40, now: 1_000 };

async function open() {
  const store = await openStore(':memory:');
  const channels = await openChannels({
    store,
    listener: { added: (_key, { meaning }) => ({ meaning }), removed() {} },
    startNow: async () => ({ now: 7, fromSeq: 9, fromDay: '2026-11-25' }),
    onBadRecord() {},
  });
  await joinChannel(channels, {
    id: 'web:local:kept',
    name: '#kept',
    joinedAt: 1,
    fromSeq: 2,
    fromDay: '2026-11-23',
    joined: true,
  });
  const load = (value: unknown) => importChannels(value, channels, keep, readTopic);
  return { channels, load, now: () => JSON.stringify(exportChannels(channels)) };
}

const by = { id: 'u', name: 'Ada' };
function file(more: object = {}, topics: object[] = [{ query: 'lora', by, at: 5 }]) {
  const channel = {
    id: 'web:local:new',
    name: '#new',
    joinedAt: 1,
    since: 1,
    joined: true,
    fromSeq: 0,
    fromDay: '2025-12-12',
    limit: 10,
    order: 'votes',
    quietLine: false,
    abstracts: true,
    state: { kind: 'ok' },
    ...more,
    topics,
  };
  return { format: 'paperboy-channels-1', channels: [channel] };
}

test('what a file says a query means is not believed, and its spelling becomes the printed one', async () => {
  const { channels, load } = await open();
  const topics = [
    { query: 'LoRA  tuning', meaning: 'WRONG', by, at: 1 },
    { query: '(lora) tuning', meaning: 'OTHER', by, at: 2 },
  ];
  expect(await load(file({}, topics))).toEqual({ channels: 1, topics: 1, ids: ['web:local:new'] });
  const read = readTopic('lora tuning');
  const meaning = 'topic' in read ? read.topic.meaning : '';
  expect(channels.topics('web:local:new')).toMatchObject([{ meaning, by, at: 1 }]);
  expect(channels.get('web:local:new')).toMatchObject({ fromSeq: 40, since: 1_000, limit: 10 });
});

test('a name from a file can be typed in a form: it has no double quotes and no line breaks', async () => {
  const { channels, load } = await open();
  await load(file({}, [{ query: 'lora', by, at: 1, name: ' Small "fast"\nadapters' }]));
  expect(channels.topics('web:local:new')).toMatchObject([{ name: "Small 'fast' adapters" }]);
});

test('a layout and the choice of pictures move along, and a file from before there were any is taken', async () => {
  const { channels, load } = await open();
  await load(file({ layout: 'titles', abstracts: false, thumbnails: false }, []));
  const moved = exportChannels(channels).channels.find(({ id }) => id === 'web:local:new');
  expect(moved).toMatchObject({ layout: 'titles', thumbnails: false });
  await load(file({}, []));
  expect(channels.get('web:local:new')).not.toHaveProperty('layout');
});

test('an attack in a file is refused with every place, and changes nothing', async () => {
  const { load, now } = await open();
  const before = now();
  const text = readFileSync(new URL('../../fixtures/hostile/proto-channels.json', import.meta.url), 'utf8');
  const loading = load(JSON.parse(text));
  await expect(loading).rejects.toMatchObject({ code: 'bad-channels' });
  await expect(loading).rejects.toThrow(/channels\.0\.id: .*channels\.1\.topics\.1\.at: /);
  expect(now()).toBe(before);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

const [good] = file().channels;
test.each<[string, unknown, RegExp]>([
  [
    'a topic that is no query',
    file({}, [{ query: '(broken', by, at: 1 }]),
    /channels\.0\.topics\.0\.query: /,
  ],
  ['an empty topic', file({}, [{ query: ' ', by, at: 1 }]), /channels\.0\.topics\.0\.query: /],
  ['a zone that is none', file({ zone: 'Mars/Base' }), /channels\.0\.zone: /],
  ['a moment beyond all dates', file({ joinedAt: 1e99 }), /channels\.0\.joinedAt: /],
  ['a moment before all', file({ since: -1 }), /channels\.0\.since: /],
  ['a number of arrival that is none', file({ fromSeq: 0.5 }), /channels\.0\.fromSeq: /],
  ['a limit out of range', file({ limit: 51 }), /channels\.0\.limit: /],
  ['an id that is no place', file({ id: 'constructor' }), /channels\.0\.id: .*platform:space:channel/],
  ['an id with a line break', file({ id: 'web:local:a\nb' }), /channels\.0\.id: /],
  [
    'the same channel twice',
    { ...file(), channels: [good, good] },
    /channels\.1\.id: web:local:new is listed/,
  ],
  ['a setting that is mistyped', file({ shedule: {} }), /channels\.0: has no setting called "shedule"/],
  [
    'a setting with what a terminal obeys in its name',
    file({ '\u202ejoined\u001b[2J': true }),
    /channels\.0: has no setting called "\\u202ejoined\\u001b\[2J"/,
  ],
  ['a value that is none of a list', file({ order: 'best' }), /order: must be "votes" or "relevance" or/],
  ['another format', { ...file(), format: 'x' }, /format: /],
  ['no object', null, /the file: /],
  [
    'more topics than a channel holds',
    file(
      {},
      Array.from({ length: 201 }, (_, at) => ({ query: `q${at}`, by, at })),
    ),
    /channels\.0\.topics: /,
  ],
])('%s is refused with its place, and changes nothing', async (_name, value, message) => {
  const { load, now } = await open();
  const before = now();
  await expect(load(value)).rejects.toThrow(message);
  expect(now()).toBe(before);
});

test('one bad channel keeps the good ones out too', async () => {
  const { load, now } = await open();
  const before = now();
  const bad = { ...good, id: 'web:local:bad', topics: [{ query: '"open', by, at: 1 }] };
  await expect(load({ ...file(), channels: [good, bad] })).rejects.toThrow(/channels\.1\.topics\.0\.query/);
  expect(now()).toBe(before);
});

test('no JSON makes it fail in another way than by a refusal', async () => {
  const { load } = await open();
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record({ format: fc.constant('paperboy-channels-1'), channels: fc.array(fc.jsonValue()) }),
    fc.jsonValue().map((odd) => file({ schedule: odd, paused: odd })),
    fc.jsonValue().map((odd) => file({}, [odd as object])),
  );
  await fc.assert(
    fc.asyncProperty(value, async (odd) => {
      await load(odd).catch((error) => expect(error).toMatchObject({ code: 'bad-channels' }));
    }),
    { numRuns: 300 },
  );
});

test('what is exported comes back as it was', async () => {
  const { load, channels, now } = await open();
  await load(
    file({ zone: 'Europe/Berlin', schedule: { every: 'week', on: [1, 4], time: '17:30' }, limit: 3 }),
  );
  await channels.update('web:local:new', (channel) => ({ ...channel, paused: { by, at: 9 } }));
  const exported = now();
  const other = await open();
  await other.load(JSON.parse(exported));
  await other.load(JSON.parse(exported));
  const without = (text: string) => JSON.parse(text.replaceAll(/"(since|fromSeq)":\d+/g, '"$1":0'));
  expect(without(other.now())).toEqual(without(exported));
});

test('a channel that copies another is exported with what is its own, and copies it where it is imported', async () => {
  const { channels, load } = await open();
  const copy = { id: 'email:lab.org:me@lab.org/0123456789ab', name: 'me@lab.org', joined: false };
  await load({
    ...file(),
    channels: [...file().channels, ...file({ ...copy, copies: 'web:local:new' }, []).channels],
  });
  await channels.update('web:local:new', (channel) => ({
    ...channel,
    limit: 3,
    schedule: { every: 'day', time: '07:00' },
  }));
  const exported = exportChannels(channels);
  const own = exported.channels.find(({ id }) => id === copy.id);
  expect(own).toMatchObject({ copies: 'web:local:new', limit: 10, topics: [] });
  expect(own).not.toHaveProperty('schedule');

  const other = await open();
  await other.load(JSON.parse(JSON.stringify(exported)));
  expect(other.channels.get(copy.id)).toMatchObject({ limit: 3, schedule: { every: 'day', time: '07:00' } });
  expect(other.channels.topics(copy.id).map(({ query }) => query)).toEqual(['lora']);
});
