/** Topics that are edited in place and have names. */
import { beforeEach, expect, test } from 'vitest';
import { exportChannels, importChannels } from '../../src/channels/portable.ts';
import type { Block } from '../../src/model/message.ts';
import { readTopic } from '../../src/query/topic.ts';
import {
  type AppWorld,
  actionOf,
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
  const titles = ['Diffusion of images', 'Diffusion of video', 'Agents at play'];
  world.digests = [digestOf('2026-11-20', ...titles.map((title) => paperOf(title)))];
  await world.app.readSources();
  await world.app.service.join(general);
});

const topicsHere = () =>
  world.app.channels.topics(general.id).map(({ query, name }) => (name ? `${query} = ${name}` : query));
const headings = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));

test('an edited topic keeps its number, its name and who subscribed, and says what the change brings', async () => {
  for (const text of ['subscribe diffusion as "Images"', 'subscribe agents']) await world.ask(text);
  world.now += 60_000;
  const words = wordsOf(await world.ask('edit #1 diffusion -video'));
  expect(words).toContain('Topic #1 is now Images diffusion -video. It was Images diffusion.');
  expect(words).toContain('It matches 1 instead of 2 of the 3 papers in the digest for Fri, Nov 20, 2026.');
  expect(words).toContain('Papers that were already posted here are not posted again.');
  expect(words).toMatch(
    /1 {2}Images diffusion -video {2}by Ada on .*, edited on Mon, Nov 23, 2026; no paper/,
  );
  expect(topicsHere()).toEqual(['diffusion -video = Images', 'agents']);
});

test('a paper that was posted is not posted again after an edit, and a new match is', async () => {
  await world.ask('subscribe agents');
  world.digests = [digestOf('2026-11-24', paperOf('Agents of change'), paperOf('Rockets of change'))];
  await world.tick('2026-11-24T09:00:00Z');
  expect(world.readers.seen.flatMap(titlesOf)).toEqual(['Agents at play', 'Agents of change']);
  await world.ask('edit #1 agents OR rockets');
  world.digests = [digestOf('2026-11-25', paperOf('Rockets again'))];
  await world.tick('2026-11-25T09:00:00Z');
  expect(world.readers.seen.slice(1).flatMap(titlesOf)).toEqual(['Rockets again']);
});

test('a query that another topic is called is not subscribed to: no one could tell which is meant', async () => {
  for (const text of ['subscribe diffusion', 'name #1 Rockets']) await world.ask(text);
  const before = topicsHere();
  expect(wordsOf(await world.ask('subscribe rockets'))).toMatch(
    /Nothing was changed. Another topic here is called/,
  );
  expect(topicsHere()).toEqual(before);
});

test.each([
  ['edit #1 (broken', /isn't closed/],
  ['edit #3 vision', /There is no topic #3 here/],
  ['edit #1 agents', /Nothing was changed. Topic #2 is already agents/],
  ['edit #1 diffusion', /Topic #1 is already diffusion. Nothing was changed/],
  ['edit #1', /Type the number of a topic and its new query/],
  ['edit #1 vision as "Agents"', /Another topic here is called that already/],
  ['name #1 agents', /Another topic here is called that already/],
  ['name #1 #2', /can't be called #2/],
  ['name #1 \u0301\u0301', /The name is empty/],
  ['name #1 \u3164', /The name is empty/],
  [`name #1 ${'x'.repeat(61)}`, /too long: 61 characters/],
  [`name #1 ${'👍🏽'.repeat(61)}`, /too long: 61 characters/],
  ['name #4 Vision', /There is no topic #4 here/],
  ['subscribe vision as "AGENTS"', /Nothing was changed. Another topic here is called that already/],
])('"%s" changes nothing and says why', async (text, said) => {
  for (const before of ['subscribe diffusion', 'subscribe agents']) await world.ask(before);
  expect(wordsOf(await world.ask(text))).toMatch(said);
  expect(topicsHere()).toEqual(['diffusion', 'agents']);
});

test.each(['edit distance', 'name disambiguation', 'rename variables', 'edit 3d shapes'])(
  '"%s" is a search',
  async (text) => {
    expect(world.app.service.changes({ text })).toBe(false);
    expect(wordsOf(await world.ask(text))).not.toContain('number of a topic');
  },
);

test('a name stands above its papers, in reasons, lists and buttons, and `unsubscribe` takes it', async () => {
  await world.ask('subscribe diffusion -video as “Video-free diffusion”, agents');
  await world.ask('name #1 Stills');
  expect(wordsOf(await world.ask('topics'))).toContain('1  Stills diffusion -video');
  world.digests = [digestOf('2026-11-24', paperOf('Agents of diffusion'), paperOf('Agents alone'))];
  await world.tick('2026-11-24T09:00:00Z');
  const [post] = world.readers.seen;
  expect(post && headings(post.blocks).slice(1)).toEqual(['Stills', 'agents']);
  expect(post?.actions.map(({ label }) => label)).toContain('Unsubscribe here: Stills');
  expect(wordsOf(await world.ask('unsubscribe stills'))).toContain(
    'Unsubscribed #general from Stills diffusion -video.',
  );
  expect(topicsHere()).toEqual(['agents']);
});

test('a button that unsubscribes ends the topic that it names, and no other once that is gone', async () => {
  for (const text of ['subscribe rl', 'subscribe robots', 'subscribe rl and robots', 'subscribe 1'])
    await world.ask(text);
  const listed = await world.ask('topics');
  const [both, one] = [3, 4].map((number) => {
    const label = listed.actions.find(({ label }) => label.startsWith(`Unsubscribe #${number}`))?.label ?? '';
    return actionOf(listed, label);
  });
  for (const act of [both, one, both, one]) if (act) await world.press(act);
  expect(topicsHere()).toEqual(['rl', 'robots']);
});

test('the label of a button is never cut within a character', async () => {
  const name = '👩🏽‍🔬'.repeat(60);
  await world.ask(`subscribe ${'lora '.repeat(3)} as "${name}"`);
  const listed = await world.ask('topics');
  const { label = '' } = listed.actions.find(({ label }) => label.startsWith('Unsubscribe')) ?? {};
  expect(label.length).toBeGreaterThan(75);
  expect(label.replace('Unsubscribe #1 ', '').replaceAll('👩🏽‍🔬', '')).toBe('');
});

test('two people who edit one topic at once: the second is told, and nothing of theirs is written', async () => {
  await world.ask('subscribe diffusion');
  const both = await Promise.all([world.ask('edit #1 vision'), world.ask('edit #1 speech')]);
  const said = both.map(wordsOf);
  expect(topicsHere()).toHaveLength(1);
  expect(said.filter((words) => words.startsWith('Topic #1 is now'))).toHaveLength(1);
  expect(said.find((words) => !words.startsWith('Topic'))).toContain('Nothing was changed. Someone else');
});

test('the settings form shows names, edits in place, and takes a name away', async () => {
  for (const text of ['subscribe diffusion as "Images"', 'subscribe agents']) await world.ask(text);
  const read = await world.app.service.form(general);
  if ('problem' in read) throw new Error(read.problem);
  expect(read.form.topics).toEqual(['diffusion as "Images"', 'agents']);
  const fill = (topics: string[]) =>
    world.app.service.fill({
      place: general,
      person: { id: 'u2', name: 'Ben' },
      form: { ...read.form, limit: '10', topics },
    });
  await fill(['diffusion -video as "Stills"', 'agents']);
  expect(topicsHere()).toEqual(['diffusion -video = Stills', 'agents']);
  expect(world.app.channels.topics(general.id)[0]).toMatchObject({
    by: { name: 'Ada' },
    edited: { by: { name: 'Ben' } },
  });
  await fill(['diffusion -video', 'agents']);
  expect(topicsHere()).toEqual(['diffusion -video = Stills', 'agents']);
  expect(await fill(['diffusion -video', 'agents as "stills"'])).toMatchObject({
    problems: [{ field: 'topics', at: 1, message: expect.stringContaining('called that already') }],
  });
  await fill(['diffusion -video as ""', 'agents']);
  expect(topicsHere()).toEqual(['diffusion -video', 'agents']);
});

test('a form leaves alone what others subscribed to or edited since it was read', async () => {
  for (const text of ['subscribe diffusion', 'subscribe agents']) await world.ask(text);
  const read = await world.app.service.form(general);
  if ('problem' in read) throw new Error(read.problem);
  const fill = (topics: string[]) =>
    world.app.service.fill({
      place: general,
      person: { id: 'u2', name: 'Ben' },
      form: { ...read.form, limit: '10', topics },
    });
  world.now += 60_000;
  await world.ask('subscribe rockets');
  await fill(['diffusion -video', 'agents']);
  expect(topicsHere()).toEqual(['diffusion -video', 'agents', 'rockets']);
  await world.ask('edit #2 agents OR robots');
  await fill(['diffusion']);
  expect(topicsHere()).toContain('agents OR robots');
});

test('names and edits are seen by another process, exported and imported', async () => {
  await world.ask('subscribe diffusion');
  const other = await createAppWorld('2026-11-23T08:00:00Z', { store: world.store });
  await world.ask('name #1 Images');
  await other.app.channels.refresh();
  expect(other.app.channels.topics(general.id)).toMatchObject([{ query: 'diffusion', name: 'Images' }]);
  await world.ask('edit #1 diffusion OR gan');
  const exported = exportChannels(world.app.channels);
  const fresh = await createAppWorld();
  await importChannels(exported, fresh.app.channels, { fromSeq: 0, now: 1 }, readTopic);
  expect(exportChannels(fresh.app.channels).channels[0]?.topics).toEqual(exported.channels[0]?.topics);
  expect(fresh.app.channels.topics(general.id)).toMatchObject([
    { name: 'Images', edited: { by: { id: 'u1' } } },
  ]);
  expect(fresh.app.channels.topics(ml.id)).toEqual([]);
});
