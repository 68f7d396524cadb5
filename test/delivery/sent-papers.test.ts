/** What is asked of the ledger about the candidates of posts. */
import { expect, test } from 'vitest';
import type { Candidate } from '../../src/delivery/plan.ts';
import { readSent } from '../../src/delivery/sent-papers.ts';
import type { Paper } from '../../src/model/paper.ts';

type SentTo = Parameters<typeof readSent>[0]['sentTo'];

const candidates = Array.from({ length: 20 }, (_, at): Candidate => {
  return { paper: { id: `p${at}` } as Paper, day: '2026-11-23', topics: [], relevance: 0 };
});

/** A ledger in which every channel got the first of the papers, and that counts how many it was asked for. */
function ledgerWith(sent: number) {
  const got = new Set(candidates.slice(0, sent).map(({ paper }) => paper.id));
  const asked: number[] = [];
  const sentTo: SentTo = async (wanted) => {
    if (wanted.some(({ channel }) => channel === 'bad')) throw new Error('this row is poison');
    asked.push(...wanted.map(({ papers }) => papers.length));
    return new Map(
      wanted.map(({ channel, papers }) => [channel, new Set(papers.filter((id) => got.has(id)))]),
    );
  };
  return { asked, sentTo };
}

test('all candidates are asked for where all count', async () => {
  const { asked, sentTo } = ledgerWith(3);
  const sent = await readSent({ sentTo }, [{ channel: 'a', candidates }]);
  expect([asked, sent('a').size]).toEqual([[20], 3]);
  expect(sent('unknown').size).toBe(0);
});

test('where only the first count, no more are asked for than the post can show', async () => {
  const { asked, sentTo } = ledgerWith(6);
  const sent = await readSent({ sentTo }, [{ channel: 'a', candidates, most: 2 }]);
  expect([asked, sent('a').size]).toEqual([[8], 6]);
});

test('the others are asked for where the first are not enough', async () => {
  const { asked, sentTo } = ledgerWith(9);
  const sent = await readSent({ sentTo }, [{ channel: 'a', candidates, most: 2 }]);
  expect([asked, sent('a').size]).toEqual([[8, 12], 9]);
});

test('papers below the floor of the channel fill no post', async () => {
  const { asked, sentTo } = ledgerWith(0);
  const below = candidates.map((one, at) => (at < 7 ? { ...one, isBelow: true as const } : one));
  await readSent({ sentTo }, [{ channel: 'a', candidates: below, most: 2 }]);
  expect(asked).toEqual([8, 12]);
});

test('what cannot be read for one channel costs the others nothing', async () => {
  const { sentTo } = ledgerWith(9);
  const sent = await readSent({ sentTo }, [
    { channel: 'bad', candidates, most: 2 },
    { channel: 'a', candidates, most: 2 },
  ]);
  expect(sent('a').size).toBe(9);
  expect(() => sent('bad')).toThrow('poison');
});
