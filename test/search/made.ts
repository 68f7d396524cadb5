/** Papers and queries for property tests: few words, so that they meet often; every kind of leaf. */
import fc from 'fast-check';
import type { Paper } from '../../src/model/paper.ts';
import { readBare } from '../../src/query/bare-leaves.ts';
import { allOf, type Field, type Query } from '../../src/query/tree.ts';
import { analyse, analyseName } from '../../src/text/analyse.ts';

const words = [
  'neural',
  'network',
  'networks',
  'fine-tuning',
  'fine tuning',
  'finetuned',
  'hyper-parameter',
  'hyperparameters',
  'learning',
  'learned',
  'the',
  'of',
  'GPT-4',
  'C++',
  'x-ray',
  'naïve',
  'state-of-the-art',
  'machine learning',
  'transformer',
  'transforms',
  '深度学习',
  'CLIP',
  'clip',
  'clipping',
  'RL',
  'reinforcement learning',
  'reinforcement',
  'deep',
];
const names = ['Ada Lovelace', 'Kaiming He', 'José Núñez', 'Ada He'];
const categories = ['cs.LG', 'cs.CL', 'stat.ML', 'CS'];
const days = ['2024-12-31', '2025-01-01', '2025-06-30'];

const text = (maxLength: number) =>
  fc.array(fc.constantFrom(...words, '.', ','), { maxLength }).map((list) => list.join(' '));

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });

/** Without the keys whose value is undefined. */
function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}

export function madePaper(id: fc.Arbitrary<string>): fc.Arbitrary<Paper> {
  return fc
    .record({
      id,
      title: text(5).map((title) => title || 'untitled'),
      abstract: text(14),
      authors: maybe(fc.array(fc.constantFrom(...names), { maxLength: 3 })),
      organization: maybe(fc.constantFrom('Google DeepMind', 'He Lab')),
      keywords: maybe(fc.array(fc.constantFrom(...words), { maxLength: 3 })),
      categories: maybe(fc.array(fc.constantFrom(...categories), { maxLength: 3 })),
      otherIds: maybe(fc.array(fc.constantFrom('b', 'X', '2501.00001v3'), { minLength: 1, maxLength: 2 })),
      doi: maybe(fc.constantFrom('b', '10.1000/AB.1', 'https://doi.org/10.1000/ab.2')),
      publishedOn: maybe(fc.constantFrom(...days)),
      upvotes: maybe(fc.nat(3)),
      commentCount: maybe(fc.nat(3)),
      stars: maybe(fc.nat(3)),
      codeUrl: maybe(fc.constant('https://example.org/code')),
    })
    .map((paper) => present(paper) as Paper);
}

export const madeId = fc.constantFrom(
  'a',
  'b',
  'B',
  'c',
  '2501.00001v2',
  '2501.00001',
  'd',
  'e',
  'f',
  'g',
  'h',
);

/** Terms with the spelling they were asked in: the exact form counts more. */
const bodyWords = new Map(words.flatMap((word) => analyse(word).map(({ term, word: text }) => [text, term])));
bodyWords.set('unheard', 'unheard');
const bodyTerms = [...new Set(bodyWords.values())];
const bodyStarts = ['n', 'net', 'transform', 'learn', 'fine', 'hyper', 'zzz', '深', 'the', 'c'];
const nameTerms = [...new Set(names.flatMap((name) => analyseName(name).map(({ term }) => term)))];

const bodyField = fc.constantFrom<Field>('any', 'any', 'any', 'title', 'abstract', 'keyword');
const nameField = fc.constantFrom<Field>('author', 'org');

const bodyLeaf: fc.Arbitrary<Query> = fc.oneof(
  fc
    .record({ field: bodyField, word: fc.constantFrom(...bodyWords) })
    .map(({ field, word: [text, term] }): Query => ({ kind: 'word', field, term, text })),
  fc
    .record({
      field: bodyField,
      paths: fc.array(fc.array(fc.constantFrom(...bodyTerms), { minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 2,
      }),
    })
    .filter(({ paths }) => paths.length > 1 || paths[0]!.length > 1)
    .map(({ field, paths }): Query => ({ kind: 'phrase', field, paths, text: '' })),
  fc
    .record({ field: bodyField, start: fc.constantFrom(...bodyStarts) })
    .map(({ field, start }): Query => ({ kind: 'prefix', field, start })),
);

/** Words that bring what they stand for, or what stands for them. */
const synonymLeaf: fc.Arbitrary<Query> = fc
  .record({
    field: bodyField,
    text: fc.constantFrom('RL', 'reinforcement learning', 'deep reinforcement-learning'),
  })
  .map(({ field, text }) => allOf(readBare(text, field)));

const nameLeaf: fc.Arbitrary<Query> = fc
  .record({ field: nameField, term: fc.constantFrom(...nameTerms, 'google') })
  .chain(({ field, term }) =>
    fc.constantFrom<Query>(
      { kind: 'word', field, term, text: term },
      { kind: 'phrase', field, paths: [['ada', 'lovelace']], text: '' },
      { kind: 'prefix', field, start: term.slice(0, 2) },
    ),
  );

const filter: fc.Arbitrary<Query> = fc.oneof(
  fc.constantFrom<Query>(
    { kind: 'all' },
    { kind: 'has', what: 'code' },
    { kind: 'cat', value: 'cs' },
    { kind: 'cat', value: 'cs.lg' },
    { kind: 'cat', value: 'c' },
    { kind: 'id', value: 'b' },
    { kind: 'id', value: 'x' },
    { kind: 'id', value: '2501.00001' },
    { kind: 'id', value: '10.1000/ab.1' },
    { kind: 'id', value: '10.1000/ab.2' },
  ),
  fc
    .record({
      field: fc.constantFrom<'upvotes' | 'stars' | 'comments'>('upvotes', 'stars', 'comments'),
      comparison: fc.constantFrom<'=' | '>' | '>=' | '<' | '<='>('=', '>', '>=', '<', '<='),
      value: fc.nat(3),
    })
    .map((count): Query => ({ kind: 'count', ...count })),
  fc.constantFrom<Query>(
    { kind: 'count', field: 'year', comparison: '>=', value: 2025 },
    { kind: 'date', side: 'after', day: '2025-01-01' },
    { kind: 'date', side: 'before', day: '2025-01-01' },
  ),
);

/** Trees as the parser makes them: no `and` in an `and`, no `or` in an `or`, no `not` of a `not`. */
function join(kind: 'and' | 'or', operands: Query[]): Query {
  const of = operands.flatMap((operand) => (operand.kind === kind ? operand.of : [operand]));
  return of.length === 1 ? of[0]! : { kind, of };
}

export const madeQuery: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 5, arbitrary: bodyLeaf },
    { weight: 2, arbitrary: synonymLeaf },
    { weight: 1, arbitrary: nameLeaf },
    { weight: 2, arbitrary: filter },
    {
      weight: 2,
      arbitrary: fc.array(tie('query'), { minLength: 2, maxLength: 4 }).map((of) => join('and', of)),
    },
    {
      weight: 2,
      arbitrary: fc.array(tie('query'), { minLength: 2, maxLength: 4 }).map((of) => join('or', of)),
    },
    {
      weight: 1,
      arbitrary: tie('query').map((of): Query => (of.kind === 'not' ? of.of : { kind: 'not', of })),
    },
  ),
})).query;
