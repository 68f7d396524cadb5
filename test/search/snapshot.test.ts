import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSearchIndex, loadSearchIndex, type SearchIndex } from '../../src/search/search-index.ts';
import { createSegmentSet } from '../../src/search/segments.ts';
import { atOnce } from '../../src/search/slices.ts';
import { snapshotInSlices, toSnapshot } from '../../src/search/snapshot.ts';
import { madeId, madePaper, madeQuery } from './made.ts';

const papers = fc.sample(madePaper(madeId), { numRuns: 30, seed: 5 });

function saved(): Uint8Array {
  const index = createSearchIndex();
  index.putMany(papers);
  return index.save('now');
}

function loaded(bytes: Uint8Array, fingerprint: string): SearchIndex {
  const index = loadSearchIndex(bytes, fingerprint);
  if (typeof index === 'string') throw new Error(index);
  return index;
}

describe('a snapshot', () => {
  it('answers as the index it was made of, and goes on changing', () => {
    const manyPapers = fc.array(madePaper(madeId), { maxLength: 12 });
    fc.assert(
      fc.property(manyPapers, manyPapers, fc.array(madeId), madeQuery, (first, later, gone, query) => {
        const index = createSearchIndex();
        index.putMany(first);
        for (const id of gone) index.remove(id);
        const again = loaded(index.save('f'), 'f');
        const options = { limit: 20 };
        expect(again.size).toBe(index.size);
        expect(again.search(query, options)).toEqual(index.search(query, options));
        for (const each of [index, again]) each.putMany(later);
        expect(again.search(query, options)).toEqual(index.search(query, options));
      }),
      { numRuns: 150 },
    );
  });

  it('is of the moment in which saving began, whatever is changed while it waits', () => {
    const set = createSegmentSet();
    for (const paper of papers) set.put(paper);
    const segments = set.all().map(({ segment }) => segment);
    const before = toSnapshot(segments, 'f');
    const saving = snapshotInSlices(segments, 'f');
    saving.next();
    for (const paper of papers) set.put({ ...paper, upvotes: 77 });
    for (const { id } of papers.slice(0, 3)) set.remove(id);
    expect(atOnce(saving)).toEqual(before);
    expect(toSnapshot(segments, 'f')).not.toEqual(before);
  });

  it('is the same when others got their turn in between', async () => {
    const index = createSearchIndex();
    index.putMany(papers);
    expect(await index.saveInSlices('f')).toEqual(index.save('f'));
  });

  it('is refused when a single byte has changed', () => {
    const bytes = saved();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const torn = bytes.slice();
        torn[at]! ^= change;
        return typeof loadSearchIndex(torn, 'now') === 'string';
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when its end is missing, or something follows', () => {
    const bytes = saved();
    for (const length of [0, 3, 15, 16, 100, bytes.length - 1])
      expect(loadSearchIndex(bytes.slice(0, length), 'now')).toBe('damaged');
    expect(loadSearchIndex(new Uint8Array([...bytes, 0]), 'now')).toBe('damaged');
  });

  it('is refused when it is something else altogether', () => {
    expect(loadSearchIndex(new TextEncoder().encode('{"papers": []} and some more text'), 'now')).toBe(
      'damaged',
    );
    expect(loadSearchIndex(new Uint8Array(1000), 'now')).toBe('damaged');
  });

  it('is refused when the archive has another fingerprint', () => {
    expect(loadSearchIndex(saved(), 'later')).toBe('damaged');
    expect(loaded(saved(), 'now').size).toBe(new Set(papers.map(({ id }) => id)).size);
  });

  it('is read wherever its bytes lie in memory', () => {
    const bytes = saved();
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(loaded(moved.subarray(3), 'now').size).toBe(loaded(bytes, 'now').size);
  });
});
