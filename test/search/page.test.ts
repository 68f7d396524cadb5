import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { createSearchIndex, type SearchIndex, type Sort } from '../../src/search/search-index.ts';
import { madeId, madePaper } from './made.ts';

const read = (typed: string) => {
  const parsed = parseQuery(typed);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.query;
};

const pageOf = (
  index: SearchIndex,
  typed: string,
  options: { from?: number; limit?: number; sort?: Sort } = {},
) => {
  const { hits, ...counts } = index.page(read(typed), { limit: 100, asTyped: typed, ...options });
  return { ...counts, ids: hits.map(({ id }) => id) };
};

const index = createSearchIndex();
const titles = {
  both: 'continual zebra learning',
  zebra: 'a zebra',
  zebras: 'zebras at night',
  continual: 'continual growth',
  phrase: 'continual learning of zebra stripes',
  apart: 'learning that is continual',
  video: 'continual zebra video',
};
Object.entries(titles).forEach(([id, title], at) => {
  index.put({
    id,
    title,
    abstract: '',
    publishedOn: `2025-01-0${at + 1}`,
    categories: [at % 2 ? 'cs.LG' : 'cs.CV'],
  });
});

describe('a page of a search', () => {
  it('has the papers with all the words first, and then those with any', () => {
    const { total, close, ids } = pageOf(index, 'continual zebra');
    expect([total, close]).toEqual([3, 4]);
    expect(new Set(ids.slice(0, 3))).toEqual(new Set(['both', 'phrase', 'video']));
    expect(new Set(ids.slice(3))).toEqual(new Set(['zebra', 'zebras', 'continual', 'apart']));
  });

  it('is not filled where one word is all that was asked for', () => {
    expect(pageOf(index, 'zebra')).toMatchObject({ total: 5, close: 0 });
    expect(pageOf(index, 'zebra cat:cs.CV').close).toBe(0);
  });

  it('keeps what is in quotes, has a field, is excluded, filtered or an alternative', () => {
    expect(new Set(pageOf(index, '"continual learning" stripes night').ids)).toEqual(new Set(['phrase']));
    expect(new Set(pageOf(index, '"zebra" growth').ids)).toEqual(
      new Set(['both', 'zebra', 'zebras', 'phrase', 'video']),
    );
    expect(new Set(pageOf(index, 'continual zebra -video').ids)).not.toContain('video');
    expect(new Set(pageOf(index, 'continual zebra cat:cs.LG').ids)).toEqual(
      new Set(['zebra', 'continual', 'apart']),
    );
    expect(new Set(pageOf(index, 'title:growth zebra').ids)).toEqual(new Set(['continual']));
    expect(pageOf(index, 'zebra author:lovelace')).toMatchObject({ total: 0, close: 0 });
    expect(new Set(pageOf(index, '(night OR growth) learning').ids)).toEqual(
      new Set(['zebras', 'continual']),
    );
  });

  it('takes what a sentence quotes for words where no paper has that', () => {
    expect(pageOf(index, 'Which animals have "zebra growth" as they say at night?').ids).toContain('zebra');
    expect(pageOf(index, '"zebra growth" night')).toMatchObject({ total: 0, close: 0 });
  });

  it('puts matching papers first in every order, and each part in that order', () => {
    const { total, ids } = pageOf(index, 'continual zebra', { sort: 'date' });
    const days = ids.map((id) => Object.keys(titles).indexOf(id));
    const [first, rest] = [days.slice(0, total), days.slice(total)];
    expect(first).toEqual(first.toSorted((a, b) => b - a));
    expect(rest).toEqual(rest.toSorted((a, b) => b - a));
  });

  it('is turned over the border between the two as one list', () => {
    const whole = pageOf(index, 'continual zebra').ids;
    for (const limit of [1, 2, 3, 4]) {
      const pages = Array.from({ length: 8 }, (_, at) =>
        pageOf(index, 'continual zebra', { from: at * limit, limit }),
      );
      expect(pages.flatMap(({ ids }) => ids)).toEqual(whole);
      expect(new Set(pages.map(({ total, close }) => `${total} ${close}`))).toEqual(new Set(['3 4']));
    }
  });

  it('never has a paper twice, counts what matches, and holds what is strict for all of it', () => {
    const plain = fc.constantFrom(
      'neural',
      'learning',
      'the',
      'fine-tuning',
      'fine tuning',
      'RL',
      'deep network',
      'not clip',
    );
    const strict = fc.constantFrom(
      '"machine learning"',
      'title:neural',
      '-clip',
      'cat:cs',
      '(clip OR transformer)',
      'net*',
    );
    const papers = fc.uniqueArray(madePaper(madeId), { selector: ({ id }) => id, maxLength: 10 });
    fc.assert(
      fc.property(
        papers,
        fc.array(plain, { maxLength: 4 }),
        fc.array(strict, { maxLength: 2 }),
        (made, words, held) => {
          const typed = [...words, ...held].join(' ');
          fc.pre(typed !== '' && parseQuery(typed).ok);
          const some = createSearchIndex();
          some.putMany(made);
          const { total, close, ids } = pageOf(some, typed);
          const holds = predicateOf(read(typed));
          const matching = made.filter((paper) => holds(readPaper(paper))).map(({ id }) => id);
          expect(ids.length).toBe(total + close);
          expect(new Set(ids).size).toBe(ids.length);
          expect(new Set(ids.slice(0, total))).toEqual(new Set(matching));
          for (const part of held) {
            const isHeld = predicateOf(read(part));
            for (const paper of made) if (ids.includes(paper.id)) expect(isHeld(readPaper(paper))).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('words that say little', () => {
  const some = createSearchIndex();
  const made = {
    know: 'know your data',
    me: 'do you know me',
    dash: 'agents that can',
    not: 'agents cannot reason',
    gel: "on Gel'fand pairs",
  };
  for (const [id, title] of Object.entries(made)) some.put({ id, title, abstract: '' });

  it('count for the order where a query has little else', () => {
    expect(pageOf(some, 'know me').ids[0]).toBe('me');
    expect(pageOf(some, 'agents cannot').ids[0]).toBe('not');
  });

  it('may be one word in a paper', () => {
    expect(pageOf(some, 'gel fand')).toMatchObject({ total: 0, ids: ['gel'] });
  });
});
