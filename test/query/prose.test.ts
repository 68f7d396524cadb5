import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { notesOn, parseQuery } from '../../src/query/parse.ts';
import { printQuery } from '../../src/query/print.ts';

/** Words and signs as sentences, titles and abstracts have them. */
const word = fc.constantFrom(
  ...'what methods are used for the retrieval of information in systems that do not have an index whether or not it works'.split(
    ' ',
  ),
  ...'Prieve IBM TCOLL (TSS) (EL1 "depth ``prompting" \'quoted\' EL/1; 1) 4.05 +/- [74·6 f(x) O(n)-time e.g. i.e., et al.:'.split(
    ' ',
  ),
  ...'vision-language-action (3,4,5)-trisphosphate "THE"-system -and processors*-a $v^*$ w*exp(x)=x depression:a - \u2013 <b> ~5 99% !'.split(
    ' ',
  ),
  'https://github.com/a/b',
  'www.example.org',
  'on robustness of',
  'either by one or the other',
  'but not exclusively',
);
const end = fc.constantFrom('.', '?', '', '...', ' (1971).', '"');

describe('a sentence that is typed or pasted as a query', () => {
  it('is never refused, and is read as it is printed', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 4, maxLength: 160 }), end, (words, last) => {
        const text = `I am interested in the ${words.join(' ')}${last}`;
        const parsed = parseQuery(text);
        if (!parsed.ok) throw new Error(`${parsed.problem.message} ${text}`);
        expect(parseQuery(printQuery(parsed.query)).ok).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps what it negates', () => {
    const parsed = parseQuery('We ask whether cells "express the gene (without CD8 in the nucleus.');
    expect(parsed.ok && printQuery(parsed.query)).toContain('"without cd8"');
  });

  it('says that it is long where only its beginning is searched for', () => {
    const long = Array.from({ length: 150 }, (_, at) => `word${at}`).join(' ');
    expect(parseQuery(`The ${long}.`).ok).toBe(true);
    expect(notesOn(`The ${long}.`)[0]?.message).toMatch(/^This is long/);
  });
});

describe('a sentence that is a valid query by accident', () => {
  const printed = (text: string) => {
    const parsed = parseQuery(text);
    return parsed.ok ? printQuery(parsed.query) : parsed.problem.message;
  };

  it.each([
    'Hashing or indexing methods are usually applied to the natural language problems.',
    'dictionary methods for the fast retrieval of words or of items that are related, and hashing or indexing which is usually applied to english spelling',
    'What is the type of a module? How can one check that a module "matches" the contexts in which it is used by others?',
  ])('has no alternatives and no quotes: %.40s', (text) => {
    expect(printed(text)).not.toMatch(/OR|"/);
  });

  it.each(['Hashing or indexing', 'hashing or indexing methods for the retrieval of words'])(
    'but a query has: %s',
    (text) => {
      expect(printed(text)).toMatch(/ OR /);
    },
  );

  it('and so has a long list', () => {
    expect(printed(Array.from({ length: 25 }, (_, at) => `word${at}`).join(' or '))).toMatch(/ OR /);
  });
});

test.each([
  '"continual learning for robots in the wild',
  '(rl OR rlhf agents in the wild are here',
  'diffusion models for images of the world OR',
  'autor:lovelace on the engines of her time',
  'diffusion - video',
  'models (web',
  `(${Array.from({ length: 83 }, (_, at) => `word${at}`).join(' ')} last`,
  'title:(scaling laws of the very large models',
])('a query with a slip, `%s`, is still told where it is', (typed) => {
  expect(parseQuery(typed).ok).toBe(false);
});

test.each([
  `!${'@here'.repeat(20)}`,
  `-(${Array(20).fill('"here"').join(' ')})`,
  `LoRA  -("what is this" "how are they" "where is the data" "who can do that" "why does it work" "when will it")`,
  `lora -"the state of the art" -"a list of all that is there" -"to be in the right place" -"of all there is"`,
])('an exclusion of many common words is printed and read again as one: %s', (typed) => {
  const read = parseQuery(typed);
  expect(read.ok).toBe(true);
  const printed = read.ok ? printQuery(read.query) : '';
  expect(printed).toMatch(/(?:^| )-/);
  const again = parseQuery(printed);
  expect(again.ok && printQuery(again.query)).toBe(printed);
});
