import { beforeEach, expect, test } from 'vitest';
import {
  type AppWorld,
  ada,
  createAppWorld,
  digestOf,
  general,
  ml,
  paperOf,
  titlesOf,
  wordsOf,
} from './world.ts';

let world: AppWorld;

beforeEach(async () => {
  world = await createAppWorld();
  world.digests = [digestOf('2026-11-20', paperOf('LoRA for all'))];
  await world.app.readSources();
  await world.app.service.join(general);
});

const formHere = async () => {
  const read = await world.app.service.form(general);
  if ('problem' in read) throw new Error(read.problem);
  return read.form;
};
const fill = (change: object) =>
  formHere().then((form) =>
    world.app.service.fill({
      place: general,
      person: ada,
      form: { ...form, limit: `${form.limit}`, ...change },
    }),
  );

test('a form holds what was chosen, and filled in unchanged changes nothing', async () => {
  await world.ask('subscribe "continual learning"');
  await world.ask('schedule weekly thu mon 17:30 Europe/Berlin');
  const form = await formHere();
  expect(form).toEqual({
    topics: ['"continual learning"'],
    readAt: world.now,
    schedule: 'weekly mon thu 17:30',
    days: ['mon', 'thu'],
    time: '17:30',
    zone: 'Europe/Berlin',
    limit: 10,
    order: 'votes',
    quiet: false,
    layout: 'cards',
    thumbnails: true,
    announce: true,
    paused: false,
  });
  const before = world.app.channels.get(general.id);
  world.now += 60_000;
  await fill({});
  expect(world.app.channels.get(general.id)).toEqual(before);
  expect(world.app.channels.topics(general.id)[0]?.at).toBe(world.now - 60_000);
});

test('a filled form is taken over whole', async () => {
  await world.ask('subscribe video');
  const answer = await fill({
    topics: ['LoRA', 'fine-tuning', 'finetuning', ''],
    schedule: 'weekdays 8:00',
    limit: '3',
    quiet: true,
    paused: true,
  });
  expect('reply' in answer && wordsOf(answer.reply)).toContain('#general follows 2 topics');
  expect(await formHere()).toMatchObject({
    topics: ['LoRA', 'finetuning'],
    schedule: 'weekdays 08:00',
    limit: 3,
    quiet: true,
    paused: true,
  });
});

test('a form with anything wrong changes nothing and says what, on its field', async () => {
  const before = await formHere();
  const answer = await fill({
    topics: ['lora', '(rl'],
    schedule: 'hourly 09:00',
    zone: 'Mars/Olympus',
    limit: '51',
  });
  expect(answer).toEqual({
    problems: [
      { field: 'topics', at: 1, message: expect.stringContaining("isn't closed") },
      { field: 'schedule', message: expect.stringContaining('hourly') },
      { field: 'zone', message: expect.stringContaining('Mars/Olympus') },
      { field: 'limit', message: expect.any(String) },
    ],
  });
  expect(await formHere()).toEqual(before);
});

test.each([
  ...['default', 'Reset', 'off', 'none', 'never', 'no', 'stop', 'pause', 'on', 'Berlin', 'weekdays 9'].map(
    (words) => ['schedule', words],
  ),
  ['schedule', 'every weekday at 9am PST'],
  ...['five', '7 papers', 'to 12', '“3”', 'twenty-five please'].map((words) => ['limit', words]),
  ...['by date', 'Relevance.', 'VOTES'].map((words) => ['order', words]),
])('the field %s takes `%s` as its command does', async (field, words) => {
  const made: unknown[] = [];
  for (const how of ['command', 'form']) {
    world = await createAppWorld();
    await world.app.service.join(general);
    for (const before of ['schedule weekly mon 8:00 Asia/Tokyo', 'pause', 'order date'])
      if (before !== 'pause' || words === 'on') await world.ask(before);
    if (how === 'command') await world.ask(`${field} ${words}`);
    else expect(await fill({ [field]: words })).toHaveProperty('reply');
    made.push(world.app.channels.get(general.id));
  }
  expect(made[1]).toEqual(made[0]);
});

test.each([
  ['limit', 'default'],
  ['limit', 'off'],
  ['limit', 'none'],
  ['limit', ''],
  ['limit', '0'],
  ['limit', 'as many as there are'],
  ['limit', '5e0'],
  ['order', 'none'],
  ['order', ''],
  ['schedule', 'maybe'],
  ['schedule', ''],
  ['schedule', '--help'],
])('the field %s refuses `%s` as its command does', async (field, words) => {
  const before = world.app.channels.get(general.id);
  expect(await fill({ [field]: words })).toEqual({ problems: [{ field, message: expect.any(String) }] });
  await world.ask(`${field} ${words}`);
  expect(world.app.channels.get(general.id)).toEqual(before);
});

test.each(['new papers about color', '1. color\n2. LoRA, adapters', 'none'])(
  'the topics of a form are read as subscribe reads them: %j',
  async (listed) => {
    await world.ask(`subscribe ${listed}`);
    const subscribed = world.app.channels.topics(general.id).map(({ query }) => query);
    await world.ask('unsubscribe all');
    await fill({ topics: listed.split('\n') });
    expect(world.app.channels.topics(general.id).map(({ query }) => query)).toEqual(subscribed);
  },
);

test('what is typed so far is completed from topics first, then from what was asked lately', async () => {
  await world.ask('subscribe video');
  await world.ask('video diffusion');
  await world.ask('agents');
  expect(await world.app.service.suggest({ place: general, person: ada, typed: 'vi', limit: 25 })).toEqual([
    'video',
    'video diffusion',
  ]);
  expect(await world.app.service.suggest({ place: general, person: ada, typed: '', limit: 2 })).toEqual([
    'video',
    'agents',
  ]);
  expect(await world.app.service.suggest({ place: ml, person: ada, typed: '', limit: 25 })).toEqual([]);
  // What someone searches is for that person alone.
  const ben = { id: 'u2', name: 'Ben' };
  expect(await world.app.service.suggest({ place: general, person: ben, typed: '', limit: 25 })).toEqual([
    'video',
  ]);
});

test('home shows the channels of a space, the reading list and the sources', async () => {
  await world.ask('subscribe video');
  await world.ask('name #1 Moving pictures');
  await world.press({ do: 'save', id: world.digests[0]?.papers[0]?.id ?? '' });
  const home = await world.app.service.home({ space: 'test:t', person: ada });
  expect(home.channels).toEqual([
    {
      place: general,
      topics: [{ query: 'video', name: 'Moving pictures', by: ada }],
      schedule: 'every day at 09:00, UTC',
      next: [
        { text: 'Next post: ' },
        { text: 'Mon, Nov 23, 2026 at 09:00 UTC', at: Date.UTC(2026, 10, 23, 9) },
        { text: '.' },
      ],
    },
  ]);
  expect(home.saved.map(({ id }) => id)).toEqual([world.digests[0]?.papers[0]?.id]);
  expect((await world.app.service.home({ space: 'test:other', person: ada })).channels).toEqual([]);
});

test('home shows the channels that follow topics first, and counts those that it leaves out', async () => {
  for (let at = 10; at < 62; at++) await world.app.service.join({ id: `test:t3:${at}`, name: `#${at}` });
  await world.app.service.ask({
    place: { id: 'test:t3:61', name: '#61' },
    person: ada,
    text: 'subscribe video',
  });
  const home = await world.app.service.home({ space: 'test:t3', person: ada });
  expect(home.channels.slice(0, 3).map(({ place }) => place.name)).toEqual(['#61', '#10', '#11']);
  expect(home).toMatchObject({ channels: { length: 50 }, moreChannels: 2 });
});

test("a space that is left takes all its channels with it, and no other's", async () => {
  await world.app.service.join({ id: 'test:t2:x', name: '#x' });
  await world.ask('subscribe video');
  const saver = { id: 'test:t:u1', name: 'Ada' };
  const other = { id: 'test:t2:u1', name: 'Bob' };
  const id = world.digests[0]?.papers[0]?.id ?? '';
  for (const person of [saver, other])
    await world.app.service.ask({ place: general, person, text: `save ${id}` });
  for (const none of ['test:T', 'test:', 'tes', '']) await world.app.service.leaveSpace(none);
  expect([...world.app.channels.all()]).toHaveLength(2);
  await world.app.service.leaveSpace('test:t');
  const savedBy = async (person: typeof saver) =>
    (await world.app.service.home({ space: 'x', person })).saved.length;
  expect([await savedBy(saver), await savedBy(other)]).toEqual([0, 1]);
  expect([...world.app.channels.all()].map(({ id }) => id)).toEqual(['test:t2:x']);
});

test('a channel that is left takes nothing of another with it, whatever its id begins with', async () => {
  const longer = { id: `${general.id}2`, name: '#general2' };
  const place = (id: string) => ({ id, name: '#a' });
  for (const one of [general, longer, ml, place('test:t:a'), place('test:t:a:b')])
    await world.app.service.join(one);
  const left = () => [...world.app.channels.all()].map(({ id }) => id).sort();
  await world.app.service.leave(general.id);
  await world.app.service.leave('test:t:a');
  expect(left()).toEqual(['test:t:a:b', longer.id, ml.id]);
  // The id of a space, or a part of an id, is no channel.
  for (const none of ['test:t', 'test:t:', 'test:', 'test:t:m', '']) await world.app.service.leave(none);
  expect(left()).toEqual(['test:t:a:b', longer.id, ml.id]);
});

test('a topic can be muted from a post, and a button can ask', async () => {
  await world.ask('subscribe lora');
  await world.tick('2026-11-23T09:00:00Z');
  const mute = world.readers.seen[0]?.actions.find(({ label }) => label === 'Unsubscribe here: lora');
  expect(wordsOf(await world.press(mute?.act ?? { do: 'ask', text: '' }))).toContain(
    'Unsubscribed #general from lora',
  );
  expect(titlesOf(await world.press({ do: 'ask', text: 'LoRA' }))).toEqual(['LoRA for all']);
});

test('a form that was open while others changed settings takes nothing of that back', async () => {
  const ben = { id: 'u2', name: 'Ben' };
  await world.ask('schedule weekdays 8:00');
  const form = await formHere();
  const save = (change: object) =>
    world.app.service.fill({ place: general, person: ada, form: { ...form, limit: '10', ...change } });
  world.now += 60_000;
  const typed = [
    'schedule daily 17:00 Asia/Tokyo',
    'limit 3',
    'limit 4',
    'layout titles',
    'announce off',
    'pause',
  ];
  for (const text of typed) await world.app.service.ask({ place: general, person: ben, text });
  world.now += 60_000;
  const others = await formHere();
  await save({ topics: ['lora'] });
  expect(await formHere()).toEqual({ ...others, topics: ['lora'], readAt: world.now });
  await save({ topics: ['lora'], time: '07:30', order: 'date', limit: '9' });
  expect(await formHere()).toMatchObject({
    schedule: 'daily 07:30',
    zone: 'Asia/Tokyo',
    order: 'date',
    limit: 9,
    layout: 'titles',
    announce: false,
    paused: true,
  });
});
