import { beforeEach, describe, expect, test } from 'vitest';
import type { FilledForm } from '../../src/model/channel-form.ts';
import type { Place } from '../../src/model/ports.ts';
import { type AppWorld, ada, createAppWorld, digestOf, general, paperOf, wordsOf } from './world.ts';

let world: AppWorld;

beforeEach(async () => {
  world = await createAppWorld();
  world.digests = [
    digestOf('2026-11-20', paperOf('LoRA for all'), paperOf('Video diffusion'), paperOf('LoRA for video')),
  ];
  await world.app.readSources();
  await world.app.service.join(general);
});

const fill = (form: FilledForm) => world.app.service.fill({ place: general, person: ada, form });
const formHere = async () => {
  const read = await world.app.service.form(general);
  if ('problem' in read) throw new Error(read.problem);
  return read.form;
};

test('a form of direct messages has no switch for announcements, and one of an earlier version changes none', async () => {
  const place: Place = { id: 'test:t:direct-u1', name: 'direct message', direct: true };
  const read = await world.app.service.form(place);
  expect('form' in read && Object.keys(read.form)).not.toContain('announce');
  expect(await formHere()).toMatchObject({ announce: true });
  await world.app.service.fill({ place, person: ada, form: { announce: false, limit: '3' } });
  const changes = await world.app.service.ask({ place, person: ada, text: 'status' });
  expect(wordsOf(changes)).not.toContain('announce');
  expect(world.app.channels.get(place.id)).toMatchObject({ limit: 3 });
  expect(world.app.channels.get(place.id)).not.toHaveProperty('announce');
});

describe('boxes for the days and a time', () => {
  test.each([
    [['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], 'daily 08:30'],
    [['mon', 'tue', 'wed', 'thu', 'fri'], 'weekdays 08:30'],
    [['sun', 'mon'], 'weekly mon sun 08:30'],
    [['monthly 31'], 'monthly 31 08:30'],
  ])('%j are %s', async (days, schedule) => {
    expect(await fill({ days, time: '8:30' })).toHaveProperty('reply');
    expect(await formHere()).toMatchObject({ schedule, time: '08:30' });
    expect(new Set((await formHere()).days)).toEqual(new Set(days));
  });

  test.each([
    'weekly mon tue wed thu fri 9:00',
    'weekly mon tue wed thu fri sat sun 9:00',
    'monthly 15 9:00',
  ])('a schedule %s stays of its kind when only its time changes', async (schedule) => {
    await world.ask(`schedule ${schedule}`);
    const { days } = await formHere();
    await fill({ days: days.toReversed(), time: '10:00' });
    expect((await formHere()).schedule).toBe(schedule.replace('9:00', '10:00'));
  });

  test('either may be missing: what is not there stays', async () => {
    await world.ask('schedule weekly mon thu 17:30');
    await fill({ time: '9am' });
    expect((await formHere()).schedule).toBe('weekly mon thu 09:00');
    await fill({ days: ['fri'] });
    expect((await formHere()).schedule).toBe('weekly fri 09:00');
  });

  test.each<[FilledForm, string, RegExp]>([
    [{ days: [], time: '9:00' }, 'days', /at least one day/],
    [{ days: ['mon', 'monthly 1'], time: '9:00' }, 'days', /not both/],
    [{ days: ['someday'], time: '9:00' }, 'days', /someday/],
    [{ days: ['mon'], time: 'soon' }, 'time', /soon/],
    [{ days: ['mon'], time: '25:99' }, 'time', /Try `9:00`/],
    [{ days: ['mon'], time: '' }, 'time', /time of day/],
    [{ days: ['mon'], time: 'tue 9:00' }, 'time', /Only a time of day/],
    [{ days: ['mon'], time: 'off' }, 'time', /off/],
    [{ time: '9:00 Tokyo', zone: 'Europe/Rome' }, 'time', /two time zones/],
    [{ zone: 'Mars/Olympus' }, 'zone', /Mars/],
  ])('%j is refused on its field and changes nothing', async (form, field, message) => {
    const before = world.app.channels.get(general.id);
    expect(await fill(form)).toEqual({ problems: [{ field, message: expect.stringMatching(message) }] });
    expect(world.app.channels.get(general.id)).toEqual(before);
  });

  test('a zone behind the time is taken, and said where it was not written by its name', async () => {
    const filled = await fill({ time: '9:00 Tokyo' });
    expect('reply' in filled && wordsOf(filled.reply)).toContain('Asia/Tokyo');
    expect(await formHere()).toMatchObject({ time: '09:00', zone: 'Asia/Tokyo' });
  });
});

test.each<FilledForm>([
  {},
  { topics: ['video'] },
  { limit: '5' },
  { order: 'date' },
  { layout: 'titles' },
  { zone: 'Asia/Tokyo' },
  { quiet: false },
  { thumbnails: true },
  { announce: true },
  { paused: false },
])('a form with %j alone changes nothing else', async (form) => {
  for (const set of [
    'subscribe lora',
    'schedule weekly mon 8:00 Europe/Rome',
    'limit 7',
    'order relevance',
    'layout compact',
    'quiet on',
    'thumbnails off',
    'announce off',
    'pause',
  ])
    await world.ask(set);
  const before = await formHere();
  expect(before).toMatchObject({ quiet: true, thumbnails: false, announce: false, paused: true, limit: 7 });
  expect(await fill(form)).toHaveProperty('reply');
  const { limit, ...rest } = form;
  expect(await formHere()).toEqual({ ...before, ...rest, ...(limit ? { limit: Number(limit) } : {}) });
});

test('a saved form says what each new topic would have matched', async () => {
  await world.ask('subscribe video');
  const filled = await fill({ topics: ['video', 'lora as "Adapters"', 'quokkas'] });
  const said = 'reply' in filled ? wordsOf(filled.reply) : '';
  expect(said).toMatch(/Adapters lora {2}2 of the 3 papers in .* match/);
  expect(said).toMatch(/quokkas {2}0 of the 3 papers/);
  expect(said).not.toMatch(/video {2}\d+ of the/);
});

describe('a check of topics', () => {
  const check = (...topics: string[]) => world.app.service.checkTopics(general, topics);
  const matches = async (...topics: string[]) => {
    const checks = await check(...topics);
    if ('problem' in checks) throw new Error(checks.problem);
    return checks.topics.map((one) => (one.isWrong ? one.message : one.matches));
  };

  test('counts each and all of them together, once each, and changes nothing', async () => {
    const before = world.app.channels.get(general.id);
    expect(await matches('lora', 'video', '1. quokkas')).toEqual([2, 2, 0]);
    expect(await check('lora', 'video')).toMatchObject({ all: expect.stringContaining('3 of the 3 papers') });
    expect(await check()).toMatchObject({ topics: [], all: expect.stringContaining('every paper') });
    expect(world.app.channels.get(general.id)).toEqual(before);
  });

  test('finds wrong what saving would refuse, at the same place', async () => {
    const topics = ['lora as "Same"', '(video', 'video as "same"'];
    const filled = await fill({ topics });
    const refused = 'problems' in filled ? filled.problems : [];
    const found = await matches(...topics);
    for (const { at = -1, message } of refused) expect(found[at]).toBe(message);
    expect(refused.map(({ at }) => at).sort()).toEqual([0, 1, 2]);
    const many = Array.from({ length: 201 }, (_, at) => `word${at}`);
    expect(await check(...many)).toMatchObject({ all: 'A channel can follow up to 200 topics.' });
  });

  test('counts papers that came since', async () => {
    expect(await matches('lora')).toEqual([2]);
    world.digests = [...world.digests, digestOf('2026-11-21', paperOf('Another LoRA'))];
    await world.app.readSources();
    expect(await matches('lora')).toEqual([3]);
  });

  test('that is replaced by a newer one ends, without a word in the log', async () => {
    const ended = new AbortController();
    const checks = world.app.service.checkTopics(general, ['lora', 'video'], ended.signal);
    ended.abort();
    expect(await checks).toHaveProperty('problem');
  });
});
