/** What is read of the arrivals since a channel's last post. */
import { expect, test } from 'vitest';
import { createReadArrived } from '../../src/delivery/candidates.ts';
import type { Paper } from '../../src/model/paper.ts';

const ARRIVALS = [
  { paper: '2401.00001', day: '2024-01-02' },
  { paper: '2611.00001', day: '2026-11-20' },
  { paper: '2611.00002', day: '2026-11-23' },
];

/** An archive that remembers which papers were asked for. */
function openArchive() {
  const asked: string[] = [];
  const archive = {
    after: async () => ARRIVALS,
    getMany: async (ids: readonly string[]) => {
      asked.push(...ids);
      return ids.map((id) => ({ id, title: id }) as unknown as Paper);
    },
    notesOn: async () => new Map(),
  };
  const channels = { all: () => [], topics: () => [] };
  const read = createReadArrived({ archive, channels, match: () => new Map() } as unknown as Parameters<
    typeof createReadArrived
  >[0]);
  return { asked, read };
}

test('for one channel, papers of digests that count as seen are not read', async () => {
  const { asked, read } = openArchive();
  const arrived = await read(0, { topics: [], covered: { upTo: 0, newest: '2026-11-22' } });
  expect(asked).toEqual(['2611.00001', '2611.00002']);
  expect(arrived.papers.map(({ paper }) => paper.id)).toEqual(asked);
});

test('where no digest was covered yet, all that arrived is read', async () => {
  const { asked, read } = openArchive();
  await read(0, { topics: [], covered: { upTo: 0 } });
  expect(asked).toHaveLength(3);
});
