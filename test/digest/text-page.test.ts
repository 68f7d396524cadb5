import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { type Shown, toPage } from './page.ts';
import { isDigestsOrRefused } from './promise.ts';

const NOW = Date.parse('2025-12-20T12:00:00Z');
const page = readFileSync(new URL('../../fixtures/daily-papers-2025-12-12.txt', import.meta.url), 'utf8');
const whole = parseDigests(page, { now: NOW })[0]?.papers;

const same: readonly (readonly [what: string, change: (text: string) => string | Uint8Array])[] = [
  ['lines that end as on Windows', (text) => text.replaceAll('\n', '\r\n')],
  ['lines that end as on old Macs', (text) => text.replaceAll('\n', '\r')],
  ['a byte order mark', (text) => `\ufeff${text}`],
  ['UTF-16 with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 of the other order', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['UTF-16 without a mark', (text) => Buffer.from(text, 'utf16le')],
  ['tabs', (text) => text.replaceAll('  • ', '\t•\t')],
  ['spaces that do not break', (text) => text.replaceAll('  • ', '\u00a0\u00a0•\u00a0')],
  ['stars for bullets', (text) => text.replaceAll('•', '*').replaceAll('\n·\n', '\n*\n')],
  ['hyphens for bullets', (text) => text.replaceAll('•', '-').replaceAll('\n·\n', '\n-\n')],
  ['dashes for bullets', (text) => text.replaceAll('•', '–')],
  ['no bullets', (text) => text.replaceAll('  • ', '')],
  ['no dots', (text) => text.replaceAll('\n·\n', '\n')],
  ['footers on one line', (text) => text.replaceAll(' authors\n·\n', ' authors · ')],
  ['the dot beside the authors', (text) => text.replaceAll(' authors\n·\n', ' authors ·\n')],
  ['the dot beside the date', (text) => text.replaceAll('\n·\n', '\n· ')],
  ['one author', (text) => text.replaceAll('1 authors', '1 author')],
  ['doubled empty lines', (text) => text.replaceAll('\n\n', '\n\n\n\n')],
  ['empty lines everywhere', (text) => text.replaceAll('\n', '\n\n')],
  ['no empty lines', (text) => text.replaceAll(/\n\n+/g, '\n')],
  ['lines wrapped at 72', (text) => wrap(text, 72)],
  ['lines wrapped at 72 without empty ones', (text) => wrap(text, 72).replaceAll(/\n\n+/g, '\n')],
  ['the day before the month', (text) => text.replaceAll(/^([A-Z][a-z]{2}) (\d+),?/gm, '$2 $1')],
  ['long months', (text) => text.replaceAll(/^Nov /gm, 'November ').replaceAll(/^Aug /gm, 'August ')],
  ['a header with a year', (text) => text.replace('\nDec 12\n', '\nDec 12, 2025\n')],
  ['no header but its date', (text) => text.slice(text.indexOf('Dec 12'))],
  ['a header twice', (text) => text.slice(0, text.indexOf('Antidote')) + text],
  ['a header in the middle', (text) => text.replace('\nPareto', '\nDaily Papers\n\nDec 12\n\nPareto')],
  [
    "the site's footer",
    (text) =>
      `${text}\n\nPrevious\n\nNext\n\nCompany\n© Hugging Face\nTOS\nPrivacy\nAbout\nJobs\n\nCopyright 2025 Hugging Face\n`,
  ],
  ['indentation', (text) => text.replaceAll(/^/gm, '   ')],
];

function wrap(text: string, width: number): string {
  return text.replaceAll(new RegExp(`(?=.{${width + 1}})(.{1,${width}}) `, 'g'), '$1\n');
}

function refused(read: () => unknown): PaperboyError {
  try {
    read();
  } catch (error) {
    if (error instanceof PaperboyError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('a page in another dress', () => {
  it.each(same)('is the same page with %s', (_what, change) => {
    const [digest, ...others] = parseDigests(change(page), { now: NOW });
    expect(others).toEqual([]);
    expect(digest?.date).toBe('2025-12-12');
    expect(digest?.skipped).toEqual([]);
    expect(digest?.papers).toEqual(whole);
  });
});

describe('a page that lacks something', () => {
  it.each([
    ['authors', /^ {2}• .*\n/gm, 'authorCount'],
    ['dates', /^·\n[A-Z].*\n/gm, 'publishedOn'],
  ] as const)('keeps 28 papers without %s', (_what, cut, key) => {
    const [digest] = parseDigests(page.replaceAll(cut, ''), { now: NOW });
    expect(digest?.papers).toHaveLength(28);
    expect(digest?.papers.filter((paper) => paper[key] !== undefined)).toEqual([]);
  });

  it('keeps papers without abstracts', () => {
    const [digest] = parseDigests(page.replaceAll(/^.{300,}\n\n/gm, ''), { now: NOW });
    expect(digest?.papers.map(({ title }) => title)).toEqual(whole?.map(({ title }) => title));
    expect(digest?.papers.every(({ abstract }) => abstract === '')).toBe(true);
  });

  it('skips an abstract whose title is lost, with its line', () => {
    const [digest] = parseDigests(page.replace(/^Pareto Domain Adaptation\n\n/m, ''), { now: NOW });
    expect(digest?.papers).toHaveLength(27);
    expect(digest?.skipped).toEqual([{ line: 85, reason: expect.stringContaining('no title') }]);
  });
});

describe('two pages in one file', () => {
  const yesterday = page.replace('\nDec 12\n', '\nDec 11\n');

  it('gives two digests, oldest first', () => {
    const digests = parseDigests(`${page}\n${yesterday}`, { now: NOW });
    expect(digests.map(({ date, papers }) => [date, papers.length])).toEqual([
      ['2025-12-11', 28],
      ['2025-12-12', 28],
    ]);
  });

  it('gives one digest for the same page twice, of which nothing is lost', () => {
    const [digest, ...others] = parseDigests(`${page}\n${page}`, { now: NOW });
    expect(others).toEqual([]);
    expect(digest?.papers).toEqual(whole);
    expect(digest?.skipped).toEqual([]);
  });

  it('says so where the second holds another abstract of a paper', () => {
    const other = page.replace(/^(Pareto Domain Adaptation)\n\n.*$/m, '$1\n\nSomething else.');
    const [digest] = parseDigests(`${page}\n${other}`, { now: NOW });
    expect(digest?.papers).toEqual(whole);
    expect(digest?.skipped).toEqual([
      {
        line: expect.any(Number),
        reason: expect.stringMatching(/again, with a different abstract; the longer/),
      },
    ]);
  });
});

describe('the numbers of a page', () => {
  const read = (text: string) =>
    parseDigests(`Daily Papers\n\nDec 12\n\n${text}`, { now: NOW })[0]?.papers.map(
      ({ title, upvotes, commentCount }) => [title, upvotes, commentCount],
    );
  const paper = (title: string, date = 'Nov 11') => `${title}\n\nIt is so.\n\n  • 2 authors\n·\n${date}\n\n`;

  it.each([
    [
      'votes above each title',
      `42\n\n${paper('First One')}1.2k\n\n${paper('Second One')}`,
      [
        ['First One', 42],
        ['Second One', 1200],
      ],
    ],
    [
      'votes glued to their titles',
      `42\n${paper('First One')}7\n${paper('Second One')}`,
      [
        ['First One', 42],
        ['Second One', 7],
      ],
    ],
    [
      'comments below a date',
      `${paper('First One')}7\n\n${paper('Second One', 'Nov 11\n3')}`,
      [
        ['First One', undefined, 7],
        ['Second One', undefined, 3],
      ],
    ],
    [
      'comments and then votes',
      `${paper('First One')}7\n\n42\n\n${paper('Second One')}`,
      [
        ['First One', undefined, 7],
        ['Second One', 42],
      ],
    ],
    [
      'votes after comments beside the date',
      `${paper('First One', 'Nov 11 7')}42\n\n${paper('Second One')}`,
      [
        ['First One', undefined, 7],
        ['Second One', 42],
      ],
    ],
    ['comments at the end', `42\n\n${paper('First One')}7\n`, [['First One', 42, 7]]],
    ['a title that is a number', paper('2048'), [['2048']]],
    [
      'the one who submitted',
      `Submitted by\nalice\n42\n${paper('First One')}Submitted by bob\n\n${paper('Second One')}Submitted by\n\ncarol\n\n9\n\n${paper('Third One')}`,
      [['First One', 42], ['Second One'], ['Third One', 9]],
    ],
  ])('are %s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected.map(([title, upvotes, comments]) => [title, upvotes, comments]));
  });

  it('are no comments where they are a year', () => {
    const [digest] = parseDigests(`Dec 12, 2025\n\n${paper('First One', 'Aug 1, 1899')}`);
    expect(digest?.papers[0]).toMatchObject({ publishedOn: '1899-08-01' });
    expect(digest?.papers[0]).not.toHaveProperty('commentCount');
  });
});

describe('a page with something foreign in it', () => {
  it.each(['Nov 11', '5 authors'])('keeps an abstract whole around the line "%s"', (line) => {
    const [first] = page.match(/^Curriculum.*$|^Hyperparameter.*$|^.{400,}$/m) ?? [''];
    const cut = first.indexOf('. ') + 1;
    const [digest] = parseDigests(
      page.replace(first, `${first.slice(0, cut)}\n\n${line}\n\n${first.slice(cut + 1)}`),
      { now: NOW },
    );
    expect(digest?.papers).toEqual(whole);
    expect(digest?.skipped).toEqual([]);
  });

  it('takes no sentences for a title', () => {
    const sentences = 'We find that it works well. It is good.\n\n  • 2 authors\n·\nNov 11\n';
    const [digest] = parseDigests(`${page}\n${sentences}`, { now: NOW });
    expect(digest?.papers).toEqual(whole);
    expect(digest?.skipped).toMatchObject([{ reason: expect.stringContaining('no title') }]);
  });

  it('is read where every line is quoted, and from Markdown', () => {
    expect(parseDigests(page.replaceAll(/^/gm, '> '), { now: NOW })[0]?.papers).toEqual(whole);
    const text =
      '# Daily Papers\n\n## Dec 12\n\n### [First One](https://arxiv.org/abs/2508.01234v2)\nIt is so.\n\n* 2 authors\n* Nov 11\n\n## **Second One**\n\nIt is too.\n\n* 1 author\n* Nov 12\n';
    const [digest] = parseDigests(text, { now: NOW });
    expect(digest?.papers).toMatchObject([
      {
        id: '2508.01234',
        title: 'First One',
        url: 'https://arxiv.org/abs/2508.01234v2',
        abstract: 'It is so.',
        authorCount: 2,
      },
      { title: 'Second One', abstract: 'It is too.', authorCount: 1 },
    ]);
  });

  it('costs one letter where a byte is damaged, and is still read in Windows-1252', () => {
    const bytes = Buffer.from(page);
    bytes[bytes.indexOf('hyper')] = 0xff;
    const [digest] = parseDigests(bytes, { now: NOW });
    expect(digest?.papers.map(({ authorCount }) => authorCount)).toEqual(
      whole?.map(({ authorCount }) => authorCount),
    );
    expect(JSON.stringify(digest).match(/\ufffd/g)).toHaveLength(1);
    const old = Buffer.from(
      'Caf\u00e9 M\u00fcller\n\nNa\u00efve.\n\n\u0095 2 authors\n\u00b7\nAug 18, 2024\n',
      'latin1',
    );
    expect(parseDigests(old, { now: NOW })[0]?.papers).toMatchObject([
      { title: 'Café Müller', abstract: 'Naïve.', authorCount: 2 },
    ]);
  });
});

describe('the year of a page', () => {
  const shown = (header: string, ...dates: string[]) =>
    toPage(
      dates.map((date, at) => ({
        title: `Paper Number ${at}`,
        abstract: 'It is dated.',
        authorCount: 2,
        date,
      })),
      header,
    );
  const read = (text: string, now?: string, asOf?: string) => {
    const options = { ...(now ? { now: Date.parse(now) } : {}), ...(asOf ? { asOf } : {}) };
    const digest = parseDigests(text, options)[0];
    return [digest?.date, ...(digest?.papers.map(({ publishedOn }) => publishedOn) ?? [])];
  };

  it.each([
    [
      'later than every year it writes, without a clock',
      ['Dec 12', 'Nov 3', 'May 1, 2022'],
      undefined,
      ['2023-12-12', '2023-11-03', '2022-05-01'],
    ],
    [
      "the clock's, when the header's day has come",
      ['Dec 12', 'Dec 9'],
      '2025-12-12',
      ['2025-12-12', '2025-12-09'],
    ],
    ['the one before, when it has not', ['Dec 12', 'Dec 9'], '2025-12-11', ['2024-12-12', '2024-12-09']],
    [
      'the latest possible, not the first',
      ['Dec 12', 'May 1, 2019'],
      '2025-12-20',
      ['2025-12-12', '2019-05-01'],
    ],
    [
      'after what it writes, even a day ahead',
      ['Dec 12', 'Nov 3', 'May 1, 2024'],
      '2025-12-11T23:00Z',
      ['2025-12-12', '2025-11-03', '2024-05-01'],
    ],
    [
      'its own, where every date has a year',
      ['Dec 12', 'Nov 3, 2025'],
      '2025-12-20',
      ['2025-12-12', '2025-11-03'],
    ],
    ['what the header says', ['Dec 12, 2021', 'Nov 3'], '2025-12-20', ['2021-12-12', '2021-11-03']],
    ['not moved by a slip of the pen', ['Dec 12', 'Nov 3, 2099'], '2025-12-20', ['2025-12-12', '2099-11-03']],
    ['a leap year for a leap day', ['Feb 29', 'Feb 28'], '2025-12-20', ['2024-02-29', '2024-02-28']],
    [
      'a leap year for a paper of a leap day',
      ['Mar 1', 'Feb 29'],
      '2025-12-20',
      ['2024-03-01', '2024-02-29'],
    ],
    [
      'the next leap year without a clock',
      ['Feb 29', 'Jan 1, 2021'],
      undefined,
      ['2024-02-29', '2021-01-01'],
    ],
    [
      'of every date without one, even ahead of the page',
      ['Jan 1', 'Dec 31'],
      '2026-01-01',
      ['2026-01-01', '2026-12-31'],
    ],
    [
      'not a year ahead for a paper of this year',
      ['Dec 12', 'Mar 3, 2026'],
      '2026-11-23',
      ['2025-12-12', '2026-03-03'],
    ],
    ['the old one on its last day', ['Dec 31', 'Jan 1'], '2026-01-01', ['2025-12-31', '2025-01-01']],
  ])('is %s', (_what, [header = '', ...dates], now, expected) => {
    expect(read(shown(header, ...dates), now)).toEqual(expected);
  });

  it('follows the day that is given, which wins over all', () => {
    expect(read(shown('Dec 12, 2021', 'Nov 3', 'May 1, 2019'), '2025-12-20', '2024-11-30')).toEqual([
      '2024-11-30',
      '2024-11-03',
      '2019-05-01',
    ]);
  });

  it("is the clock's where the page has no date, and refused without a clock", () => {
    const text = shown('Dec 12', 'Nov 3').replace('Dec 12\n', '');
    expect(read(text, '2025-12-20')).toEqual(['2025-12-20', '2025-11-03']);
    expect(refused(() => parseDigests(text)).message).toContain('--as-of');
    expect(refused(() => parseDigests(shown('Dec 12', 'Nov 3'))).message).toContain('gives no year');
  });

  it('refuses a given day that is none', () => {
    expect(refused(() => parseDigests(page, { asOf: '2025-02-30' })).code).toBe('bad-usage');
  });
});

const word = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäλ'),
  minLength: 2,
  maxLength: 9,
});
const phrase = (least: number, most: number) =>
  fc.array(word, { minLength: least, maxLength: most }).map((words) => words.join(' '));
const shown: fc.Arbitrary<Shown> = fc.record(
  {
    title: phrase(2, 12).map((text) => `On ${text}`),
    abstract: phrase(3, 60).map((text) => `We show ${text}.`),
    authorCount: fc.integer({ min: 1, max: 3000 }),
    date: fc.constantFrom('Aug 18, 2024', 'Jan 3, 2019', 'Nov 11', 'Feb 28', 'May 30'),
    commentCount: fc.integer({ min: 0, max: 500 }),
  },
  { requiredKeys: ['title', 'abstract', 'authorCount', 'date'] },
);

describe('pages of any papers', () => {
  it('are read back as they were shown', () => {
    const papers = fc.uniqueArray(shown, {
      minLength: 1,
      maxLength: 8,
      selector: ({ title }) => title.normalize(),
    });
    fc.assert(
      fc.property(papers, (list) => {
        const [digest] = parseDigests(toPage(list), { now: NOW });
        expect(digest?.skipped).toEqual([]);
        expect(
          digest?.papers.map(({ title, abstract, authorCount, commentCount }) => [
            title,
            abstract,
            authorCount,
            commentCount,
          ]),
        ).toEqual(
          list.map(({ title, abstract, authorCount, commentCount }) => [
            title,
            abstract,
            authorCount,
            commentCount,
          ]),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('stay digests, or are refused as such, when lines are lost, doubled, swapped or cut', () => {
    const lines = page.split('\n').slice(0, 90);
    const place = fc.nat({ max: lines.length - 1 });
    const change = fc.record({ how: fc.constantFrom('cut', 'double', 'swap', 'clip'), at: place, to: place });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), (changes) => {
        const text = changes.reduce(mutate, lines).join('\n');
        return isDigestsOrRefused(() => parseDigests(text, { now: NOW }));
      }),
      { numRuns: 300 },
    );
  });
});

function mutate(lines: string[], { how, at, to }: { how: string; at: number; to: number }): string[] {
  const next = [...lines];
  if (how === 'cut') next.splice(at, 1);
  else if (how === 'double') next.splice(at, 0, lines[at] ?? '');
  else if (how === 'clip') next[at] = (lines[at] ?? '').slice(0, to);
  else [next[at], next[to]] = [lines[to] ?? '', lines[at] ?? ''];
  return next;
}
