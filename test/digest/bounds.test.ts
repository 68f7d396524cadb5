import { expect, test } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import type { Paper } from '../../src/model/paper.ts';
import { MOST, MOST_CHARACTERS } from '../../src/model/paper-bounds.ts';

const MANY = 4_000;
/** Digits of a name are taken for footnotes. */
const letters = (at: number) => String(at).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
const many = (what: string) => Array.from({ length: MANY }, (_, at) => `${what} N${letters(at)}`);

const readJson = (value: object): Paper | undefined => {
  const [digest] = parseDigests(JSON.stringify(value), { now: Date.UTC(2026, 10, 20) });
  return digest?.papers[0];
};
const paper = (more: object = {}) => ({ id: '2611.10001', title: 'Work', abstract: 'Words.', ...more });

test.each<[string, object]>([
  ['our own JSON', { date: '2026-11-20', papers: [paper({ authors: many('Ann') })], skipped: [] }],
  ['our own form by another program', { date: '2026-11-20', papers: [paper({ authors: many('Ann') })] }],
  ['JSON of papers', [paper({ authors: many('Ann'), date: '2026-11-20' })]],
  [
    "the site's JSON",
    [
      {
        paper: paper({ authors: many('Ann').map((name) => ({ name })) }),
        publishedAt: '2026-11-20T00:00:00Z',
      },
    ],
  ],
])('a paper keeps its first authors and says how many there are: %s', (_, value) => {
  const read = readJson(value);
  expect(read?.authors).toEqual(many('Ann').slice(0, MOST.authors));
  expect(read?.authorCount).toBe(MANY);
});

test('a paper of a feed keeps its first authors and says how many there are', () => {
  const people = many('Ann').map((name) => `<author><name>${name}</name></author>`);
  const entry = `<entry><id>http://arxiv.org/abs/2611.10001v1</id><title>Work</title><summary>Words.</summary>
    <published>2026-11-20T00:00:00Z</published>${people.join('')}</entry>`;
  const text = `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><updated>2026-11-20T00:00:00Z</updated>${entry}</feed>`;
  const read = parseDigests(text, { now: Date.UTC(2026, 10, 20) })[0]?.papers[0];
  expect(read?.authors).toHaveLength(MOST.authors);
  expect(read?.authorCount).toBe(MANY);
});

test.each([undefined, []])('every list and text of a paper has a bound (skipped: %j)', (skipped) => {
  const links = Array.from({ length: MANY }, (_, at) => `https://a.example/${at}`);
  const lists = { keywords: many('word'), categories: many('cs'), otherIds: many('id'), otherUrls: links };
  const long = 'x'.repeat(MOST_CHARACTERS.comment + 1);
  const found = paper({ ...lists, organization: long, comment: long, summary: long });
  const read = readJson({ date: '2026-11-20', byline: long, papers: [found], skipped }) as Paper;
  for (const key of Object.keys(lists) as (keyof typeof lists)[])
    expect(read[key], key).toHaveLength(MOST[key]);
  for (const key of ['organization', 'comment', 'summary'] as const)
    expect(read[key]?.length, key).toBe(MOST_CHARACTERS[key]);
});
