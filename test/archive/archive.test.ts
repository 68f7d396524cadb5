import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { openArrivalLog } from '../../src/archive/arrival-log.ts';
import { parseDigests } from '../../src/digest/parse.ts';
import type { Digest, Paper } from '../../src/model/paper.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnStores, type Stores } from '../store/stores.ts';

let store: Store;
let indexed: Map<string, Paper>;
let archive: Archive;
let unreadable: string[];

async function open(): Promise<Archive> {
  return openArchive({
    papers: store.shelf('papers'),
    digests: store.shelf('digests'),
    arrivals: await openArrivalLog(store),
    database: store,
    index: {
      async putEach(batches) {
        for await (const papers of batches) for (const paper of papers) indexed.set(paper.id, paper);
      },
    },
    onUnreadable: (shelf, key) => unreadable.push(`${shelf} ${key}`),
  });
}

async function start(stores: Stores): Promise<void> {
  store = await stores.open();
  indexed = new Map();
  unreadable = [];
  archive = await open();
}

const paper = (id: string, more: Partial<Paper> = {}): Paper => ({
  id,
  title: `Paper ${id}`,
  abstract: 'Words.',
  ...more,
});
const digest = (date: string, ...papers: Paper[]): Digest => ({ date, papers, skipped: [] });

describeOnStores('the archive', (stores) => {
  beforeEach(() => start(stores));

  test('keeps a digest, and the same digest again changes nothing', async () => {
    const day = digest('2026-11-23', paper('a'), paper('b'));
    expect(await archive.put(day, 'x')).toEqual({ added: 2, changed: 0, unchanged: 0 });
    expect(await archive.put(day, 'x')).toEqual({ added: 0, changed: 0, unchanged: 2 });
    expect(await archive.get('a')).toEqual(paper('a', { sources: ['x'] }));
    expect(await archive.digestsOf('2026-11-23')).toMatchObject([{ source: 'x', papers: ['a', 'b'] }]);
  });

  test('cuts a record that was stored before there was a bound when it is read', async () => {
    await archive.put(digest('2026-11-23', paper('a')), 'x');
    const authors = Array.from({ length: 4_000 }, (_, at) => `Ann N${at}`);
    await store.shelf<Paper>('papers').set('a', paper('a', { authors }));
    const cut = { authors: authors.slice(0, 3_000), authorCount: 4_000 };
    expect(await archive.get('a')).toMatchObject(cut);
    expect(await archive.getMany(['a'])).toMatchObject([cut]);
    await archive.put(digest('2026-11-24', paper('a', { upvotes: 9 })), 'x');
    expect(await store.shelf<Paper>('papers').get('a')).toMatchObject(cut);
  });

  test('takes new votes over and loses nothing that was known', async () => {
    await archive.put(digest('2026-11-23', paper('a', { upvotes: 3, authors: ['Ada Lovelace'] })), 'x');
    const count = await archive.put(digest('2026-11-24', paper('a', { upvotes: 9, abstract: '' })), 'x');
    expect(count).toEqual({ added: 0, changed: 1, unchanged: 0 });
    const merged = paper('a', { upvotes: 9, authors: ['Ada Lovelace'], sources: ['x'] });
    expect(await archive.get('a')).toEqual(merged);
    expect(indexed.get('a')).toEqual(merged);
  });

  test('finds a paper by its page, and none by a page that several papers name', async () => {
    const url = 'https://www.sciencedirect.com/science/article/pii/S0031320325012345?dgcid=rss_sd_all';
    const issue = 'https://journal.example/issue/12';
    await archive.put(
      digest('2026-11-23', paper('a', { url }), paper('b', { url: issue }), paper('c', { url: issue })),
      'x',
    );
    const view = 'https://sciencedirect.com/science/article/abs/pii/S0031320325012345?via%3Dihub';
    expect(await archive.get(view)).toMatchObject({ id: 'a' });
    expect(await archive.get(issue)).toBeUndefined();
  });

  test('an empty or shrunken answer deletes nothing', async () => {
    await archive.put(digest('2026-11-23', paper('a'), paper('b')), 'x');
    await archive.put(digest('2026-11-23', paper('b')), 'x');
    await archive.put(digest('2026-11-23'), 'x');
    expect((await archive.digestsOf('2026-11-23'))[0]?.papers.toSorted()).toEqual(['a', 'b']);
  });

  test.each([
    null,
    7,
    {},
    { date: 'soon', source: 'x', papers: ['a'], skipped: [] },
    { date: '2026-11-24', papers: 'a' },
  ])(
    'a kept digest %j hides no other day, is told once, and is replaced by the next one',
    async (damaged) => {
      await archive.put(digest('2026-11-23', paper('a')), 'x');
      await store.shelf('digests').set('2026-11-24 x', damaged);
      archive = await open();
      for (let time = 0; time < 2; time++) expect(await archive.days()).toEqual(['2026-11-23']);
      expect(unreadable).toEqual(['digests 2026-11-24 x']);
      await archive.put(digest('2026-11-24', paper('b')), 'x');
      expect(await archive.days()).toEqual(['2026-11-24', '2026-11-23']);
      expect(await archive.digestsOf('2026-11-24')).toMatchObject([{ papers: ['b'] }]);
    },
  );

  test('a kept paper that is none is told once, and replaced by the next copy', async () => {
    await archive.put(digest('2026-11-23', paper('a'), paper('b')), 'x');
    await store.shelf('papers').set('a', { id: 'a', title: 'T', abstract: '', otherIds: 'abc' });
    for (let time = 0; time < 2; time++)
      expect(await archive.getMany(['a', 'b'])).toEqual([paper('b', { sources: ['x'] })]);
    expect(unreadable).toEqual(['papers a']);
    await archive.put(digest('2026-11-24', paper('a')), 'x');
    expect(await archive.get('a')).toEqual(paper('a', { sources: ['x'] }));
  });

  test('a new version of a paper changes it, is no news and is of no day', async () => {
    await archive.put(digest('2026-11-23', paper('a')), 'x');
    const head = await archive.head();
    const [again, other] = ['a', 'b'].map((id) =>
      paper(id, { title: `Paper ${id}, mended`, revisedOn: '2026-11-24' }),
    );
    await archive.put(digest('2026-11-24', again as Paper, other as Paper, paper('c')), 'x');
    expect((await archive.after(head)).map(({ paper: id }) => id)).toEqual(['c']);
    expect(await archive.getMany(['a', 'b'])).toEqual(
      [again, other].map((one) => ({ ...one, sources: ['x'] })),
    );
    expect(await archive.digestsOf('2026-11-24')).toMatchObject([{ papers: ['c'] }]);
    await archive.put(digest('2026-11-25', other as Paper), 'x');
    expect(await archive.days()).toEqual(['2026-11-24', '2026-11-23']);
  });

  test("replacements in a saved listing of arXiv's are kept and are no news", async () => {
    const listing = readFileSync(new URL('../../fixtures/golden/feed-arxiv-listing.rss', import.meta.url));
    for (const day of parseDigests(listing)) await archive.put(day, 'listing.rss');
    expect((await archive.after(0)).map(({ paper: id }) => id)).toEqual(['2511.20001']);
    expect(await archive.get('2411.20002')).toMatchObject({ revisedOn: '2025-11-18' });
  });

  test('numbers papers in the order in which they came', async () => {
    await archive.put(digest('2026-11-23', paper('a'), paper('b')), 'x');
    const head = await archive.head();
    await archive.put(digest('2026-11-24', paper('b'), paper('c')), 'x');
    expect(await archive.after(head)).toEqual([{ seq: head + 1, paper: 'c', day: '2026-11-24' }]);
    expect((await archive.after(await archive.before('2026-11-23'))).map((arrival) => arrival.paper)).toEqual(
      ['a', 'b', 'c'],
    );
    expect(await archive.days()).toEqual(['2026-11-24', '2026-11-23']);
  });

  test('takes over what another process wrote', async () => {
    const other = await open();
    await other.put(digest('2026-11-23', paper('a')), 'x');
    indexed.clear();
    await archive.refresh();
    expect([...indexed.keys()]).toEqual(['a']);
  });

  test('knows a day that another process brought, though all of its papers were there before', async () => {
    const other = await open();
    await archive.put(digest('2026-11-23', paper('a')), 'x');
    expect(await other.days()).toEqual(['2026-11-23']);
    await archive.put(digest('2026-11-24', paper('a')), 'x');
    expect(await other.days()).toEqual(['2026-11-24', '2026-11-23']);
    expect(await other.digestsOf('2026-11-24')).toMatchObject([{ papers: ['a'] }]);
  });

  test('queues two puts of one paper, so that neither loses what the other brought', async () => {
    await Promise.all([
      archive.put(digest('2026-11-23', paper('a', { upvotes: 3 })), 'x'),
      archive.put(digest('2026-11-23', paper('a', { authors: ['Ada Lovelace'] })), 'y'),
    ]);
    expect(await archive.get('a')).toEqual(
      paper('a', { upvotes: 3, authors: ['Ada Lovelace'], sources: ['x', 'y'] }),
    );
    expect(await archive.put(digest('2026-11-23', paper('a')), 'y')).toMatchObject({ unchanged: 1 });
  });
});

describeOnStores(
  'one work from two sources',
  (stores) => {
    beforeEach(() => start(stores));

    const page = paper('t-1', { title: 'To Repeat or Not To Repeat', authorCount: 2 });
    const api = paper('2305.13230', {
      title: 'To repeat, or not to repeat',
      authors: ['F. Xue', 'Yang You'],
    });

    test('is one paper, with both ids', async () => {
      await archive.put(digest('2026-11-23', page), 'page');
      expect(await archive.put(digest('2026-11-23', api), 'api')).toEqual({
        added: 0,
        changed: 1,
        unchanged: 0,
      });
      expect(await archive.get('t-1')).toMatchObject({
        authors: ['F. Xue', 'Yang You'],
        otherIds: ['2305.13230'],
      });
      expect(await archive.head()).toBe(1);
    });

    test('is found by either id', async () => {
      await archive.put(digest('2026-11-23', page), 'page');
      await archive.put(digest('2026-11-23', api), 'api');
      expect((await archive.get('2305.13230'))?.id).toBe('t-1');
      expect(await archive.get('2305.00000')).toBeUndefined();
    });

    test('is found by its DOI in any spelling, unless another paper has that id', async () => {
      await archive.put(digest('2026-11-23', { ...api, doi: '10.1000/Words.1' }), 'api');
      expect((await archive.get('10.1000/words.1'))?.id).toBe(api.id);
      expect((await archive.get('https://doi.org/10.1000/WORDS.1'))?.id).toBe(api.id);
      await archive.put(digest('2026-11-24', paper('10.1000/words.1')), 'journal');
      expect((await archive.get('10.1000/words.1'))?.id).toBe('10.1000/words.1');
    });

    test('is one paper when both come in one digest', async () => {
      expect((await archive.put(digest('2026-11-23', page, api), 'page')).added).toBe(1);
    });

    test.each([
      [
        'the authors differ',
        { authors: ['Somebody Else', 'Another One'] },
        { authors: ['F. Xue', 'Yang You'] },
      ],
      ['the number of authors differs', { authorCount: 7 }, { authorCount: 2 }],
    ])('are two papers when %s', async (_name, one, other) => {
      const title = 'Attention and its discontents in practice';
      await archive.put(
        digest('2026-11-23', paper('a', { title, ...one }), paper('b', { title, ...other })),
        'x',
      );
      expect(await archive.head()).toBe(2);
    });

    test.each<[string, Partial<Paper>, Partial<Paper>]>([
      ['arXiv gave them two ids', { id: '2610.20001' }, { id: '2611.20009' }],
      ['a registrant gave them two DOIs', { id: '10.1000/j.2026.1' }, { id: '10.1000/j.2026.2' }],
      ['one has the DOI as a field', { id: 'x', doi: '10.1000/j.2026.1' }, { id: '10.1000/j.2026.2' }],
      ['one source gave them two ids of one form', { id: '2024.acl-long.1' }, { id: '2024.acl-long.2' }],
    ])('are two papers when %s, whatever else they share', async (_name, one, other) => {
      const same = { title: 'Reply to comments on scaling laws', authors: ['Jane Doe'] };
      const together = [paper('x', { ...same, ...one }), paper('y', { ...same, ...other })];
      expect(await archive.put(digest('2026-11-23', ...together), 'x')).toEqual({
        added: 2,
        changed: 0,
        unchanged: 0,
      });
      expect(await archive.put(digest('2026-11-24', ...together.toReversed()), 'x')).toMatchObject({
        added: 0,
      });
      expect((await archive.getMany(together.map(({ id }) => id))).map(({ id }) => id)).toEqual(
        together.map(({ id }) => id),
      );
    });

    test.each([
      ['people share family names alone', ['Wei Zhang', 'Li Wang'], ['Hao Zhang', 'Min Wang']],
      ['half of the people differ', ['Ann Lee', 'Bo Carter'], ['Ann Lee', 'Ida Moss']],
      ['a longer list begins with another', ['Ann Lee'], ['Ida Moss', 'Ann Lee', 'Bo Carter']],
    ])('are two papers when %s', async (_name, one, other) => {
      const title = 'A Survey of Graph Learning';
      await archive.put(digest('2026-11-23', paper('t-a', { title, authors: one })), 'x');
      await archive.put(digest('2026-11-24', paper('2611.20009', { title, authors: other })), 'x');
      expect(await archive.head()).toBe(2);
    });

    test.each([
      ['initials', ['W. Zhang', 'L. Wang'], ['Wei Zhang', 'Li Wang']],
      ['the family name first', ['Zhang Wei', 'Wang, Li'], ['Wei Zhang', 'Li Wang']],
      ['other accents', ['Søren Jørgensen', 'Ana Núñez'], ['Soren Jorgensen', 'Ana Nunez']],
      ['a list cut off', ['Ann Lee', 'Bo Carter'], ['A. Lee', 'B. Carter', 'Ida Moss', 'Cy Young']],
      ['one name of many', ['A A', 'B B', 'C C', 'D D', 'Bill E'], ['A A', 'B B', 'C C', 'D D', 'William E']],
    ])('is one paper for two sources that write %s', async (_name, one, other) => {
      const title = 'A Survey of Graph Learning';
      await archive.put(digest('2026-11-23', paper('t-a', { title, authors: one })), 'x');
      const count = await archive.put(
        digest('2026-11-24', paper('2611.20009', { title, authors: other })),
        'x',
      );
      expect(count.added).toBe(0);
      expect((await archive.get('2611.20009'))?.id).toBe('t-a');
    });

    test('two works never join a third that is either of them', async () => {
      const title = 'A Survey of Graph Learning';
      const works = ['t-a', '2610.20001', '2611.20009'].map((id) => paper(id, { title, authorCount: 2 }));
      const count = await archive.put(digest('2026-11-23', ...works), 'x');
      expect(count).toEqual({ added: 2, changed: 0, unchanged: 1 });
      expect((await archive.get('2610.20001'))?.id).toBe('t-a');
      expect((await archive.get('2611.20009'))?.id).toBe('2611.20009');
    });

    const many = stores.name === 'SQLite' ? 1_000 : 150;
    test(`${many} works of one title are as many papers, again and again`, async () => {
      const works = Array.from({ length: many }, (_, at) =>
        paper(`10.1000/j.${at}`, { title: 'Editorial', authors: ['Jane Doe'] }),
      );
      expect(await archive.put(digest('2026-11-23', ...works), 'x')).toMatchObject({ added: many });
      expect(await archive.put(digest('2026-11-23', ...works), 'x')).toMatchObject({ unchanged: many });
    });

    test('are two papers when all they share is a short title', async () => {
      await archive.put(
        digest('2026-11-23', paper('a', { title: 'A survey' }), paper('b', { title: 'A Survey' })),
        'x',
      );
      expect(await archive.head()).toBe(2);
    });
  },
  ['SQLite', 'PGlite', 'Postgres'],
);
