import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_SAVED, openReadingLists, type ReadingLists, type SavedPaper } from '../../src/reading-lists.ts';
import { describeOnStores } from './stores.ts';

const ADA = 'slack:T:U1';

type Step =
  | { do: 'add' | 'remove'; paper: string }
  | { do: 'done'; paper: string; at: number | undefined }
  | { do: 'note'; paper: string; note: string | undefined };

const paper = fc.constantFrom('26.1', '26.2', '26.3');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('add' as const, 'remove' as const), paper }),
  fc.record({ do: fc.constant('done' as const), paper, at: fc.option(fc.nat(1_000), { nil: undefined }) }),
  fc.record({ do: fc.constant('note' as const), paper, note: fc.option(fc.string(), { nil: undefined }) }),
);

function take(list: ReadingLists, asked: Step): Promise<unknown> {
  switch (asked.do) {
    case 'add':
      return list.add(ADA, { paper: asked.paper });
    case 'remove':
      return list.remove(ADA, asked.paper);
    case 'done':
      return list.setDone(ADA, asked.paper, asked.at);
    case 'note':
      return list.setNote(ADA, asked.paper, asked.note);
  }
}

/** The obvious list, newest first. */
function expected(steps: readonly Step[]): SavedPaper[] {
  let list: SavedPaper[] = [];
  for (const asked of steps) {
    const at = list.findIndex((one) => one.paper === asked.paper);
    if (asked.do === 'add' && at < 0) list = [{ paper: asked.paper }, ...list];
    if (asked.do === 'remove') list = list.filter((one) => one.paper !== asked.paper);
    const old = list[at];
    if (old === undefined) continue;
    const { doneAt: _, ...open } = old;
    const { note: __, ...bare } = old;
    if (asked.do === 'done') list[at] = asked.at === undefined ? open : { ...old, doneAt: asked.at };
    if (asked.do === 'note') list[at] = asked.note === undefined ? bare : { ...old, note: asked.note };
  }
  const open = list.filter(({ doneAt }) => doneAt === undefined);
  const done = list.filter(({ doneAt }) => doneAt !== undefined);
  return [...open, ...done.sort((a, b) => (b.doneAt ?? 0) - (a.doneAt ?? 0))];
}

/** What is on Ada's list, without the places. */
async function kept(list: ReadingLists): Promise<unknown[]> {
  return (await list.of(ADA)).map(({ seq: _, ...paper }) => paper);
}

describeOnStores(
  'a reading list',
  (stores) => {
    test('is what its changes say, whichever of two processes makes them, and whichever reads it', async () => {
      const place = await stores.newPlace();
      const lists = [await place.open(), await place.open()].map(openReadingLists);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(1)), { maxLength: 20 }), async (steps) => {
          for (const { paper } of (await lists[0]?.of(ADA)) ?? []) await lists[0]?.remove(ADA, paper);
          for (const [asked, at] of steps) await take(lists[at] as ReadingLists, asked);
          const list = expected(steps.map(([asked]) => asked));
          for (const one of lists) expect(await kept(one)).toEqual(list);
        }),
        { numRuns: 40 },
      );
    });

    test('takes no more when it is full, and loses nothing that it has', async () => {
      const list = openReadingLists(await stores.open());
      const papers = Array.from({ length: MOST_SAVED }, (_, at) => `26.${at}`);
      for (const paper of papers) expect(await list.add(ADA, { paper })).toBe('added');
      await list.setNote(ADA, '26.0', 'the first');
      expect(await list.add(ADA, { paper: '26.0' })).toBe('known');
      expect(await list.add(ADA, { paper: '27.1' })).toBe('full');
      expect((await kept(list)).at(-1)).toEqual({ paper: '26.0', note: 'the first' });
      await list.remove(ADA, '26.1');
      expect(await list.add(ADA, { paper: '27.1' })).toBe('added');
    });

    test('loses no paper, no note and no mark when two processes change it at once', async () => {
      const place = await stores.newPlace();
      const [one, two] = [await place.open(), await place.open()].map(openReadingLists) as [
        ReadingLists,
        ReadingLists,
      ];
      const papers = Array.from({ length: 20 }, (_, at) => `26.${at}`);
      const added = await Promise.all(
        papers.flatMap((paper) => [one, two].map((list) => list.add(ADA, { paper }))),
      );
      expect(added.filter((how) => how === 'added')).toHaveLength(20);
      await Promise.all(
        papers.flatMap((paper, at) => [
          one.setDone(ADA, paper, at + 1),
          two.setNote(ADA, paper, `on ${paper}`),
        ]),
      );
      const all = papers.map((paper, at) => ({ paper, doneAt: at + 1, note: `on ${paper}` }));
      expect(await kept(one)).toEqual(all.toReversed());
      const removed = await Promise.all(
        papers.flatMap((paper) => [one, two].map((list) => list.remove(ADA, paper))),
      );
      expect(removed.filter((entry) => entry !== undefined)).toHaveLength(20);
      expect(await two.of(ADA)).toEqual([]);
    });
  },
  ['SQLite', 'Postgres'],
);
