import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { createPercolator } from '../../src/percolator/percolator.ts';
import { readPaper } from '../../src/query/document.ts';
import { isLike, likeOf } from '../../src/query/like.ts';

const WORDS =
  'lora adapter rank tuning retrieval graph diffusion speech protein galaxy agent planning reward policy video'.split(
    ' ',
  );
const text = (most: number) =>
  fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: most }).map((words) => words.join(' '));
const papers = fc
  .array(fc.record({ title: text(4), abstract: text(25) }), { minLength: 1, maxLength: 30 })
  .map((made) => made.map((paper, at): Paper => ({ id: `2611.${10_000 + at}`, ...paper })));

test('topics like a paper match exactly the papers that are like it, however many there are', () => {
  fc.assert(
    fc.property(papers, fc.boolean(), (made, isMany) => {
      // More than one batch of papers.
      const all = isMany
        ? Array.from({ length: 1_100 }, (_, at) => ({ ...made[at % made.length]!, id: `p${at}` }))
        : made;
      const likes = made.flatMap((paper) => likeOf(paper) ?? []);
      const percolator = createPercolator();
      for (const [at, like] of likes.entries()) percolator.add(`t${at}`, like);
      const found: string[] = [];
      percolator.match(all, (key, at) => found.push(`${key} ${at}`));
      const documents = all.map(readPaper);
      const slow = likes.flatMap((like, topic) =>
        documents.flatMap((document, at) => (isLike(like, document) ? [`t${topic} ${at}`] : [])),
      );
      expect(found.toSorted()).toEqual(slow.toSorted());
    }),
    { numRuns: 12 },
  );
});
