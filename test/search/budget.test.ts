import { describe, expect, it } from 'vitest';
import { readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';

/** As many papers, of words that all of them have, as one search cannot look through for a hundred phrases. */
const words = 'the of and in to is for with on that by as are this from'.split(' ');
const papers = Array.from({ length: 3_000 }, (_, at) => ({
  id: `p${at}`,
  title: `paper ${at}`,
  abstract: Array.from({ length: 120 }, (_, k) => words[(k * (1 + (at % 7)) + (k >> 3)) % words.length]).join(
    ' ',
  ),
  publishedOn: `2025-${String(1 + (at % 12)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`,
}));
const index = createSearchIndex();
index.putMany(papers);
/** The same with a 25th of a millisecond for a search. */
const withLittle = createSearchIndex(40_000);
withLittle.putMany(papers);

const phrases = words.flatMap((a) => words.map((b) => `"${a} ${b}"`)).slice(0, 78);
const read = (typed: string) => {
  const parsed = parseQuery(typed);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.query;
};

describe('a query that is too broad to look through everything', () => {
  it.each([phrases.join(' OR '), `paper ${phrases.map((phrase) => `-${phrase}`).join(' ')}`])(
    'finds only papers that match, all of them among the newest, and says how many it looked at: %.40s',
    (typed) => {
      const query = read(typed);
      const found = index.search(query, { limit: papers.length });
      expect(found.searched).toBeGreaterThan(0);
      expect(found.searched).toBeLessThan(papers.length);
      const newest = papers
        .map(({ publishedOn }) => publishedOn)
        .sort()
        .reverse()[found.searched! - 1]!;
      const holds = predicateOf(query);
      const sure = papers.filter((paper) => paper.publishedOn > newest && holds(readPaper(paper)));
      const ids = new Set(found.hits.map(({ id }) => id));
      expect(found.total).toBe(ids.size);
      for (const { id } of sure) expect(ids).toContain(id);
      for (const paper of papers)
        if (ids.has(paper.id))
          expect([paper.publishedOn >= newest, holds(readPaper(paper))]).toEqual([true, true]);
    },
  );

  it('is exact for papers that are named, as for the preview of a topic', () => {
    const query = read(phrases.join(' OR '));
    const holds = predicateOf(query);
    const some = papers.filter((_, at) => at % 100 === 0);
    const expected = some.filter((paper) => holds(readPaper(paper))).map(({ id }) => id);
    expect(
      index.matching(
        query,
        some.map(({ id }) => id),
      ),
    ).toEqual(expected);
  });

  it('has no scores but those that a search would give', () => {
    const query = read(phrases.join(' OR '));
    const found = index.search(query, { limit: papers.length });
    const ids = papers.map(({ id }) => id);
    const scores = index.scores(query, ids);
    const scored = ids.filter((id) => (scores.get(id) ?? 0) > 0);
    // Those that are not looked at have none at all.
    expect(ids.filter((id) => scores.has(id)).length).toBe(found.searched);
    expect(scored.length).toBeLessThan(papers.length);
    expect(new Set(scored)).toEqual(new Set(found.hits.map(({ id }) => id)));
  });

  it('looks for the closest among the newest alone, and says so', () => {
    const found = withLittle.closest(read(words.map((word) => `${word.slice(0, 2)}*`).join(' ')), {
      limit: 9,
    });
    expect(found.searched).toBeGreaterThan(0);
    expect(found.searched).toBeLessThan(papers.length);
    expect(found.total).toBeGreaterThan(0);
  });

  it('fills a page from the newest alone where what matches left little work to do, and says so', () => {
    const typed = 'nowhere paper';
    const page = withLittle.page(read(typed), { limit: 5, asTyped: typed });
    expect(page).toMatchObject({ total: 0 });
    expect(page).not.toHaveProperty('searched');
    expect(page.closeSearched).toBeGreaterThan(0);
    expect(page.closeSearched).toBeLessThan(papers.length);
    expect(page.close).toBeGreaterThan(0);
  });

  it('says nothing of it where all papers are looked through', () => {
    expect(index.search(read('"the of"'), { limit: 1 })).not.toHaveProperty('searched');
  });
});
