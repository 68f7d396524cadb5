import { expect, test } from 'vitest';
import { keepAtHand } from '../../src/archive/paper-cache.ts';
import type { Paper } from '../../src/model/paper.ts';

const paper = (id: string, upvotes = 0): Paper => ({ id, title: `Paper ${id}`, abstract: '', upvotes });

test('papers at hand are read once, in the order asked, until the archive changes', async () => {
  const kept = new Map([paper('a'), paper('b')].map((one) => [one.id, one]));
  const asked: string[][] = [];
  let revision = 1;
  const papersOf = keepAtHand({
    revision: () => revision,
    async getMany(ids) {
      asked.push([...ids]);
      return ids.flatMap((id) => kept.get(id) ?? []);
    },
  });
  const [first] = await papersOf(['a']);
  expect((await papersOf(['b', 'none', 'a'])).map(({ id }) => id)).toEqual(['b', 'a']);
  expect((await papersOf(['a']))[0]).toBe(first);
  expect(asked).toEqual([['a'], ['b', 'none']]);

  kept.set('a', paper('a', 9));
  revision = 2;
  expect((await papersOf(['a']))[0]?.upvotes).toBe(9);
});

test('papers that many ask for at once are read once, and again after a read that failed', async () => {
  let reads = 0;
  let answer: Promise<Paper[]> = Promise.reject(new Error('away'));
  const papersOf = keepAtHand({
    revision: () => 1,
    getMany: () => {
      reads++;
      return answer;
    },
  });
  const failed = await Promise.allSettled([papersOf(['a', 'b']), papersOf(['a', 'b'])]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  answer = Promise.resolve([paper('a'), paper('b')]);
  const both = await Promise.all([papersOf(['a', 'b']), papersOf(['b'])]);
  expect(both.map((papers) => papers.map(({ id }) => id))).toEqual([['a', 'b'], ['b']]);
  expect(reads).toBe(2);
});
