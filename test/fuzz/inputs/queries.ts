/** Queries and lists of topics, as people type them and as they were stored. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPaper } from '../../../src/query/document.ts';
import { predicateOf } from '../../../src/query/meaning.ts';
import { notesOn, parseQuery, readAs } from '../../../src/query/parse.ts';
import { meaningKey, printQuery } from '../../../src/query/print.ts';
import { splitTopics } from '../../../src/query/split-topics.ts';
import { readTopic } from '../../../src/query/topic.ts';
import { createSearchIndex } from '../../../src/search/search-index.ts';
import { isBounded } from '../checks.ts';
import { text } from '../hostile.ts';
import { target } from '../target.ts';

const FIELDS = [
  'title:',
  'author:',
  'org:',
  'keyword:',
  'cat:',
  'id:',
  'abstract:',
  'doi:',
  'like:',
  'about:',
  'has:',
  'year:',
  'upvotes:',
  'stars:>',
  'comments:<=',
  'after:',
  'before:',
  'Title :',
  'nofield:',
  '-title:',
  'source:',
];
const SIGNS = [
  '(',
  ')',
  '"',
  '“',
  '”',
  "'",
  '-',
  '!',
  'NOT ',
  'not ',
  ' OR ',
  ' | ',
  ' AND ',
  ' && ',
  '*',
  '~',
  '^',
  ',',
  ';',
  '/',
  '+',
  '\\',
  '$',
  '{',
  '}',
  '[',
  ']',
  '..',
  '>=',
  '=',
  '–',
  '−',
];
const VALUES = [
  'lora',
  'fine-tuning',
  'continual learning',
  'C++',
  'GPT-4',
  'kaiming he',
  'cs.LG',
  'cs.AI,cs.LG',
  '2508.01234',
  '2024',
  '2024,2025',
  '>1,000',
  '10k',
  '2025-01-01',
  'last week',
  'code',
  'naïve',
  'α',
  '$\\alpha$',
  '深度学习',
  '3D',
  'x-ray',
  'state-of-the-art',
  "what's new in",
  'the',
  'transform*',
  'a?b',
];

/** Mostly what the grammar knows, in any order. */
export const query: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .array(
        fc.oneof(
          fc.constantFrom(...FIELDS),
          fc.constantFrom(...SIGNS),
          fc.constantFrom(...VALUES),
          fc.constantFrom(' ', ' ', ' ', '\n'),
          text,
        ),
        { maxLength: 14 },
      )
      .map((parts) => parts.join('')),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...VALUES), fc.constantFrom(...FIELDS)), { maxLength: 8 })
      .map((parts) => parts.join(' ')),
  },
  { weight: 1, arbitrary: text },
);

const PAPER = {
  id: '2508.01234',
  title: 'LoRA for GPT-4: fine-tuning in 3D',
  abstract: 'We study continual learning, C++ and x-ray of α.',
  authors: ['Kaiming He'],
  categories: ['cs.LG'],
  upvotes: 31,
  publishedOn: '2025-08-01',
};
const DOCUMENT = readPaper(PAPER);
const INDEX = createSearchIndex();
INDEX.put(PAPER);

export const queries = [
  target({
    name: 'queries',
    cases: 50,
    generate: query,
    run: (typed) => ({
      read: parseQuery(typed),
      as: readAs(typed),
      notes: notesOn(typed),
      topic: readTopic(typed),
      parts: splitTopics(typed),
    }),
    holds(outcome, typed) {
      const { read, notes, topic, parts } =
        outcome.refused === undefined ? outcome.value : assert.fail('a query is never refused by an error');
      isBounded(parts, typed.length, 8, 200);
      for (const { suggestion } of notes)
        assert.ok(parseQuery(suggestion).ok, `a note suggests ${suggestion}`);
      if (!read.ok) {
        const { at, length, message, suggestion } = read.problem;
        assert.ok(
          at >= 0 && at + length <= Math.max(1, typed.length) + 1,
          `a problem at ${at}, ${length} long`,
        );
        assert.ok(length >= 1 || typed === '', 'a problem of no length');
        assert.ok(message.length > 0 && message.length < 2_000, message);
        if (suggestion !== undefined) assert.ok(parseQuery(suggestion).ok, `it suggests ${suggestion}`);
        return;
      }
      const printed = printQuery(read.query);
      const again = parseQuery(printed);
      assert.ok(again.ok, `${printed} is printed, and can't be read`);
      assert.equal(printQuery(again.query), printed, 'printed again it is another');
      assert.equal(meaningKey(again.query), meaningKey(read.query), 'printed, it means something else');
      assert.ok('topic' in topic, 'a query that is no topic');
      const holds = predicateOf(read.query)(DOCUMENT);
      assert.equal(
        INDEX.search(read.query, { limit: 1 }).total > 0,
        holds,
        `search and meaning differ on ${printed}`,
      );
    },
    texts: {
      'a whole query': (mark) => mark,
      'within quotes': (mark) => `"${mark}"`,
      'a field': (mark) => `title:${mark}`,
      'a list of topics': (mark) => `a, ${mark}, b`,
    },
  }),
];
