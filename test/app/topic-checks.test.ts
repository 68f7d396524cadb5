import { expect, test } from 'vitest';
import { createAppWorld, digestOf, general, paperOf, titlesOf, wordsOf } from './world.ts';

const papers = [
  paperOf('Routing tokens between experts', { upvotes: 3, publishedOn: '2026-11-19' }),
  paperOf('Routing packets', { upvotes: 9, publishedOn: '2026-11-18' }),
  paperOf('Cats', { upvotes: 1, publishedOn: '2026-11-20' }),
];

async function open(note?: string) {
  const world = await createAppWorld();
  world.digests = [{ ...digestOf('2026-11-20', ...papers), ...(note === undefined ? {} : { note }) }];
  await world.app.readSources();
  return world;
}

test('topics of a form are tried on the newest digests one by one and together, and nothing is followed', async () => {
  const { app } = await open();
  const checks = await app.service.checkTopics(general, ['routing', 'tokens, cats', '(']);
  expect(checks).toEqual({
    topics: [
      { message: '2 of the 3 papers in the digest for Fri, Nov 20, 2026 match.', isWrong: false, matches: 2 },
      { message: '2 of the 3 papers in the digest for Fri, Nov 20, 2026 match.', isWrong: false, matches: 2 },
      { message: expect.stringContaining('('), isWrong: true },
    ],
    all: 'Together: 3 of the 3 papers in the digest for Fri, Nov 20, 2026 match.',
  });
  expect(app.channels.topics(general.id)).toEqual([]);
});

test('a form without topics is told that every paper comes', async () => {
  const { app } = await open();
  expect(await app.service.checkTopics(general, [])).toEqual({
    topics: [],
    all: 'Without topics, this channel gets every paper.',
  });
});

test('a search is sorted by votes or by date, a page as long as it was asked for, and so are its next pages', async () => {
  const { press } = await open();
  const byVotes = await press({ do: 'search', query: '*', from: 0, sort: 'votes', count: 2 });
  expect(titlesOf(byVotes)).toEqual(['Routing packets', 'Routing tokens between experts']);
  const next = byVotes.actions.find(({ act }) => act.do === 'search');
  expect(next?.act).toEqual({ do: 'search', query: '*', from: 2, sort: 'votes', count: 2 });
  const byDate = await press({ do: 'search', query: '*', from: 0, sort: 'date' });
  expect(titlesOf(byDate)).toEqual(['Cats', 'Routing tokens between experts', 'Routing packets']);
});

test('what readers should know of a digest is said where it is shown: in its post and on its own', async () => {
  const note = 'This is only a sample.';
  const world = await open(note);
  await world.app.service.join(general);
  expect(wordsOf(await world.ask('today'))).toContain(note);
  await world.app.welcome(general.id);
  expect(world.readers.seen.map(wordsOf).join('\n')).toContain(note);
});
