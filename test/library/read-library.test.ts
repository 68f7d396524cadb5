import { describe, expect, test } from 'vitest';
import { readLibrary } from '../../src/library/read-library.ts';

async function read(text: string) {
  const found = await readLibrary(text);
  if ('problem' in found) throw new Error(found.problem);
  return found;
}
const papersIn = async (text: string) => (await read(text)).entries.map(({ paper }) => paper);
const problemOf = async (text: string) => {
  const found = await readLibrary(text);
  return 'problem' in found ? found.problem : undefined;
};

describe('BibTeX', () => {
  test.each([
    ['@article{a, title={A b}, eprint={1706.03762v5}, archivePrefix={arXiv}}', '1706.03762'],
    ['@article{a, title={A b}, journal={arXiv preprint arXiv:1706.03762}, year=2017}', '1706.03762'],
    ['@misc{a, title="A b", url = {https://arxiv.org/abs/2508.01234v2}}', '2508.01234'],
    ['@inproceedings{a, title={A b}, doi={https://doi.org/10.1000/ABC}}', '10.1000/abc'],
    ['@article{a, title={A b}, doi={10.48550/arXiv.2401.00001}}', '2401.00001'],
    ['@article{a, doi={10.1000/abc}, eprint={2401.00001}, archivePrefix={arXiv}}', '2401.00001'],
    ['@article{, title={A b}, doi={10.1000/abc}}', '10.1000/abc'],
    ['@article{key with spaces, title={A b}, doi={10.1000/abc}}', '10.1000/abc'],
  ])('%s is the paper %s', async (text, id) => {
    expect(await papersIn(text)).toEqual([id]);
  });

  test('is read with LaTeX as characters, dates, and no id where there is none', async () => {
    const [entry] = (
      await read(
        "@article{a, title={Caf{\\'e} {\\textbf{Talk}}}, abstract={We {\\em try}.}, date-added={2024-01-02 10:00:00 +0000}}",
      )
    ).entries;
    expect(entry).toMatchObject({ title: 'Café Talk', isKnown: false, addedAt: Date.UTC(2024, 0, 2, 10) });
    expect(entry?.paper).toMatch(/^t-[0-9a-f]{12}$/);
  });

  test('one bad entry never costs the others, and says where it is', async () => {
    const found = await read(
      [
        '@string{x = "y"}',
        '@article{good, title={One}, doi={10.1000/one}}',
        '@article{broken, title={Two, doi={10.1000/two}',
        `@article{deep, title=${'{'.repeat(20_000)}}`,
        `@article{long, title={${'x'.repeat(60_000)}}}`,
        '@article{empty, year=2020}',
        '@comment{nothing}',
        '@article{last, title={Three}, doi={10.1000/three}}',
      ].join('\n'),
    );
    expect(found.entries.map(({ paper }) => paper)).toEqual(['10.1000/one', '10.1000/three']);
    expect(found.skipped.map(({ where }) => where)).toEqual(['broken', 'deep', 'long', 'empty']);
    expect(found.skipped.at(-1)?.reason).toContain('no title, DOI or arXiv ID');
    expect(found.found).toBe(6);
  });

  test('has entries wherever their braces are, and is told from other formats by its first entry', async () => {
    expect(
      await papersIn(
        '@article{q, title={Ab}, doi={10.1000/q}} @article{r, title={Ab}, doi={10.1000/r}}@misc(s, title="A (b) @x{y}", doi={10.1000/s})',
      ),
    ).toEqual(['10.1000/q', '10.1000/r', '10.1000/s']);
    const own = '@article{q, title={Ab}, abstract={It says\nTY  - JOUR\n}, doi={10.1000/q}}';
    for (const before of ['', '{a comment}\n', '[1]\n', '{"a": [}\n', 'ask me@home (or me@work{x})\n'])
      expect(await papersIn(before + own)).toEqual(['10.1000/q']);
    expect(await papersIn('{a comment} @article{q, title={Ab}, doi={10.1000/q}}')).toEqual(['10.1000/q']);
    expect((await read('TY  - JOUR\nTI  - Ab\nAB  - It says\n@article{q, x}\nER  - \n')).format).toBe('RIS');
  });

  test('an entry without its last brace says so, and the next begins all the same', async () => {
    const found = await read(
      '@a{q, title={Ab} @a{r, title={Ab}, doi={10.1000/r}} @a{s, title={A\n@a{t, doi={10.1000/t}}',
    );
    expect(found.entries.map(({ paper }) => paper)).toEqual(['10.1000/r', '10.1000/t']);
    expect(found.skipped.map(({ where }) => where)).toEqual(['q', 's']);
  });

  test('abbreviations stand in their places, and what lacks one is not imported', async () => {
    const found = await read(
      [
        '@string{nn = "Neural Nets"} @STRING(all = nn # {, for {\\bf all}})',
        '@article{a, title = nn # " for all of us", month = jan, journal = nowhere, year = 2020}',
        '@article{b, title = All}',
        '@article{c, title = gone # " for all of us"}',
        '@article{d, title = "gone # nn", doi = {10.1000/d}}',
      ].join('\n'),
    );
    expect(found.entries.map(({ title }) => title)).toEqual([
      'Neural Nets for all of us',
      'Neural Nets, for all',
      'gone # nn',
    ]);
    expect(found.skipped).toEqual([
      { where: 'c', reason: "the abbreviation gone in its title isn't defined before it" },
    ]);
    const odd = await read(
      '@string{y = 20 # "24"} @string{two = "Two", more = "More"} @string{y2 = y # }\n@a{q, title = "In the year " # y}\n@a{r, title = two}\n@a{s, title = y2}\n@string{open = "Op\n@a{t, title = open}',
    );
    expect(odd.entries.map(({ title }) => title)).toEqual(['In the year 2024']);
    expect(odd.skipped.map(({ where }) => where)).toEqual(['r', 's', 't']);
    const doubled = Array.from({ length: 60 }, (_, at) => `@string{a${at + 1} = a${at} # a${at}}`);
    const most = await read(
      `@string{a0 = "ab"}\n${doubled.join('\n')}\n@a{q, title = a60}\n@a{r, title = a1}`,
    );
    expect(most.entries.map(({ title }) => title)).toEqual(['abab']);
    expect(most.skipped.map(({ where }) => where)).toEqual(['q']);
  });

  test('of an enemy is read to its end', async () => {
    for (const piece of ['@a{', '@a{b,c="', '@a{b, title={{{', '\n@article{x, title={abc', '@@@', '{'])
      expect(await readLibrary(piece.repeat(20_000))).toBeDefined();
  });
});

test.each([
  ['a key', '[{"key":"K\\u00001\\u009b","data":{"title":"A b","DOI":"10.1000/abc"}}]'],
  ['the key of what is not read', '@article{b\u202ead, title={}}\n@article{a, title={A b}}'],
  ['a key without a visible character', '@article{\u200b, title={}}\n@article{a, title={A b}}'],
])('nothing invisible is kept or said of %s', async (_, text) => {
  const found = await read(text);
  expect(found.entries).toHaveLength(1);
  expect(JSON.stringify([found.entries, found.skipped])).not.toMatch(/[\u009b\u200b\u202e]|\\u0000/);
  for (const { where } of found.skipped) expect(where).not.toBe('');
});

describe('RIS', () => {
  test('is read record by record', async () => {
    const found = await read(
      'TY  - JOUR\nTI  - A title\nDO  - 10.1000/abc\nER  - \n\nTY  - JOUR\nT1  - Another title\nUR  - https://arxiv.org/abs/2508.01234\nER  - \nTY  - GEN\nER  - \n',
    );
    expect(found.entries.map(({ paper, title }) => [paper, title])).toEqual([
      ['10.1000/abc', 'A title'],
      ['2508.01234', 'Another title'],
    ]);
    expect(found.skipped).toHaveLength(1);
  });
});

describe('CSL-JSON and Zotero', () => {
  test('are read item by item, and what is no paper is passed over', async () => {
    const items = [
      { id: 'a', title: 'One', DOI: '10.1000/one' },
      {
        key: 'K1',
        data: {
          key: 'K1',
          itemType: 'preprint',
          title: 'Two',
          extra: 'arXiv:2401.00001 [cs]',
          dateAdded: '2024-01-02T10:00:00Z',
        },
      },
      { key: 'K2', data: { itemType: 'attachment', title: 'a.pdf' } },
      { title: 5, DOI: ['x'] },
      'nonsense',
      null,
    ];
    const found = await read(JSON.stringify(items));
    expect(found.entries.map(({ paper, key, addedAt }) => [paper, key, addedAt])).toEqual([
      ['10.1000/one', undefined, undefined],
      ['2401.00001', 'K1', Date.UTC(2024, 0, 2, 10)],
    ]);
    expect(found.skipped.map(({ where }) => where)).toEqual(['item 3', 'item 4', 'item 5']);
  });

  test('that would keep the process busy are refused before they are parsed', async () => {
    const keys = (many: number) => Array.from({ length: many }, (_, at) => `"key ${at}":1`).join(',');
    for (const dense of [`[${'['.repeat(200)}`, `[{${keys(2_000)}}]`, `[${'{},'.repeat(200_000)}1]`])
      expect(await problemOf(dense)).toContain('more parts than a library has. Export');
    expect(await papersIn(`[{"title":"A \\"[{[{","DOI":"10.1000/a",${keys(900)}}]`)).toEqual(['10.1000/a']);
  });
});

test.each([
  ['@a{\n', 'BibTeX'],
  ['TY  - JOUR\n', 'RIS'],
])('entries beyond the limit are counted up to a bound: %j', async (piece, format) => {
  expect(await read(piece.repeat(10_500))).toMatchObject({ format, found: 10_500, isMore: false });
  const many = await read(piece.repeat(200_000));
  expect(many).toMatchObject({ format, found: 30_000, isMore: true });
  expect(many.entries.length + many.skipped.length).toBe(10_000);
});

test('other work runs while a file is read', async () => {
  const items = Array.from({ length: 9_000 }, (_, at) => ({
    title: `Item ${at}`,
    abstract: 'x '.repeat(200),
  }));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await read(JSON.stringify(items));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
});

describe('OPML', () => {
  test('lists feeds, which are no papers', async () => {
    const found = await read(
      '<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body><outline text="a"><outline text="b" type="rss" xmlUrl="https://a.test/rss"/></outline><outline text="evil" xmlUrl="javascript:x"/></body></opml>',
    );
    expect(found).toMatchObject({ entries: [], feeds: ['https://a.test/rss'] });
  });
});

test.each([
  ['', "isn't a BibTeX"],
  ['hello', "isn't a BibTeX"],
  ['[{"title":', "can't be read"],
  ['<?xml version="1.0"?><rss></rss>', 'no OPML'],
  ['x'.repeat(20_000_001), 'larger than 20 million'],
])('what is no library is refused with the reason', async (text, why) => {
  expect(await problemOf(text)).toContain(why);
});

test('a paper that is listed twice is one entry', async () => {
  expect(
    await papersIn('@a{x, title={One}, doi={10.1000/One}}\n@a{y, title={One}, doi={10.1000/one}}'),
  ).toEqual(['10.1000/one']);
});
