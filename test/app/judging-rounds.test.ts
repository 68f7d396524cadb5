/** What a round of judging reads and asks, by what is open. */
import { expect, test } from 'vitest';
import { createJudging } from '../../src/app/judging.ts';
import { openJudgements } from '../../src/language-model/judgements.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { openStore } from '../../src/store/store.ts';
import { silent } from '../delivery/world.ts';
import { paperOf } from './world.ts';

const papers = [1, 2, 3].map((at) => paperOf(`RLHF ${at}`, { abstract: 'We study rewards. '.repeat(30) }));

/** One channel with these topics; every paper matches each of them. */
async function world(topics: string[], joined = true) {
  const made = { head: 3, loads: 0, asked: 0, fails: false, topics };
  const judging = createJudging({
    model: {
      isReady: () => true,
      ask: async () => {
        made.asked++;
        if (made.fails) throw new PaperboyError('model', 'Used up.');
        return { fits: true, why: 'It fits.', summary: 'In short.' };
      },
      state: async () => ({ name: 'm', used: 0, perDay: 100 }),
    },
    table: openJudgements(await openStore(':memory:'), 'm'),
    archive: {
      head: async () => made.head,
      after: async () => papers.map(({ id }) => ({ paper: id, day: '2026-11-23' })),
      getMany: async () => {
        made.loads++;
        return papers;
      },
    },
    channels: {
      all: () => [{ id: 'a', joined }],
      topics: () => made.topics.map((query) => ({ query })),
    },
    match: (some: typeof papers, only?: { query: string }[]) => {
      const queries = only?.map(({ query }) => query) ?? made.topics;
      if (queries.includes('poison')) throw new Error('poison');
      return new Map(queries.map((query) => [query, some.map(({ id }) => id)]));
    },
    clock: () => Date.parse('2026-11-23T08:00:00Z'),
    log: silent,
    unlessElsewhere: async (_name: string, work: () => Promise<void>) => void (await work()),
  } as unknown as Parameters<typeof createJudging>[0]);
  const round = async () => {
    judging.start();
    await judging.settled();
  };
  return { made, round };
}

test('no papers are read where nobody follows anything', async () => {
  const { made, round } = await world([], false);
  await round();
  expect(made).toMatchObject({ loads: 0, asked: 0 });
});

test('papers are read again only when there are new ones or other topics', async () => {
  const { made, round } = await world(['about:"cheaper rlhf"']);
  await round();
  const { loads, asked } = made;
  expect(asked).toBe(6);
  await round();
  expect(made).toMatchObject({ loads, asked });
  made.topics = [...made.topics, 'about:"safer rlhf"'];
  await round();
  expect(made.asked).toBe(9);
});

test('what a round could not ask is asked in the next', async () => {
  const { made, round } = await world(['rlhf']);
  made.fails = true;
  await round();
  made.fails = false;
  made.asked = 0;
  await round();
  expect(made.asked).toBe(3);
});

test('a topic that cannot be matched costs only itself', async () => {
  const { made, round } = await world(['poison', 'rlhf']);
  await round();
  expect(made.asked).toBe(3);
});
