import { expect, test } from 'vitest';
import { recordVotes, votesBefore } from '../../src/archive/vote-counts.ts';
import type { Paper } from '../../src/model/paper.ts';
import { describeOnStores } from '../store/stores.ts';

const paper = (id: string, upvotes?: number): Paper => ({
  id,
  title: id,
  abstract: '',
  ...(upvotes === undefined ? {} : { upvotes }),
});

describeOnStores('counted votes', (stores) => {
  test('the last count of a day stays, and what was counted last before a day is found, else the first after it', async () => {
    const store = await stores.open();
    const record = (today: string, ...papers: Paper[]) =>
      store.transact((tx) => recordVotes(tx, papers, today, today));
    await record('2026-11-18', paper('a', 1));
    await record('2026-11-19', paper('a', 5), paper('quiet', 3));
    await record('2026-11-19', paper('a', 9), paper('none'));
    await record('2026-11-20', paper('a', 20), paper('b', 2));
    await record('2026-11-21', paper('b', 7));
    expect(await votesBefore(store, '2026-11-20')).toEqual(
      new Map([
        ['a', { day: '2026-11-19', votes: 9 }],
        ['b', { day: '2026-11-20', votes: 2 }],
      ]),
    );
    expect(await votesBefore(store, '2026-11-22')).toEqual(new Map());
  });

  test('counts of more than forty days ago are deleted, and older digests are not counted', async () => {
    const store = await stores.open();
    const record = (digest: string, today: string) =>
      store.transact((tx) => recordVotes(tx, [paper(`of ${digest}`, 1)], digest, today));
    await record('2026-10-01', '2026-10-02');
    await record('2026-10-01', '2026-11-20');
    await record('2026-10-20', '2026-11-20');
    expect(await store.db.selectFrom('vote_counts').selectAll().execute()).toEqual([
      { paper: 'of 2026-10-20', day: '2026-11-20', votes: 1 },
    ]);
  });
});
