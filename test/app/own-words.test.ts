import { beforeEach, expect, test } from 'vitest';
import {
  type AppWorld,
  actionOf,
  createAppWorld,
  digestOf,
  general,
  paperOf,
  titlesOf,
  wordsOf,
} from './world.ts';

let world: AppWorld;

beforeEach(async () => {
  world = await createAppWorld('2026-11-26T08:00:00Z');
  world.digests = [
    digestOf('2026-11-18', paperOf('Old but loved', { upvotes: 90, publishedOn: '2026-11-18' })),
    digestOf(
      '2026-11-24',
      paperOf('Diffusion on Tuesday', { upvotes: 5, publishedOn: '2026-11-24' }),
      paperOf('Agents on Tuesday', { upvotes: 40, publishedOn: '2026-11-24' }),
    ),
    digestOf('2026-11-25', paperOf('Diffusion on Wednesday', { upvotes: 20, publishedOn: '2026-11-25' })),
  ];
  await world.app.readSources();
  await world.app.service.join(general);
});

const pausedAt = () => world.app.channels.get(general.id)?.paused;

test("words behind a command's own name that it doesn't take are searched for", async () => {
  for (const typed of ['note taking with zebras', 'notes first zebras'])
    expect(wordsOf(await world.ask(typed))).not.toContain('There is no command');
});

test('a misspelled command is offered with its words, and nothing is changed until the button is pressed', async () => {
  const reply = await world.ask('subsribe zebras');
  expect(wordsOf(reply)).toBe('There is no command subsribe. Did you mean /papers subscribe zebras?');
  expect(world.app.channels.topics(general.id)).toEqual([]);
  await world.press(actionOf(reply, 'Subscribe to zebras'));
  expect(world.app.channels.topics(general.id)).toMatchObject([{ query: 'zebras' }]);
  expect(wordsOf(await world.press(actionOf(reply, 'Search')))).toContain(
    'Nothing found for subsribe zebras',
  );
});

test.each(['staus', 'scheudle weekly mon 9:00', 'unsubscibe #1', 'topcs'])(
  '%s is no search',
  async (typed) => {
    expect(wordsOf(await world.ask(typed))).toContain('Did you mean /papers ');
  },
);

test('a word that papers use is searched for, however near to a command it is', async () => {
  world.digests = [digestOf('2026-11-25', paperOf('A statue of bronze'))];
  await world.app.readSources();
  expect(titlesOf(await world.ask('statue'))).toEqual(['A statue of bronze']);
});

test('every button of an offer does what it says', async () => {
  const reply = await world.ask('5 papers');
  expect(titlesOf(await world.press(actionOf(reply, 'Top 5')))[0]).toBe('Old but loved');
  await world.press(actionOf(reply, 'Limit 5'));
  expect(world.app.channels.get(general.id)?.limit).toBe(5);
});

test('the top papers are those of the days that are named, by votes', async () => {
  const byVotes = ['Agents on Tuesday', 'Diffusion on Wednesday', 'Diffusion on Tuesday'];
  expect(titlesOf(await world.ask('this week'))).toEqual(byVotes);
  expect(titlesOf(await world.ask('top'))).toEqual(['Old but loved', ...byVotes]);
  expect(titlesOf(await world.ask('top 2 this week'))).toEqual(byVotes.slice(0, 2));
  expect(wordsOf(await world.ask('top last week'))).toContain(
    'Top papers last week\n1 paper, most votes first',
  );
});

test('where a period has no digest, it says so and shows the newest', async () => {
  world.now = Date.parse('2026-12-02T08:00:00Z');
  const reply = await world.ask('top papers of the week');
  expect(wordsOf(reply)).toContain('No digest has arrived this week.\nTop papers for Wed, Nov 25, 2026');
  expect(titlesOf(reply)).toEqual(['Diffusion on Wednesday']);
});

test('more of the top papers are shown by its button, up to as many as were asked for', async () => {
  world.digests = [
    digestOf(
      '2026-11-25',
      ...Array.from({ length: 25 }, (_, at) => paperOf(`Paper ${at}`, { upvotes: 100 + at })),
    ),
  ];
  await world.app.readSources();
  const first = await world.ask('top 15 this week');
  expect(titlesOf(first)).toHaveLength(10);
  const second = await world.press(actionOf(first, 'Show more (5)'));
  expect(titlesOf(second)).toEqual(['Paper 14', 'Paper 13', 'Paper 12', 'Paper 11', 'Paper 10']);
  expect(second.actions).toEqual([]);
});

test('a search for the newest shows them first, and keeps that order from page to page and when it is shared', async () => {
  world.digests = [
    digestOf(
      '2026-11-25',
      ...Array.from({ length: 7 }, (_, at) =>
        paperOf('Lattice diffusion', { publishedOn: `2026-10-0${at + 1}`, abstract: `Lattice ${at}` }),
      ),
    ),
  ];
  await world.app.readSources();
  const days = (reply: typeof first) =>
    reply.blocks.flatMap((block) =>
      block.kind === 'cards' ? block.cards.map((card) => card.publishedOn) : [],
    );
  const first = await world.ask('latest lattice papers');
  expect(days(first)).toEqual(['2026-10-07', '2026-10-06', '2026-10-05', '2026-10-04', '2026-10-03']);
  expect(days(await world.press(actionOf(first, 'More results')))).toEqual(['2026-10-02', '2026-10-01']);
  expect(days(await world.press(actionOf(first, 'Share')))).toEqual(days(first));
});

test('papers on a topic of this week are those of these days', async () => {
  expect(titlesOf(await world.ask('papers on diffusion from this week'))).toHaveLength(2);
  expect(titlesOf(await world.ask('diffusion from yesterday'))).toEqual(['Diffusion on Wednesday']);
  const { actions } = await world.ask('diffusion from yesterday');
  // No new paper is of the past.
  expect(actions.map(({ label }) => label)).toEqual(['Share to channel']);
});

test('a topic that begins with the word topic, or is a number, is the one that is ended', async () => {
  const queries = () => world.app.channels.topics(general.id).map(({ query }) => query);
  await world.ask('subscribe topic modeling, 1');
  await world.press(actionOf(await world.ask('topics'), 'Unsubscribe #2 1'));
  expect(queries()).toEqual(['topic modeling']);
  await world.ask('unsubscribe from topic modeling');
  expect(queries()).toEqual([]);
  await world.ask('subscribe lora');
  await world.ask('unsubscribe from topic 1');
  expect(queries()).toEqual([]);
});

test('a pause with an end says when that is, and is over by itself', async () => {
  await world.ask('schedule daily 9:00 Berlin');
  await world.ask('subscribe diffusion');
  const reply = await world.ask('mute until monday');
  expect(wordsOf(reply)).toContain('Paused until Mon, Nov 30, 2026 at 00:00 Europe/Berlin.');
  expect(wordsOf(reply)).toContain('Next post: Mon, Nov 30, 2026 at 09:00 Europe/Berlin.');
  world.digests = [digestOf('2026-11-26', paperOf('Diffusion on Thursday'))];
  await world.tick('2026-11-26T08:30:00Z');
  await world.tick('2026-11-28T08:30:00Z');
  expect(world.readers.seen).toEqual([]);
  expect(wordsOf(await world.ask('status'))).toContain('until Mon, Nov 30, 2026 at 00:00 Europe/Berlin');
  world.digests = [digestOf('2026-11-30', paperOf('Diffusion on Monday'))];
  await world.tick('2026-11-30T08:01:00Z');
  expect(world.readers.seen.flatMap(titlesOf)).toEqual(['Diffusion on Monday']);
  expect(wordsOf(await world.ask('status'))).not.toContain('Paused');
});

test('a pause outlasts a restart, and its end is in the form no pause anymore', async () => {
  await world.ask('pause 2 days');
  await world.restart();
  const isPaused = async () => {
    const read = await world.app.service.form(general);
    return 'form' in read ? read.form.paused : expect.unreachable();
  };
  expect(await isPaused()).toBe(true);
  world.now = Date.parse('2026-11-28T00:00:00Z');
  expect(await isPaused()).toBe(false);
  expect(wordsOf(await world.ask('resume'))).toContain('Not paused');
  expect(pausedAt()).toBeUndefined();
});

test('a pause can be given another end, and hours end within the day', async () => {
  await world.ask('pause');
  await world.ask('pause 3 hours');
  expect(pausedAt()?.until).toBe(world.now + 3 * 3_600_000);
  expect(wordsOf(await world.ask('pause 3h'))).toContain('Already paused');
  await world.ask('pause');
  expect(pausedAt()).not.toHaveProperty('until');
});

test.each(['pause until nov 27', 'pause until today', 'pause until 2026-11-27', 'pause through nov 27'])(
  '"%s" on that very day pauses as long as it lasts',
  async (typed) => {
    world.now = Date.parse('2026-11-27T08:00:00Z');
    expect(wordsOf(await world.ask(typed))).toContain('Paused until Sat, Nov 28, 2026 at 00:00 UTC.');
  },
);

test.each(['pause until nov 22 2026', 'pause until dec 1 2024', 'pause until 2031-01-01'])(
  '%s is no end, and changes nothing',
  async (typed) => {
    const reply = await world.ask(typed);
    expect(reply.refused).toBe(true);
    expect(pausedAt()).toBeUndefined();
  },
);

test.each([
  ['can you please be less annoying', 'Pause'],
  ['i think we get way too many in the morning', 'Schedule'],
  ['what did I put on my library last time', 'Saved'],
])('a sentence to Paperboy that no paper has gets commands, not papers: %s', async (typed, label) => {
  const reply = await world.ask(typed);
  expect(titlesOf(reply)).toEqual([]);
  expect(reply.actions.map((action) => action.label)).toContain(label);
  expect(reply.actions.at(-1)?.label).toContain('Search');
});

test('a title that speaks to the reader is found all the same', async () => {
  world.digests = [digestOf('2026-11-25', paperOf('You only stop once: when we pause'))];
  await world.app.readSources();
  expect(titlesOf(await world.ask('you only stop once when we pause'))).toHaveLength(1);
});

test.each([
  ['lastest', 'Today'],
  ['trendng', 'Trending'],
])('%s alone is offered as %s', async (typed, label) => {
  expect((await world.ask(typed)).actions.map((action) => action.label)).toContain(label);
});
