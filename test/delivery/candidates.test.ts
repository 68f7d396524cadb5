/** What is read of the arrivals since the posts of channels. */
import { expect, test } from 'vitest';
import { createArrivals } from '../../src/delivery/candidates.ts';
import { createRoundPapers } from '../../src/delivery/round-papers.ts';
import type { Paper } from '../../src/model/paper.ts';

const ARRIVALS = [
  { seq: 1, paper: '2401.00001', day: '2024-01-02' },
  { seq: 2, paper: '2611.00001', day: '2026-11-20' },
  { seq: 3, paper: '2611.00002', day: '2026-11-23' },
];

/** An archive that remembers which papers were asked for and matched. */
function openArchive() {
  const asked: string[] = [];
  const matched: string[] = [];
  const archive = {
    after: async (from: number) => ARRIVALS.filter(({ seq }) => seq > from),
    getMany: async (ids: readonly string[]) => {
      asked.push(...ids);
      return ids.map((id) => ({ id, title: id }) as unknown as Paper);
    },
    notesOn: async () => new Map(),
  };
  const match = (papers: readonly Paper[]) => {
    matched.push(...papers.map(({ id }) => id));
    return new Map([['all', papers.map(({ id }) => id)]]);
  };
  const channels = { all: () => [], topics: () => [] };
  type Needs = Parameters<typeof createRoundPapers>[0];
  const context = { archive, channels, match } as unknown as Needs;
  return { asked, matched, arrivals: createArrivals(context, createRoundPapers(context)) };
}

const idsOf = ({ papers }: { papers: { all: readonly { paper: Paper }[] } }) =>
  papers.all.map(({ paper }) => paper.id);

test('papers of digests that count as seen are not read', async () => {
  const { asked, arrivals } = openArchive();
  const arrived = await arrivals.since({ upTo: 0, newest: '2026-11-22' });
  expect(asked).toEqual(['2611.00001', '2611.00002']);
  expect(idsOf(arrived)).toEqual(asked);
});

test('where no digest was covered yet, all that arrived is read, and the newest digests may be shown', async () => {
  const { asked, arrivals } = openArchive();
  const arrived = await arrivals.since({ upTo: 0 });
  expect(asked).toHaveLength(3);
  expect(idsOf(arrived)).toEqual(['2611.00001', '2611.00002']);
  expect(arrived.newest).toBe('2026-11-23');
});

test('each paper is read and matched once, wherever the posts of channels left off', async () => {
  const { asked, matched, arrivals } = openArchive();
  const [later, same, earlier] = [
    await arrivals.since({ upTo: 2, newest: '2026-11-20' }),
    await arrivals.since({ upTo: 2, newest: '2026-11-20' }),
    await arrivals.since({ upTo: 0, newest: '2026-11-20' }),
  ];
  expect(same).toBe(later);
  expect(idsOf(later)).toEqual(['2611.00002']);
  expect(idsOf(earlier)).toEqual(['2611.00001', '2611.00002']);
  expect(asked).toEqual(['2611.00002', '2611.00001']);
  expect(matched).toEqual(asked);
});
