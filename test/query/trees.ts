/** Query trees of every kind of token, and papers that they meet, for property tests. */
import fc from 'fast-check';
import type { Paper } from '../../src/model/paper.ts';
import { readBare } from '../../src/query/bare-leaves.ts';
import { isOfPeople, textFields } from '../../src/query/fields.ts';
import { readFilter } from '../../src/query/filter.ts';
import { withVariants } from '../../src/query/name-variants.ts';
import { readStar } from '../../src/query/prefix.ts';
import { readPhrase } from '../../src/query/text-leaf.ts';
import { allOf, anyOf, type Field, not, type Query } from '../../src/query/tree.ts';

/** Words that look like something else: operators, fields, numbers, ids, signs, quotes. */
const odd = [
  ...[
    'C++',
    'c++-transpiler',
    'C++transpiler',
    'PointNet++',
    'c#',
    'C#-like',
    'F#',
    'A*',
    'a*-search',
    '.NET',
    'R&D',
  ],
  ...['NOT', 'not', 'no', 'without', 'AND', 'and', 'OR', 'or', 'NEAR', 'except', "don't", 'isn’t', 'nor'],
  ...[
    'foo:bar',
    'title:',
    'author:x1',
    'year',
    '2024',
    '2025',
    'cs.LG',
    'cat',
    'has:code',
    'upvotes>3',
    'std::vector',
  ],
  ...[
    '2508.01234',
    'math/0309136',
    '1,000',
    '3.1',
    '10:30',
    '5-10',
    '3D',
    'GPT-4',
    'gpt 4',
    'R2D2',
    'x-ray',
    '½',
    '①',
  ],
  ...[
    '-x1',
    '!x1',
    '+x1',
    '~x1',
    '(x1)',
    '“x1”',
    "'x1'",
    '«x1»',
    'x1,y1',
    'x1;y1',
    'x1|y1',
    'x1/y1',
    'x1--y1',
    'x1—y1',
  ],
  ...[
    'naïve',
    'É́cole',
    'straße',
    'Ω',
    'ﬁne',
    'ＦＵＬＬ',
    '深度学习',
    'データ',
    'ภาษาไทย',
    'हिन्दी',
    'کتاب',
    '🎉',
    '𝔸𝔹',
    'a\u200bb',
    'co\u00adop',
  ],
];
const ordinary = [
  ...[
    'fine',
    'tuning',
    'fine-tuning',
    'finetuned',
    'machine',
    'learning',
    'machinelearning',
    'open',
    'source',
    'code',
  ],
  ...['RL', 'reinforcement', 'reinforcement learning', 'mixture of experts', 'large multimodal model', 'LMM'],
  ...['hyper', 'parameter', 'the', 'of', 'state-of-the-art', 'transformers', 'transpiler', 'lora'],
];
export const token = fc.oneof(fc.constantFrom(...odd), fc.constantFrom(...ordinary));
const gap = fc.constantFrom(' ', ' ', ' ', '-', ', ', '. ');
const typed = fc
  .array(fc.tuple(token, gap), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map(([word, after], at) => word + (at < parts.length - 1 ? after : '')).join(''));

const field = fc.constantFrom<Field>('any', 'any', 'any', ...textFields.map(({ name }) => name));

function starred(text: string, of: Field): Query[] {
  try {
    return [readStar(`${text}*`, { at: 0, end: text.length + 1 }, of)];
  } catch {
    return [];
  }
}

const values: [Parameters<typeof readFilter>[0], string][] = [
  ['cat', 'cs.LG'],
  ['cat', 'math'],
  ['id', '2508.01234v2'],
  ['id', '10.1000/abc-1.2'],
  ['upvotes', '>1,000'],
  ['stars', '20-30'],
  ['comments', '0'],
  ['year', '2024'],
  ['year', '<=2025'],
  ['after', 'Jan 2025'],
  ['before', '2025-07'],
  ['has', 'code'],
  ['like', '2508.01234: fine^2 tuning learning'],
  ['like', '10.1000/abc-1.2: transformers^9 c++ gpt4 open source'],
];

/** Every leaf that the parser can make of the text, none where there is no word. */
/** As `author:"..."` is read: with the other ways to write a name. */
function quoted(text: string, of: Field): Query | undefined {
  const read = readPhrase(text, of);
  return read && isOfPeople(of) ? withVariants(read) : read;
}

const leaf: fc.Arbitrary<Query> = fc
  .oneof(
    { weight: 4, arbitrary: fc.tuple(typed, field).map(([text, of]) => readBare(text, of) as Query[]) },
    { weight: 3, arbitrary: fc.tuple(typed, field).map(([text, of]) => [quoted(text, of)] as Query[]) },
    { weight: 2, arbitrary: fc.tuple(typed, field).map(([text, of]) => starred(text, of)) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...values).map(([of, value]) => [readFilter(of, value)] as Query[]),
    },
  )
  .map((leaves) => leaves.filter((one) => one !== undefined))
  .filter((leaves) => leaves.length > 0)
  .map(allOf);

/** Trees as the parser shapes them, of any leaves. */
export const tree: fc.Arbitrary<Query> = fc.letrec<{ tree: Query }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 5, arbitrary: leaf },
    { weight: 2, arbitrary: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map(allOf) },
    {
      weight: 2,
      arbitrary: fc.tuple(tie('tree'), tie('tree')).map(([left, right]) => anyOf([left, right])),
    },
    { weight: 1, arbitrary: tie('tree').map(not) },
  ),
})).tree;

const text = (maxLength: number) =>
  fc.array(fc.tuple(token, gap), { maxLength }).map((parts) => parts.flat().join(''));

export const paper: fc.Arbitrary<Paper> = fc.record(
  {
    id: fc.constantFrom('2508.01234', '10.1000/abc-1.2', 't-1'),
    title: text(4).map((title) => `${title}.`),
    abstract: text(8),
    keywords: fc.array(token, { minLength: 1, maxLength: 2 }),
    authors: fc.array(token, { minLength: 1, maxLength: 2 }),
    organization: token,
    categories: fc.constantFrom(['cs.LG'], ['math.ST', 'cs.CL']),
    publishedOn: fc.constantFrom('2024-12-31', '2025-01-01', '2025-06-30'),
    doi: fc.constantFrom('10.1000/ABC-1.2', '10.1000/other'),
    upvotes: fc.constantFrom(0, 1000, 1001),
    stars: fc.constantFrom(20, 31),
    codeUrl: fc.constant('https://example.org/code'),
  },
  { requiredKeys: ['id', 'title', 'abstract'] },
);
