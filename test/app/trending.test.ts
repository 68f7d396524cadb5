import { beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../src/model/message.ts';
import type { Paper } from '../../src/model/paper.ts';
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
  world = await createAppWorld('2026-11-20T08:00:00Z');
});

/** What a source says on a day: the papers of a digest, each with its votes by then. */
async function read(at: string, day: string, ...papers: [Paper, number][]): Promise<void> {
  world.now = Date.parse(at);
  await world.app.archive.put(
    digestOf(day, ...papers.map(([paper, upvotes]) => ({ ...paper, upvotes }))),
    'test source',
  );
}

const growthOf = (message: Message) =>
  message.blocks.flatMap((block) => (block.kind === 'cards' ? block.cards.map(({ growth }) => growth) : []));

const [steady, rising, fresh] = ['Steady work', 'Rising work', 'Fresh work'].map((title) =>
  paperOf(title),
) as [Paper, Paper, Paper];

describe('trending', () => {
  test('papers that gained votes come first, each with how many and since when', async () => {
    await read('2026-11-20T20:00:00Z', '2026-11-20', [steady, 200], [rising, 9]);
    await read('2026-11-21T20:00:00Z', '2026-11-20', [steady, 202], [rising, 50]);
    await read('2026-11-21T21:00:00Z', '2026-11-21', [fresh, 30]);
    const today = await world.ask('trending today');
    expect(titlesOf(today)).toEqual(['Rising work', 'Fresh work', 'Steady work']);
    expect(growthOf(today)).toEqual(['+41 since yesterday', '+30 today', '+2 since yesterday']);
    expect(wordsOf(today)).toMatch(/^Trending today\n3 papers gained votes/);
    expect(titlesOf(await world.ask('trending'))).toEqual(['Steady work', 'Rising work', 'Fresh work']);
  });

  test('with a query, only papers that match it are shown, in the same order', async () => {
    await read('2026-11-20T20:00:00Z', '2026-11-20', [steady, 200], [rising, 9], [fresh, 1]);
    await read('2026-11-21T20:00:00Z', '2026-11-20', [steady, 202], [rising, 50], [fresh, 90]);
    const shown = await world.ask('trending today rising OR steady');
    expect(titlesOf(shown)).toEqual(['Rising work', 'Steady work']);
    expect(wordsOf(shown)).toMatch(/^Trending today for rising OR steady\n2 papers gained votes/);
    const none = await world.ask('trending today quantum');
    expect(wordsOf(none)).toContain('No paper that matches quantum gained votes today.');
    expect(none.actions.map(({ label }) => label)).toHaveLength(2);
    expect(wordsOf(await world.ask('trending today (open'))).toContain("This ( isn't closed.");
  });

  test('more than a page of those that match is behind a button that keeps the query', async () => {
    const many = Array.from({ length: 12 }, (_, at) => paperOf(`Agents ${at}`));
    await read(
      '2026-11-20T20:00:00Z',
      '2026-11-20',
      [rising, 9],
      ...many.map((one): [Paper, number] => [one, 5]),
    );
    const first = await world.ask('trending agents');
    const act = actionOf(first, 'Show more (2)');
    expect(act).toMatchObject({ do: 'trending', query: 'agents', from: 10 });
    expect(titlesOf(await world.press(act))).toHaveLength(2);
  });

  test('a paper of an older digest that is read again is among them, long after its day', async () => {
    await read('2026-11-01T20:00:00Z', '2026-11-01', [steady, 200]);
    await read('2026-11-20T20:00:00Z', '2026-11-20', [rising, 9]);
    await read('2026-11-21T20:00:00Z', '2026-11-01', [steady, 230]);
    expect(growthOf(await world.ask("what's trending this week?"))).toEqual([
      '+30 since Sun, Nov 1, 2026',
      '+9 since yesterday',
    ]);
  });

  test('where nothing gained votes in the period, the last that did are shown and said to be', async () => {
    await read('2026-11-20T20:00:00Z', '2026-11-20', [steady, 20]);
    world.now = Date.parse('2026-12-24T08:00:00Z');
    expect(wordsOf(await world.ask('trending today'))).toMatch(
      /^No paper gained votes today\. These are the last that did\.\nTrending up to Fri, Nov 20, 2026\n.*\nSteady work/,
    );
  });

  test('where no source counts votes, the newest papers are shown, and the answer says why', async () => {
    world.now = Date.parse('2026-11-20T20:00:00Z');
    await world.app.archive.put(digestOf('2026-11-20', paperOf('Uncounted')), 'arxiv');
    const answer = await world.ask('trending this week');
    expect(wordsOf(answer)).toMatch(
      /^No paper gained votes this week: the sources count none, or nobody voted\./,
    );
    expect(titlesOf(answer)).toEqual(['Uncounted']);
  });

  test('a period that is over is one of most votes', async () => {
    await read('2026-11-20T20:00:00Z', '2026-11-20', [steady, 20]);
    expect(wordsOf(await world.ask('trending last month'))).toContain('No digest has arrived last month.');
  });

  test('more than a page is behind a button', async () => {
    const papers = Array.from({ length: 12 }, (_, at): [Paper, number] => [paperOf(`Paper ${at}`), 100 - at]);
    await read('2026-11-20T20:00:00Z', '2026-11-20', ...papers);
    const first = await world.ask('trending');
    expect(titlesOf(first)).toHaveLength(10);
    expect(titlesOf(await world.press(actionOf(first, 'Show more (2)')))).toEqual(['Paper 10', 'Paper 11']);
  });

  test('votes are kept for some weeks only, and papers of an archive that is filled add none', async () => {
    const kept = async () =>
      (await world.store.db.selectFrom('vote_counts').selectAll().execute()).map(({ day }) => day);
    await read('2026-11-20T20:00:00Z', '2024-01-01', [steady, 200]);
    expect(await kept()).toEqual([]);
    await read('2026-11-20T20:00:00Z', '2026-11-20', [steady, 200]);
    await read('2026-11-20T22:00:00Z', '2026-11-20', [steady, 201]);
    expect(await kept()).toEqual(['2026-11-20']);
    await read('2027-01-20T20:00:00Z', '2027-01-20', [rising, 1]);
    expect(await kept()).toEqual(['2027-01-20']);
  });
});

describe('posts of what is trending', () => {
  beforeEach(async () => {
    await world.app.service.join(general);
  });
  const posts = () => world.readers.seen;

  test('a weekly post holds what gained most votes, also of older digests, and never the same paper twice', async () => {
    expect(wordsOf(await world.ask('schedule weekly trending mon 9:00'))).toMatch(
      /^Schedule updated: every Monday at 09:00, UTC, with the papers that gained the most votes\./,
    );
    await world.ask('limit 2');
    await read('2026-11-20T20:00:00Z', '2026-11-20', [steady, 200], [rising, 9], [fresh, 1]);
    await world.tick('2026-11-23T09:00:00Z');
    const [first] = posts();
    expect(titlesOf(first as Message)).toEqual(['Steady work', 'Rising work']);
    expect(wordsOf(first as Message)).toMatch(
      /^Trending papers for the week ending .*\nThe top 2 papers of 3 papers that gained votes\./,
    );
    expect(growthOf(first as Message)).toEqual([
      '+200 since Fri, Nov 20, 2026',
      '+9 since Fri, Nov 20, 2026',
    ]);
    await read('2026-11-27T20:00:00Z', '2026-11-20', [steady, 900], [rising, 800], [fresh, 60]);
    await world.tick('2026-11-30T09:00:00Z');
    expect(titlesOf(posts().at(-1) as Message)).toEqual(['Fresh work']);
  });

  test('a post says how many papers gained votes, however many there are', async () => {
    await world.ask('schedule weekly trending mon 9:00');
    const many = Array.from({ length: 620 }, (_, at): [Paper, number] => [paperOf(`Voted ${at}`), at + 1]);
    await read('2026-11-20T20:00:00Z', '2026-11-20', ...many);
    await world.tick('2026-11-23T09:00:00Z');
    expect(wordsOf(posts()[0] as Message)).toContain('The top 10 papers of 620 papers that gained votes.');
  });

  test('the preview shows it, and a late start sends it once', async () => {
    await world.ask('schedule weekly trending mon 9:00');
    await read('2026-11-20T20:00:00Z', '2026-11-20', [steady, 200], [rising, 9]);
    expect(titlesOf(await world.ask('preview'))).toEqual(['Steady work', 'Rising work']);
    await world.restart();
    await world.tick('2026-11-23T15:00:00Z');
    await world.tick('2026-11-23T15:01:00Z');
    expect(posts().map(titlesOf)).toEqual([['Steady work', 'Rising work']]);
    expect(wordsOf(posts()[0] as Message)).toContain('Late: this post was due');
  });

  test('only papers on the topics are in it', async () => {
    await world.ask('subscribe rising');
    await world.ask('schedule daily trending 9:00');
    await read('2026-11-20T20:00:00Z', '2026-11-20', [steady, 200], [rising, 9]);
    await world.tick('2026-11-21T09:00:00Z');
    expect(titlesOf(posts()[0] as Message)).toEqual(['Rising work']);
  });

  test('a paper on a topic is in it however many others gained more, and a silence counts them all', async () => {
    await world.ask('subscribe niche');
    await world.ask('quiet on');
    await world.ask('schedule daily trending 9:00');
    const many = Array.from({ length: 620 }, (_, at): [Paper, number] => [paperOf(`Voted ${at}`), at + 2]);
    await read('2026-11-20T20:00:00Z', '2026-11-20', ...many);
    await world.tick('2026-11-21T09:00:00Z');
    expect(wordsOf(posts()[0] as Message)).toContain('620');
    await read('2026-11-21T20:00:00Z', '2026-11-20', ...many, [paperOf('Niche work'), 1]);
    await world.tick('2026-11-22T09:00:00Z');
    expect(titlesOf(posts().at(-1) as Message)).toEqual(['Niche work']);
  });

  test('where no source counts votes, the answer says so, and posts hold what came, as before', async () => {
    expect(wordsOf(await world.ask('schedule daily 9:00 trending'))).toContain(
      'No source has counted votes lately: until one does, posts hold the papers that came.',
    );
    world.now = Date.parse('2026-11-20T20:00:00Z');
    await world.app.archive.put(digestOf('2026-11-20', paperOf('Uncounted')), 'arxiv');
    await world.tick('2026-11-21T09:00:00Z');
    expect(wordsOf(posts()[0] as Message)).toMatch(/^Papers for Fri, Nov 20, 2026\n[\s\S]*Uncounted/);
  });

  test('the order of votes ends it, both can be undone, and status and form say which it is', async () => {
    const set = await world.ask('schedule trending');
    expect(wordsOf(set)).toContain('up to 10, those that are trending');
    expect(await world.app.service.form(general)).toMatchObject({ form: { order: 'trending' } });
    expect(wordsOf(await world.press(actionOf(set, 'Undo')))).toMatch(
      /^Undone: set the order to votes \(was trending\)/,
    );
    await world.ask('order trending');
    expect(wordsOf(await world.ask('order votes'))).toContain('Papers are now sorted by votes.');
    expect(world.app.channels.get(general.id)).toMatchObject({ order: 'votes', trending: false });
  });

  test('why says that a paper was not among those that gained most', async () => {
    await world.ask('order trending');
    await read('2026-11-20T20:00:00Z', '2026-11-20', [steady, 200], [{ ...fresh }, 0]);
    await world.tick('2026-11-21T09:00:00Z');
    expect(wordsOf(await world.ask(`why ${fresh.id}`))).toContain(
      'posts here hold the papers that gained the most votes',
    );
  });
});
