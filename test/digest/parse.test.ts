import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import { anyCharacter } from '../any-character.ts';
import { isDigestsOrRefused } from './promise.ts';

const NOW = Date.parse('2025-12-20T12:00:00Z');

const fragment = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '\n',
    '\\',
    '<div data-props="',
    '">',
    '&quot;',
    'null',
    '1',
    ' ',
    '\ufeff',
  ],
  ...[
    '"paper"',
    '"id"',
    '"title"',
    '"papers"',
    '"date"',
    '"2025-12-12"',
    '"dailyPapers"',
    '"2512.00001"',
    '\u0000',
  ],
  ...[
    '  • 5 authors',
    '·',
    'Dec 12',
    'Aug 18, 2024',
    'A Title of Some Words',
    'Daily Papers',
    'byAK',
    'Feb 29',
    '\r',
  ],
);
const json = fc.jsonValue({ maxDepth: 4 });
const papers = fc.array(
  fc.dictionary(
    fc.constantFrom('id', 'title', 'paper', 'summary', 'date', 'authors', 'papers', 'upvotes'),
    json,
    {
      maxKeys: 6,
    },
  ),
  { maxLength: 4 },
);
const format = fc.constantFrom(undefined, 'text' as const, 'html' as const, 'json' as const);
const now = fc.constantFrom(undefined, NOW, 0, -1, Number.NaN, 8.64e15);

describe('any input', () => {
  it.each([
    ['strings', fc.string({ unit: anyCharacter })],
    ['fragments of the known forms', fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''))],
    ['lines of fragments', fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('\n'))],
    ['JSON', json.map((value) => JSON.stringify(value))],
    ['lists of what might be papers', papers.map((value) => JSON.stringify(value))],
    [
      'digests of what might be papers',
      papers.map((value) => JSON.stringify({ date: '2025-12-12', papers: value })),
    ],
    ['bytes', fc.uint8Array({ maxLength: 300 })],
  ])('of %s is digests or a refusal', (_what, input: fc.Arbitrary<string | Uint8Array>) => {
    fc.assert(
      fc.property(input, format, now, (raw, told, clock) => {
        const options = { ...(told ? { format: told } : {}), ...(clock === undefined ? {} : { now: clock }) };
        return isDigestsOrRefused(() => parseDigests(raw, options));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'unpack it first'],
    ['nothing', '', 'it is empty'],
    [
      'a list of feeds',
      '<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head></opml>',
      'OPML',
    ],
    ['a sitemap', '<?xml version="1.0"?><urlset xmlns="x"><url/></urlset>', 'a sitemap'],
    ['an OAI-PMH answer', '<?xml version="1.0"?><OAI-PMH xmlns="x"><record/></OAI-PMH>', 'OAI-PMH'],
    ['other XML', '<?xml version="1.0"?><books><book/></books>', 'XML of another kind'],
    ['a page of another site', '<title>Log in</title>', 'titled "Log in"'],
    ['an error of the API', '{"error": "Too many requests"}', 'Too many requests'],
    ['cut JSON', '[{"paper": {"id": "25', 'begins like JSON'],
    ['prose', 'It was a dark night.', 'begins with "It was a dark night."'],
  ])('that is %s is told what was seen', (_what, raw, seen) => {
    expect(() => parseDigests(raw, { now: NOW })).toThrow(seen);
  });

  it('is read in the form that is told, and no other', () => {
    const page = 'A Title of Words\n\nIts abstract.\n\n  • 2 authors\n·\nAug 18, 2024\n';
    expect(parseDigests(page, { format: 'text', now: NOW })).toHaveLength(1);
    expect(() => parseDigests(page, { format: 'json', now: NOW })).toThrow('begins like JSON');
    expect(() => parseDigests(page, { format: 'html', now: NOW })).toThrow(
      'HTML, but not a saved Daily Papers page',
    );
  });

  it('may begin with a sign of another form', () => {
    const page = '[Preview] A Title of Words\n\nIts abstract.\n\n  • 2 authors\n·\nAug 18, 2024\n';
    expect(parseDigests(page, { now: NOW })[0]?.papers[0]?.title).toBe('[Preview] A Title of Words');
  });
});

describe("the day in a file's name", () => {
  const bare = JSON.stringify([{ title: 'Bare', abstract: 'Words.' }]);
  const dayOf = (text: string, fileName: string) => {
    const guesses: string[] = [];
    const [digest] = parseDigests(text, { fileName, now: NOW, onGuess: (day) => guesses.push(day) });
    return [digest?.date, guesses.length];
  };

  it.each([
    ['2024-05-10.json', '2024-05-10'],
    ['daily-papers-2025-12-12.txt', '2025-12-12'],
    ['daily_papers_20240510.jsonl', '2024-05-10'],
    ['2024_05_10-copy.json', '2024-05-10'],
  ])('is that of papers without one: %s', (name, day) => {
    expect(dayOf(bare, name)).toEqual([day, 0]);
    expect(dayOf(JSON.stringify({ papers: [{ title: 'T', abstract: '' }] }), name)).toEqual([day, 0]);
    expect(dayOf('Daily Papers\n\nA Title of One\n\n• 2 authors\n', name)).toEqual([day, 0]);
  });

  it.each([
    'papers.json',
    '2024-13-10.json',
    '2405.01234v1.json',
    '2024-05-10_2024-05-11.json',
    'a1202405101.json',
  ])('is no day in %s', (name) => {
    expect(dayOf(bare, name)).toEqual(['2025-12-20', 1]);
  });

  it('gives way to the day of the content, and lends a header its year', () => {
    expect(dayOf(JSON.stringify({ date: '2025-12-12', papers: [] }), '2024-05-10.json')).toEqual([
      '2025-12-12',
      0,
    ]);
    const page = 'Daily Papers\n\nDec 12\n\nA Title of One\n\n• 2 authors\n·\nNov 1\n';
    expect(dayOf(page, 'page-2023-12-12.txt')).toEqual(['2023-12-12', 0]);
    expect(dayOf(page, 'page-2023-12-13.txt')).toEqual(['2025-12-12', 0]);
  });
});

it('of two lists of authors of one paper in one input, the better one stays', () => {
  const item = (authors: string[]) => ({ id: '2512.00001', title: 'Work', abstract: 'Words.', authors });
  const read = (...lists: string[][]) =>
    parseDigests(JSON.stringify({ date: '2025-12-12', papers: lists.map(item) }))[0];
  const full = ['Ann Lee', 'Bob Ray', 'Cy Doe'];
  for (const worse of [['Ann Lee'], ['A. Lee', 'B. Ray', 'C. Doe']]) {
    expect(read(full, worse)).toMatchObject({ papers: [{ authors: full }], skipped: [] });
    expect(read(worse, full)?.papers).toMatchObject([{ authors: full }]);
  }
});

it('a guessed day is told with how many papers had none of their own', () => {
  const entry = (id: number, date: string) =>
    `<item><title>Paper ${id}</title><link>https://x.org/${id}</link>${date}</item>`;
  const items = ['2025-12-10', '2025-12-11'].map((day, at) => entry(at, `<dc:date>${day}</dc:date>`));
  const feed = (...inside: string[]) =>
    `<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>J</title>${inside.join('')}</channel></rss>`;
  const told: unknown[] = [];
  const onGuess = (...one: unknown[]) => void told.push(one);
  parseDigests(feed(...items, entry(7, '')), { now: Date.parse('2025-12-12'), onGuess });
  parseDigests(feed(entry(7, '')), { now: Date.parse('2025-12-12'), onGuess });
  expect(told).toEqual([
    ['2025-12-12', { count: 1, of: 3 }],
    ['2025-12-12', undefined],
  ]);
});
