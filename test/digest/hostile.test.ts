/** Input from an enemy, in every form: nothing that a terminal or a page would obey is left, in linear time. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import type { Digest } from '../../src/model/paper.ts';
import { expectLinear } from '../linear.ts';

const NOW = Date.parse('2025-12-20T12:00:00Z');
const OBEYED = /\p{Cc}|[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u;

/** Every string in a digest, keys aside. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

const enemy = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b[31m',
        '\u001b]52;c;aGk=\u0007',
        '\u009b2J',
        '\u0000',
        '\u202e',
        '\u2066',
        '\u007f',
      ),
      fc.constantFrom(
        '&#27;[2J',
        '&amp;#x202e;',
        '&#0;',
        '&lt;b&gt;',
        '<script>x</script>',
        '\ud800',
        '\u200b',
        '\r',
      ),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => `A ${parts.join('')} z`);

const paperOf = (text: string) => ({
  id: `2512.00001${text}`,
  title: text,
  abstract: text,
  summary: text,
  ai_summary: text,
  authors: [text, { name: text }],
  keywords: [text],
  categories: [text],
  organization: text,
  comment: text,
  url: `https://x.example/${text}`,
  githubRepo: `https://github.com/a/b${text}`,
});

const page = (text: string) => text.replace(/[\r\n\u2028\u2029\f\v]/g, ' ');

const forms: [name: string, write: (text: string) => string][] = [
  [
    "Paperboy's own JSON",
    (text) =>
      JSON.stringify({
        date: '2025-12-12',
        byline: text,
        papers: [{ ...paperOf(text), authors: [text], otherIds: [text], doi: text }],
        skipped: [{ line: 1, reason: text }],
      }),
  ],
  ['an answer of the API', (text) => JSON.stringify([{ paper: paperOf(text), title: text }])],
  ['JSON Lines', (text) => `${JSON.stringify(paperOf(text))}\n${JSON.stringify(paperOf(`2 ${text}`))}\n`],
  [
    'the HTML of a page',
    (text) =>
      `<div data-target="DailyPapers" data-props="${JSON.stringify({
        dailyPapers: [{ paper: paperOf(text) }],
      })
        .replaceAll('&', '&amp;')
        .replaceAll('"', '&quot;')}"></div>`,
  ],
  [
    'the text of a page',
    (text) =>
      `Daily Papers\n\nby AK ${page(text).slice(0, 60)}\n\nDec 12\n\nThe ${page(text)}\n\nOf ${page(text)}.\n\n• 2 authors\n·\nNov 1\n`,
  ],
];

describe.each(forms)('%s', (_name, write) => {
  it('holds nothing that is obeyed once it is read', () => {
    fc.assert(
      fc.property(enemy, (text) => {
        let digests: Digest[] = [];
        try {
          digests = parseDigests(write(text), { now: NOW });
        } catch (error) {
          digests = [];
          expect((error as Error).message).not.toMatch(OBEYED);
        }
        for (const found of stringsOf(digests)) expect(found).not.toMatch(OBEYED);
      }),
      { numRuns: 150 },
    );
  });
});

it.each(['{"id":\u0000\u009b2J "x"}', '[\u202e]', '\u2065 some text', '<?xml\u0000 version="1.0"?><rss'])(
  'a refusal quotes nothing that is obeyed: %j',
  (text) => {
    expect(() => parseDigests(text, { now: NOW })).toThrow(
      /^Can't read this as a digest: [^\p{Cc}\p{Cf}\u2065]+$/u,
    );
  },
);

/** Run after run of one sign, each followed by what ends no run: an expression that begins anew at each sign takes quadratic time. */
const RUNS: [name: string, sign: string, write: (run: string) => string][] = [
  [
    'dots in an abstract that comes twice',
    '.',
    (run) =>
      JSON.stringify(
        ['', 'x '].map((more) => ({ id: '2512.00001', title: 'A', abstract: `${more}b${run}x.` })),
      ),
  ],
  [
    'spaces in a title of a feed',
    ' ',
    (run) =>
      `<rss version="2.0"><channel><title>x</title><item><title>A${run}title</title><link>https://a.example/paper/1</link></item></channel></rss>`,
  ],
  [
    'words below headings that may be titles of papers',
    'a ',
    (run) =>
      `# A tool\n\n## How it is to be used\n\nbe ${run}x. b\n\n## Other things that are here\n\nbe ${run}x. b\n`,
  ],
];

it.each(RUNS)('%s are read in linear time', (_, sign, write) => {
  const read = (text: string) => {
    try {
      return parseDigests(text, { now: NOW });
    } catch (error) {
      return error;
    }
  };
  expectLinear((length) => write(sign.repeat(length / sign.length)), read, 64_000);
});

it("Paperboy's own JSON prints no escape sequences, and keeps what can be read", () => {
  const file = readFileSync(new URL('../../fixtures/hostile/own-controls.json', import.meta.url));
  expect(parseDigests(file)[0]?.papers).toEqual([
    {
      id: '2512.00009',
      title: 'C1 red DEL ESC bidi x nul <b>',
      abstract: 'x',
      authors: ['A'],
      url: 'https://x.example/',
    },
  ]);
});

it('entities are read in lines of JSON, in every field', () => {
  const row = {
    title: 'Caf&eacute; &amp; &alpha;',
    text: 'n&lt;d',
    authors: ['Ren&eacute;e &Ouml;'],
    keywords: ['&beta;-VAE'],
  };
  const [digest] = parseDigests(`${JSON.stringify(row)}\n${JSON.stringify({ title: 'Other' })}\n`, {
    now: NOW,
  });
  expect(digest?.papers[0]).toMatchObject({
    title: 'Café & α',
    abstract: 'n<d',
    authors: ['Renée Ö'],
    keywords: ['β-VAE'],
  });
});
