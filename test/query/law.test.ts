/** The law of the query language, on generated queries and papers: parse, print, meaning and reasons agree. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Paper } from '../../src/model/paper.ts';
import { type Document, readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { meaningKey, printQuery } from '../../src/query/print.ts';
import { reasonFor } from '../../src/query/reason.ts';
import { fieldsOf, type PaperField, type Query, type TextLeaf } from '../../src/query/tree.ts';
import type { Token } from '../../src/text/analyse.ts';
import { anyCharacter } from '../any-character.ts';

/** Few words, many compounds: so that queries and papers meet often, and in every spelling. */
const vocabulary = [
  ...[
    'hyper',
    'parameter',
    'hyper-parameter',
    'hyperparameters',
    'fine',
    'tuning',
    'fine-tuning',
    'finetuned',
  ],
  ...[
    'open',
    'source',
    'code',
    'open-source',
    'sourcecode',
    'machine',
    'learning',
    'machinelearning',
    'deep',
  ],
  ...[
    'GPT',
    '4',
    'GPT-4',
    'gpt4',
    'foo',
    'bar',
    'foo-bar',
    'foobar',
    'C++',
    'C',
    'x-ray',
    'x',
    'ray',
    'the',
    'of',
  ],
  ...[
    'RL',
    'reinforcement',
    'reinforcement learning',
    'multimodal LLM',
    'LLMs',
    'large language model',
    'MLLM',
  ],
  ...['state-of-the-art', 'state', 'art', 'naïve', 'PointNet++', 'pointnet', '3D', '3-D', '深度学习', '学习'],
];
const word = fc.constantFrom(...vocabulary);
const gap = fc.constantFrom(' ', ' ', ' ', ' ', ', ', '. ', '-', '  ', ' – ');
const text = fc
  .array(fc.tuple(word, gap), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.map(([one, after]) => one + after).join(''));

const paper: fc.Arbitrary<Paper> = fc.record(
  {
    id: fc.constantFrom('2508.01234', '2508.01234v2', 't-abc'),
    title: text,
    abstract: fc.oneof(text, fc.constant('')),
    keywords: fc.array(
      text.filter((one) => one.trim() !== ''),
      { maxLength: 3 },
    ),
    authors: fc.array(fc.constantFrom('Kaiming He', 'Foo Bar', 'Jean-Pierre Serre', 'Ada C. Lovelace'), {
      maxLength: 3,
    }),
    organization: fc.constantFrom('Google DeepMind', 'Foo'),
    categories: fc.array(fc.constantFrom('cs.LG', 'cs.CL', 'math.ST'), { maxLength: 2 }),
    publishedOn: fc.constantFrom('2024-12-31', '2025-01-01', '2025-06-30'),
    upvotes: fc.nat(3),
    commentCount: fc.nat(3),
    stars: fc.nat(3),
    codeUrl: fc.constant('https://example.org/code'),
  },
  { requiredKeys: ['id', 'title', 'abstract'] },
);

const filter = fc.constantFrom(
  ...[
    'cat:cs',
    'cat:cs.LG',
    'id:2508.01234',
    'upvotes:>1',
    'stars:<=2',
    'comments:0',
    'year:2025',
    'year:<2025',
  ],
  ...[
    'after:2025-01-01',
    'before:2025-06',
    'has:code',
    'like:"2508.01234: hyperparameters^3 open-source"',
    'like:"t-abc: foo gpt4^2 machinelearning learning^2"',
    'author:he',
    'author:"kaiming he"',
    'author:jean-pierre',
  ],
  ...['org:google', 'org:"google deepmind"', '*', '2508.01234v3', 'upvotes > 1'],
);
const run = fc.array(word, { minLength: 1, maxLength: 4 });
const leaf = fc.oneof(
  { weight: 4, arbitrary: run.map((words) => words.join(' ')) },
  { weight: 2, arbitrary: run.map((words) => `"${words.join(' ')}"`) },
  { weight: 1, arbitrary: word.map((one) => `${one.replace(/\W+$/, '')}*`) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('title', 'abstract', 'keyword'), word).map((pair) => pair.join(':')),
  },
  { weight: 2, arbitrary: filter },
);
const typed = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `${a} ${b}`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `${a} OR ${b}`),
    tie('query').map((one) => `(${one})`),
    tie('query').map((one) => `-(${one})`),
    tie('query').map((one) => `-${one}`),
  ),
})).query;

/** Anything a keyboard makes, leaning towards what means something to the parser. */
const noise = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...' ""“”()()|&-–—*:<>=,;./\\\'’+#@',
        'OR',
        'or',
        'AND',
        'NOT',
        'title',
        'year',
        'a',
        '2508.01234',
        ...vocabulary,
      ),
      {
        maxLength: 40,
      },
    )
    .map((parts) => parts.join('')),
);

function readOrUndefined(typedText: string): Query | undefined {
  const parsed = parseQuery(typedText);
  return parsed.ok ? parsed.query : undefined;
}

/** The same meaning once more, from the definitions of tokens and paths alone, by trying everything. */
function slowly(query: Query, document: Document): boolean {
  switch (query.kind) {
    case 'and':
      return !query.of.some((operand) => !slowly(operand, document));
    case 'or':
      return query.of.filter((operand) => slowly(operand, document)).length > 0;
    case 'not':
      return !slowly(query.of, document);
    case 'word':
    case 'prefix':
    case 'phrase':
      return leafHolds(query, document);
    default:
      return predicateOf(query)(document);
  }
}

function leafHolds(query: TextLeaf, document: Document): boolean {
  return fieldsOf(query.field).some((field) => {
    const tokens = document.tokens[field];
    if (query.kind === 'prefix') return tokens.some((token) => token.word.indexOf(query.start) === 0);
    const isThere = (path: readonly string[]) => tokens.some((token) => isPath(path, token, tokens));
    const hasSynonym = query.synonyms?.some(({ paths }) => paths.some(isThere)) ?? false;
    return hasSynonym || (query.kind === 'word' ? [[query.term]] : query.paths).some(isThere);
  });
}

function isPath(path: readonly string[], token: Token, tokens: readonly Token[]): boolean {
  if (token.term !== path[0]) return false;
  if (path.length === 1) return true;
  return tokens.some(
    (next) => next.position === token.position + token.length && isPath(path.slice(1), next, tokens),
  );
}

function hasPositiveLeaf(query: Query, document: Document): boolean {
  if (!slowly(query, document)) return false;
  if (query.kind === 'and' || query.kind === 'or')
    return query.of.some((operand) => hasPositiveLeaf(operand, document));
  return query.kind === 'word' || query.kind === 'phrase' || query.kind === 'prefix';
}

describe('the law', () => {
  test('any text is a query or a problem with a place in the text', () => {
    fc.assert(
      fc.property(noise, (typedText) => {
        const parsed = parseQuery(typedText);
        if (parsed.ok) return;
        const { at, length, message, suggestion } = parsed.problem;
        expect(at).toBeGreaterThanOrEqual(0);
        expect(length).toBeGreaterThanOrEqual(Math.min(1, typedText.length));
        expect(at + length).toBeLessThanOrEqual(typedText.length);
        expect(message).toMatch(/\S/);
        if (suggestion !== undefined) expect(parseQuery(suggestion).ok).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('what is printed is parsed to the same tree, and printed the same again', () => {
    fc.assert(
      fc.property(fc.oneof(typed, noise), (typedText) => {
        const query = readOrUndefined(typedText);
        if (query === undefined) return;
        const printed = printQuery(query);
        expect(parseQuery(printed)).toEqual({ ok: true, query });
      }),
      { numRuns: 1500 },
    );
  });

  test('the plain meaning is what the definitions say', () => {
    fc.assert(
      fc.property(typed, paper, (typedText, one) => {
        const query = readOrUndefined(typedText);
        if (query === undefined) return;
        const document = readPaper(one);
        expect(predicateOf(query)(document)).toBe(slowly(query, document));
      }),
      { numRuns: 1000 },
    );
  });

  test('equal keys mean the same on every paper', () => {
    fc.assert(
      fc.property(typed, typed, paper, (left, right, one) => {
        const a = readOrUndefined(left);
        const b = readOrUndefined(`(${right}) ${left}`);
        if (a === undefined || b === undefined) return;
        const document = readPaper(one);
        const swapped: Query = b.kind === 'and' ? { kind: 'and', of: [...b.of, ...b.of].reverse() } : b;
        expect(meaningKey(swapped)).toBe(meaningKey(b));
        expect(predicateOf(swapped)(document)).toBe(predicateOf(b)(document));
        if (meaningKey(a) === meaningKey(b)) expect(predicateOf(a)(document)).toBe(predicateOf(b)(document));
      }),
      { numRuns: 500 },
    );
  });

  test('a reason marks words exactly when a word that is asked for is there', () => {
    fc.assert(
      fc.property(typed, paper, (typedText, one) => {
        const query = readOrUndefined(typedText);
        if (query === undefined) return;
        const document = readPaper(one);
        const { words, marks } = reasonFor(query, document);
        const all = Object.entries(marks) as [PaperField, { start: number; end: number }[]][];
        expect(words.length > 0).toBe(hasPositiveLeaf(query, document));
        expect(all.some(([, ranges]) => ranges.length > 0)).toBe(words.length > 0);
        for (const [field, ranges] of all) {
          let before = 0;
          for (const { start, end } of ranges) {
            expect(start).toBeGreaterThanOrEqual(before);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(document.texts[field].length);
            before = end;
          }
        }
      }),
      { numRuns: 750 },
    );
  });

  test('a paper is found by its own title, quoted or not', () => {
    fc.assert(
      fc.property(paper, fc.boolean(), (one, isQuoted) => {
        const query = readOrUndefined(isQuoted ? `"${one.title}"` : one.title);
        if (query === undefined) return;
        expect(predicateOf(query)(readPaper(one))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
