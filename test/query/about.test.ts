import { describe, expect, test } from 'vitest';
import { readPaper } from '../../src/query/document.ts';
import { meets, predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { printQuery } from '../../src/query/print.ts';
import { splitTopics } from '../../src/query/split-topics.ts';
import { readTopic } from '../../src/query/topic.ts';
import type { Query } from '../../src/query/tree.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';
import { paperOf } from '../app/world.ts';
import { expectLinear } from '../linear.ts';

function parsed(text: string): Query {
  const read = parseQuery(text);
  if (!read.ok) throw new Error(read.problem.message);
  return read.query;
}

const problemOf = (text: string) => {
  const read = parseQuery(text);
  return read.ok ? undefined : read.problem.message;
};

describe('what papers should be about', () => {
  test.each([
    ['about: ways to make RLHF cheaper, not benchmarks', 'about:"ways to make RLHF cheaper, not benchmarks"'],
    ['cat:cs.LG about: cheaper RLHF', 'cat:cs.lg about:"cheaper RLHF"'],
    ['about: cheaper RLHF cat:cs.LG', 'about:"cheaper RLHF" cat:cs.lg'],
    ['(diffusion or about: protein folding) cat:q-bio', '(diffusion OR about:"protein folding") cat:q-bio'],
    ['About: attention', 'about:"attention"'],
    ['about:"protein folding" -video', 'about:"protein folding" -video'],
    ['about: “smart” quotes', `about:"smart" quotes`],
  ])('%s is read and printed', (typed, printed) => {
    expect(printQuery(parsed(typed))).toBe(printed);
    expect(printQuery(parsed(printed))).toBe(printed);
  });

  test('is one topic, commas included, and each line another', () => {
    expect(splitTopics('about: cheaper RLHF, not benchmarks\ndiffusion, agents')).toEqual([
      'about: cheaper RLHF, not benchmarks',
      'diffusion',
      'agents',
    ]);
  });

  test('means the same in any case', () => {
    const [one, other] = ['about: Cheaper RLHF', 'about: cheaper rlhf'].map(readTopic);
    if (!one || !other || 'problem' in one || 'problem' in other) throw new Error('not read');
    expect(one.topic.meaning).toBe(other.topic.meaning);
  });

  test.each([
    ['about:', 'Say what papers should be about'],
    ['-about: cheaper RLHF', "can't be excluded"],
    ['diffusion -(about: cheaper RLHF)', "can't be excluded"],
    ['about: new ways', 'Add a word'],
    [`about: ${'rlhf '.repeat(80)}`, 'up to 300 characters'],
    [Array.from({ length: 4 }, (_, at) => `about:"rlhf ${at}"`).join(' '), 'up to 3'],
  ])('%s is refused with the reason', (typed, why) => {
    expect(problemOf(typed)).toContain(why);
  });

  test.each(['(about: x) '.repeat(90), `about: ${'a:b '.repeat(200)}`, '"about: '.repeat(100)])(
    'whatever is typed has an answer in linear time',
    (typed) => {
      expect(() => parseQuery(typed)).not.toThrow();
      expectLinear((length) => typed.repeat(Math.ceil(length / typed.length)), splitTopics, 20_000);
    },
  );
});

describe('the papers that are judged', () => {
  const rlhf = readPaper(paperOf('Cheaper RLHF by sparse rewards', { categories: ['cs.LG'] }));
  const other = readPaper(paperOf('Birds of Norway', { categories: ['cs.LG'] }));

  test('are those with one of its telling words, of what is wanted', () => {
    const holds = predicateOf(parsed('about: new ways to make RLHF cheaper, not birds'));
    expect([holds(rlhf), holds(other)]).toEqual([true, false]);
  });

  test('are chosen by the words and categories beside it, where there are any', () => {
    const holds = predicateOf(parsed('cat:cs.LG about: cheaper RLHF'));
    expect([holds(rlhf), holds(other)]).toEqual([true, true]);
    // A year says nothing of the subject.
    expect(predicateOf(parsed('year:2026 about: cheaper RLHF'))(other)).toBe(false);
  });

  test('are the same in a search', () => {
    const index = createSearchIndex();
    index.putMany([rlhf.paper, other.paper]);
    const found = (typed: string) => index.search(parsed(typed), { limit: 9 }).hits.map(({ id }) => id);
    expect(found('about: cheaper RLHF')).toEqual([rlhf.paper.id]);
    expect(found('cat:cs.LG about: cheaper RLHF')).toHaveLength(2);
  });

  test.each(['about: cheaper RLHF', 'cat:cs.LG about: cheaper RLHF', 'birds OR about: cheaper RLHF'])(
    'never become more by what was said of them (%s)',
    (typed) => {
      const query = parsed(typed);
      for (const document of [rlhf, other])
        for (const said of [true, false, undefined])
          if (meets(query, document, () => said)) expect(predicateOf(query)(document)).toBe(true);
    },
  );

  test('count by its words until they are judged', () => {
    const query = parsed('cat:cs.LG about: cheaper RLHF');
    expect([meets(query, rlhf, () => undefined), meets(query, other, () => undefined)]).toEqual([
      true,
      false,
    ]);
    expect([meets(query, rlhf, () => false), meets(query, other, () => true)]).toEqual([false, true]);
  });
});
