import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import type { Digest, Paper } from '../../src/model/paper.ts';

const NOW = Date.parse('2025-12-20T12:00:00Z');
const answer = readFileSync(new URL('../../fixtures/api-daily-papers.json', import.meta.url), 'utf8');
const saved = readFileSync(new URL('../../fixtures/daily-papers.html', import.meta.url), 'utf8');

const read = (value: unknown, options = {}) =>
  parseDigests(typeof value === 'string' ? value : JSON.stringify(value), { now: NOW, ...options });
const one = (value: unknown, options = {}) => read(value, options)[0] as Digest;
const item = (paper: object, outer: object = {}) => ({
  paper: { id: '2512.01234', title: 'A Title', submittedOnDailyAt: '2025-12-12T02:00:00.000Z', ...paper },
  ...outer,
});
const paperOf = (paper: object, outer?: object) => one([item(paper, outer)]).papers[0] as Paper;

describe("the API's answer", () => {
  it('gives every field that the model has', () => {
    const { date, papers, skipped } = one(answer);
    expect([date, papers.length, skipped]).toEqual(['2025-12-12', 6, []]);
    expect(papers[0]).toEqual({
      id: '2512.10001',
      title: 'Small Steps Far: Learning Rates that Need No Hyperparameter Search',
      abstract: expect.stringMatching(
        /^Every new model .* within 0\.3% of an exhaustive search, at none of its cost\.$/,
      ),
      authors: ['Ines Caldeira', 'Tomasz Wierzbicki'],
      authorCount: 3,
      organization: 'Example Lab',
      keywords: ['learning rate', 'curvature', 'hyperparameter-free training'],
      publishedOn: '2025-12-11',
      upvotes: 84,
      commentCount: 5,
      stars: 312,
      summary: 'A controller sets the learning rate from early curvature and makes a search unnecessary.',
      url: 'https://huggingface.co/papers/2512.10001',
      codeUrl: 'https://github.com/example-lab/small-steps',
      projectUrl: 'https://example-lab.github.io/small-steps',
      thumbnail: 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2512.10001.png',
    });
  });

  it('reads versions, LaTeX, short repositories, nulls and withdrawals', () => {
    const [, second, third, fourth, fifth, sixth] = one(answer).papers;
    expect([second?.id, second?.title.slice(0, 5)]).toEqual(['2512.10002', 'Naïve']);
    expect(second?.codeUrl).toBe('https://github.com/example-lab/add-up');
    expect(third?.title).toMatch(/^λ-Diff/);
    expect(third).not.toHaveProperty('summary');
    expect(fourth?.organization).toBe('words-institute');
    expect(fifth?.withdrawn).toBe(true);
    expect(sixth).toEqual({
      id: '2512.10006',
      title: 'A Note on Sparse Attention',
      abstract: '',
      upvotes: 2,
      url: 'https://huggingface.co/papers/2512.10006',
    });
  });

  it.each([
    ['an address that is none', { projectPage: 'javascript:alert(1)', githubRepo: 'see the paper' }],
    ['numbers that are none', { upvotes: -1, githubStars: 1.5 }],
    ['a date that is none', { publishedAt: 'soon' }],
    ['lists that are none', { authors: 7, ai_keywords: 'many' }],
    ['nulls', { summary: null, authors: null, upvotes: null, organization: null, withdrawnAt: null }],
    ['names without letters', { authors: [{ name: ' ' }, null, 3] }],
  ])('drops %s and keeps the paper', (_what, broken) => {
    expect(paperOf(broken)).toEqual({
      id: '2512.01234',
      title: 'A Title',
      abstract: '',
      url: 'https://huggingface.co/papers/2512.01234',
    });
  });

  it("prefers the paper's own values, and takes the outer ones where those are missing", () => {
    const outer = {
      title: 'Outer',
      summary: 'Outer words.',
      publishedAt: '2025-12-01T00:00:00Z',
      numComments: 3,
    };
    expect(paperOf({ publishedAt: '2025-12-02T00:00:00Z' }, outer)).toMatchObject({
      title: 'A Title',
      abstract: 'Outer words.',
      publishedOn: '2025-12-02',
      commentCount: 3,
    });
    expect(paperOf({ title: null }, outer)).toMatchObject({ title: 'Outer', publishedOn: '2025-12-01' });
  });

  it.each([
    ['2508.01234v2', '2508.01234'],
    ['arXiv:2508.01234', '2508.01234'],
    ['https://arxiv.org/abs/2508.01234v1', '2508.01234'],
    ['2406.105', '2406.00105'],
    ['1203.42', '1203.0042'],
    ['hep-th/9901001v3', 'hep-th/9901001'],
  ])('knows the paper %s as %s', (written, id) => {
    // Hugging Face has pages for papers of 2015 on, the first year with five digits.
    const page = /\.\d{5}$/.test(id) ? 'huggingface.co/papers' : 'arxiv.org/abs';
    expect(paperOf({ id: written })).toMatchObject({ id, url: `https://${page}/${id}` });
  });

  it('leads to the address that is its id', () => {
    const id = 'https://openreview.net/forum?id=abc123';
    expect(paperOf({ id })).toMatchObject({ id, url: id });
  });

  it('invents no address for an id that is not of arXiv', () => {
    expect(paperOf({ id: 'a-blog-post' })).not.toHaveProperty('url');
  });

  it('skips bad items with their lines and keeps the day', () => {
    const text = `[\n${[1, JSON.stringify(item({})), '{"paper": {}}', 'null'].join(',\n')}\n]`;
    const digest = one(text);
    expect(digest.papers).toHaveLength(1);
    expect(digest.skipped).toEqual([
      { line: 2, reason: 'item 1: it is a number, not a paper' },
      { line: 4, reason: 'item 3: its paper has no id' },
      { line: 5, reason: 'item 4: it is null, not a paper' },
    ]);
  });

  it('gives one digest for each day, or one for the day that is given', () => {
    const items = ['13', '12', '13'].map((day, at) =>
      item({ id: `2512.0000${at}`, submittedOnDailyAt: `2025-12-${day}T02:00:00Z` }),
    );
    expect(read(items).map(({ date, papers }) => [date, papers.length])).toEqual([
      ['2025-12-12', 1],
      ['2025-12-13', 2],
    ]);
    expect(read(items, { asOf: '2025-12-14' }).map(({ date, papers }) => [date, papers.length])).toEqual([
      ['2025-12-14', 3],
    ]);
  });

  it('is an empty digest when it is empty and the day is given', () => {
    expect(read([], { asOf: '2025-12-13' })).toEqual([{ date: '2025-12-13', papers: [], skipped: [] }]);
  });

  it('takes search results without a day as of the day they are read', () => {
    const found = { id: '2401.00001', title: 'Found', summary: 'Its abstract.', upvotes: 3 };
    expect(read([found])).toMatchObject([
      { date: '2025-12-20', papers: [{ id: '2401.00001', abstract: 'Its abstract.' }] },
    ]);
    expect(read(found)).toEqual(read([found]));
    expect(() => parseDigests(JSON.stringify([found]))).toThrow('--as-of');
  });

  it.each(['data', 'papers', 'items'])('may stand in an object, as its %s', (key) => {
    expect(one({ [key]: [item({})] })).toEqual(one([item({})]));
    expect(one({ [key]: [{ id: '2512.00001', title: 'Bare', summary: 'Words.' }] }).papers).toMatchObject([
      { id: '2512.00001', abstract: 'Words.' },
    ]);
  });

  it('tells whoever asks which day was guessed by the clock', () => {
    const found = { id: '2401.00001', title: 'Found' };
    const guesses = (value: unknown) => {
      const days: string[] = [];
      read(value, { onGuess: (day: string) => days.push(day) });
      return days;
    };
    expect(guesses([found])).toEqual(['2025-12-20']);
    expect(guesses({ papers: [{ ...found, abstract: '' }] })).toEqual(['2025-12-20']);
    expect(guesses([found, item({})])).toEqual([]);
    expect(guesses(`A Title of Words\n\nIts abstract.\n\n  • 2 authors\n·\nAug 18, 2024\n`)).toEqual([
      '2025-12-20',
    ]);
    expect(guesses(answer)).toEqual([]);
  });

  it('keeps one paper of two with the same id: newer values, the fuller abstract', () => {
    const { papers, skipped } = one([
      item({ summary: 'A long abstract.', upvotes: 1, githubStars: 4 }),
      item({ id: '2512.01234v2', summary: 'Short.', upvotes: 9 }),
    ]);
    expect(papers).toMatchObject([{ abstract: 'A long abstract.', upvotes: 9, stars: 4 }]);
    expect(skipped).toMatchObject([{ reason: expect.stringContaining('again') }]);
  });
});

describe('the saved HTML page', () => {
  it('gives the papers of its data and its date', () => {
    const digest = one(saved);
    expect(digest.date).toBe('2025-12-12');
    expect(digest.papers).toEqual(one(answer).papers.slice(0, 4));
  });

  it('is found in any quotes and any order, in UTF-16 as in UTF-8', () => {
    const data = JSON.stringify({ dailyPapers: [item({ title: 'It’s <b> & "so"' })] });
    const escaped = data.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
    const html = `<p>x</p><DIV data-props='${escaped}' class=a data-target='DailyPapers'>`;
    expect(one(html).papers[0]?.title).toBe('It’s <b> & "so"');
    const [wide] = parseDigests(Buffer.from(`\ufeff${saved}`, 'utf16le'), { format: 'html' });
    expect(wide).toEqual(one(saved));
  });

  const target = (data: object | string) => {
    const props = typeof data === 'string' ? data : JSON.stringify(data).replaceAll('"', '&quot;');
    return `<div data-target="DailyPapers" data-props="${props}"></div>\n`;
  };

  it('may be two pages in one file, of two days or of one', () => {
    const second = target({
      dateString: '2025-12-11',
      dailyPapers: [item({ id: '2512.00007', submittedOnDailyAt: '2025-12-11T02:00:00Z' })],
    });
    expect(read(saved + second).map(({ date, papers }) => [date, papers.length])).toEqual([
      ['2025-12-11', 1],
      ['2025-12-12', 4],
    ]);
    expect(read(saved + saved)).toEqual(read(saved));
  });

  it('may have a target without data, or a broken one, which is told with its line', () => {
    expect(read(target('') + saved)).toEqual(read(saved));
    const [digest] = read(target('{&quot;dailyPapers&quot;: [') + saved);
    expect(digest?.papers).toHaveLength(4);
    expect(digest?.skipped).toEqual([{ line: 1, reason: expect.stringContaining('begins like JSON') }]);
  });

  it('that is cut off says so', () => {
    const within = saved.slice(0, saved.indexOf('data-props') + 900);
    expect(() => read(within)).toThrow('cut off in the middle of its data');
    expect(() => read('<html><title>Daily Papers</title><body><div')).toThrow('that is cut off');
    const [digest] = read(target({ dailyPapers: [item({})] }) + within);
    expect(digest?.skipped).toMatchObject([{ reason: 'the page is cut off here' }]);
  });

  it('whose date has no year is of the day its papers were shown, or else of the latest that fits', () => {
    const page = (dateString: string, more: object) =>
      read(target({ dateString, dailyPapers: [item(more)] }), { now: Date.parse('2026-11-23') })[0]?.date;
    expect(page('Dec 12', {})).toBe('2025-12-12');
    expect(page('Dec 12', { submittedOnDailyAt: null, publishedAt: '2025-12-11T00:00:00Z' })).toBe(
      '2025-12-12',
    );
    expect(page('Nov 20', { submittedOnDailyAt: null, publishedAt: '2026-11-19T00:00:00Z' })).toBe(
      '2026-11-20',
    );
  });

  it('does not look into scripts and comments', () => {
    const data = '<div data-target="DailyPapers" data-props="{}">';
    expect(() => read(`<script>${data}</script><!-- ${data} -->`)).toThrow(
      'HTML, but not a saved Daily Papers page',
    );
  });
});

describe("Paperboy's own JSON", () => {
  const own = one(answer);

  it('is read back as it was, alone and in a list', () => {
    const other = { ...own, date: '2025-12-13', skipped: [{ line: 4, reason: 'it was so' }] };
    expect(read(JSON.stringify(own, null, 2))).toEqual([own]);
    expect(read([other, own])).toEqual([own, other]);
  });

  it('keeps text that only looks like LaTeX', () => {
    const paper = { id: 't-1', title: 'A \\emph{title} of $x$', abstract: '100\\%' };
    expect(one({ date: '2025-12-12', papers: [paper], skipped: [] }).papers).toEqual([paper]);
  });

  it('moves to the day that is given', () => {
    expect(one(own, { asOf: '2025-12-24' }).date).toBe('2025-12-24');
  });
});

describe('JSON Lines', () => {
  const line = (more: object) =>
    JSON.stringify({ id: '2503.00001', title: 'One', date: '2025-03-18', ...more });

  it('give one digest a day, with bad lines skipped by their numbers', () => {
    const text = `${line({ text: 'So.' })}\r\n\r\nnot json\r\n${line({ id: '2503.2', date: '2025-03-17' })}\r\n[]\r\n`;
    const digests = read(text);
    expect(digests.map(({ date, papers }) => [date, papers.map(({ id }) => id)])).toEqual([
      ['2025-03-17', ['2503.00002']],
      ['2025-03-18', ['2503.00001']],
    ]);
    expect(digests[0]?.skipped.map((skipped) => skipped.line)).toEqual([3, 5]);
  });

  it('may begin with a damaged line, and may be a single one', () => {
    expect(one(`{"id": "2503.0\n${line({})}\n${line({ id: 'b' })}`).papers).toHaveLength(2);
    expect(one(line({})).papers).toHaveLength(1);
  });

  it('take an id from the title where there is none', () => {
    expect(
      one(`${line({ id: undefined })}\n${line({ id: '', title: 'Two' })}`).papers.map(({ id }) => id),
    ).toEqual([expect.stringMatching(/^t-[0-9a-f]{12}$/), expect.stringMatching(/^t-[0-9a-f]{12}$/)]);
  });
});

describe('JSON of a size or shape that is too much', () => {
  it.each([
    ['deep arrays', '['.repeat(2_000_000)],
    ['deep objects', '{"a":'.repeat(1_000_000)],
    ['many values', `[${'0,'.repeat(6_000_001)}0]`],
    ['one paper again and again', '{"id":"1","title":"x"}\n'.repeat(50_010)],
    ['a list of junk', `[${'{},'.repeat(200_000)}{}]`],
    ['lines of junk', '{"a":1}\n'.repeat(200_000)],
    ['a string without an end', `["${'\\"'.repeat(1_000_000)}`],
    ['an endless line', 'x'.repeat(5_000_000)],
    ['open tags', '<div>'.repeat(300_000)],
    ['zeros', '\0'.repeat(1_000_000)],
  ])('is refused: %s', (_what, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'bad-digest' }));
  });

  it('is refused before it is decoded beyond 256 MiB', () => {
    expect(() => parseDigests(new Uint8Array(256 * 1024 * 1024 + 1))).toThrow(
      'more than the limit of 256 MiB',
    );
  });

  it('lists a thousand skipped parts and counts the others', () => {
    const { skipped } = one([item({}), ...Array.from({ length: 1500 }, () => 0)]);
    expect(skipped).toHaveLength(1001);
    expect(skipped.at(-1)?.reason).toBe('and 500 more');
  });
});
