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
