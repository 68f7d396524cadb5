import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { general, paperOf } from '../../app/world.ts';
import { type ServedSite, serveSite } from './site.ts';

let site: ServedSite;

beforeEach(async () => {
  site = await serveSite();
  await site.world.app.service.join(general);
});
afterEach(() => site.stop());

const HOSTILE = 'A < B & ]]> "C" <script>x</script>\u0007\ud800';

/** By another parser than the one that makes them. */
function xml(text: string) {
  expect(XMLValidator.validate(text)).toBe(true);
  const lists = new Set(['entry', 'item', 'author', 'link', 'category']);
  return new XMLParser({
    ignoreAttributes: false,
    isArray: (name) => lists.has(name),
    parseTagValue: false,
  }).parse(text);
}

const Link = z.object({ '@_href': z.url() });
/** What RFC 4287 requires of a feed and of an entry. */
const Atom = z.object({
  feed: z.object({
    '@_xmlns': z.literal('http://www.w3.org/2005/Atom'),
    id: z.string().startsWith('urn:uuid:'),
    title: z.string().min(1),
    updated: z.iso.datetime(),
    author: z.array(z.object({ name: z.string().min(1) })),
    link: z.array(Link.extend({ '@_rel': z.enum(['self', 'alternate']) })).min(2),
    entry: z
      .array(
        z.object({
          id: z.string().startsWith('urn:uuid:'),
          title: z.object({ '@_type': z.literal('html'), '#text': z.string() }),
          updated: z.iso.datetime(),
          link: z.array(Link),
          content: z.object({ '@_type': z.literal('html'), '#text': z.string() }),
          author: z.array(z.object({ name: z.string().min(1) })).optional(),
        }),
      )
      .default([]),
  }),
});
/** What RSS 2.0 requires. */
const Rss = z.object({
  rss: z.object({
    '@_version': z.literal('2.0'),
    channel: z.object({
      title: z.string(),
      link: z.array(z.url()),
      description: z.string(),
      item: z
        .array(
          z.object({
            title: z.string(),
            link: z.array(z.url()),
            guid: z.object({ '#text': z.string(), '@_isPermaLink': z.literal('false') }),
            pubDate: z.string().refine((date) => !Number.isNaN(Date.parse(date))),
          }),
        )
        .default([]),
    }),
  }),
});
/** What JSON Feed requires. */
const JsonFeed = z.object({
  version: z.string().startsWith('https://jsonfeed.org/version/1'),
  title: z.string(),
  feed_url: z.url(),
  items: z.array(
    z.object({
      id: z.string(),
      url: z.url(),
      title: z.string(),
      content_html: z.string(),
      date_modified: z.iso.datetime(),
    }),
  ),
});

const atomOf = async (path: string) => Atom.parse(xml(await site.text(path))).feed;

describe('a feed', () => {
  beforeEach(() =>
    site.postDay(
      '2026-11-20',
      paperOf(HOSTILE, {
        id: '2611.40001',
        abstract: HOSTILE,
        authors: [HOSTILE],
        categories: ['cs.LG', HOSTILE],
      }),
      paperOf('Studied agents', { id: '2611.40002' }),
    ),
  );

  test('of a channel is valid Atom, RSS and JSON Feed with the same papers, and hostile text is text', async () => {
    const atom = await atomOf('/feeds/general.atom');
    const rss = Rss.parse(xml(await site.text('/feeds/general.rss'))).rss.channel;
    const json = JsonFeed.parse(await site.json('/feeds/general.json'));
    expect(atom.entry.map(({ id }) => id)).toEqual(json.items.map(({ id }) => id));
    expect(rss.item.map(({ guid }) => guid['#text'])).toEqual(json.items.map(({ id }) => id));
    expect(json.items[0]).toMatchObject({
      title: 'A < B & ]]> "C" <script>x</script>\ufffd',
      url: `${site.address}/p/2611.40001`,
    });
    expect(atom.entry[0]?.title['#text']).toMatch(/^A &lt; B &amp; \]\]&gt; /);
    expect(atom.entry[0]?.content['#text']).not.toContain('<script');
    expect(atom.updated).toBe(atom.entry[0]?.updated);
  });

  test('names a few authors of a paper and how many more there are, in each form', async () => {
    const authors = Array.from({ length: 3_000 }, (_, at) => `Ann N${at}`);
    await site.postDay('2026-11-21', paperOf('Crowded agents', { authors, authorCount: 5_000 }));
    const named = 'Ann N0, Ann N1, Ann N2 and 4,997 more';
    expect((await atomOf('/feeds/general.atom')).entry[0]?.author).toEqual([{ name: named }]);
    const json = await site.json('/feeds/general.json');
    expect(json).toHaveProperty('items.0.author.name', named);
    for (const form of ['atom', 'rss', 'json']) {
      const text = await site.text(`/feeds/general.${form}`);
      expect(text, form).toContain(named);
      expect(text, form).not.toContain('Ann N3');
    }
  });

  test('has ids that stay the same by any address, form and version of a paper, and for a second installation others', async () => {
    const ids = (await atomOf('/feeds/general.atom')).entry.map(({ id }) => id);
    const byOtherName = await site.get('/feeds/general.atom', {});
    expect(byOtherName.status).toBe(200);
    await site.world.app.archive.put(
      { date: '2026-11-20', papers: [paperOf('Renamed agents', { id: '2611.40002' })], skipped: [] },
      'test source',
    );
    expect((await atomOf('/feeds/general.atom')).entry.map(({ id }) => id)).toEqual(ids);
    const other = await serveSite();
    await other.world.app.service.join(general);
    await other.postDay('2026-11-20', paperOf('Studied agents', { id: '2611.40002' }));
    expect(await other.text('/feeds/general.atom')).not.toContain(ids[1]);
    await other.stop();
  });

  test('of a search has what matches, those that came last first, and new ones as they come', async () => {
    await site.postDay('2026-11-21', paperOf('More agents', { id: '2611.40003', publishedOn: '2020-01-01' }));
    const titles = async () =>
      (await atomOf('/feeds/search.atom?q=agents')).entry.map(({ title }) => title['#text']);
    expect(await titles()).toEqual(['More agents', 'Studied agents']);
    await site.postDay('2026-11-22', paperOf('Agents of today'), paperOf('Something else'));
    expect(await titles()).toEqual(['Agents of today', 'More agents', 'Studied agents']);
  });

  test('of a search has what came last, however many match that were published later', async () => {
    const many = Array.from({ length: 1_200 }, (_, at) =>
      paperOf(`Agents ${at}`, { publishedOn: '2026-11-21' }),
    );
    await site.world.app.archive.put({ date: '2026-11-22', papers: many, skipped: [] }, 'test source');
    await site.postDay('2026-11-23', paperOf('Agents of old', { publishedOn: '2001-01-01' }));
    const { entry } = await atomOf('/feeds/search.atom?q=agents');
    expect([entry.length, entry[0]?.title['#text']]).toEqual([50, 'Agents of old']);
    const rare = (await atomOf('/feeds/search.atom?q=agents after:2026-11-20')).entry;
    expect(rare.map(({ updated }) => updated)).toEqual(Array(50).fill('2026-11-22T00:00:00.000Z'));
    const all = (await atomOf('/feeds/search.atom?q="studied agents" OR "agents of old" OR "agents 7"'))
      .entry;
    expect(all.map(({ title }) => title['#text'])).toEqual(['Agents of old', 'Agents 7', 'Studied agents']);
  });

  test('of a search is sent again, whatever its date, when more came on the same day', async () => {
    const path = '/feeds/search.atom?q=agents';
    await site.postDay('2026-11-22', paperOf('Agents at noon'));
    const since = (await site.get(path)).headers.get('last-modified') ?? '';
    expect(since).toBe('Sun, 22 Nov 2026 00:00:00 GMT');
    await site.postDay('2026-11-22', paperOf('Agents at night'));
    expect(await (await site.get(path, { 'if-modified-since': since })).text()).toContain('Agents at night');
  });

  test('of what is trending has what gained the most votes, also of a search alone', async () => {
    const papers = [paperOf('Liked', { upvotes: 9 }), paperOf('Loved agents', { upvotes: 41 })];
    await site.postDay('2026-11-21', ...papers);
    const path = (form: string, query = '') => `/feeds/trending/week.${form}${query}`;
    const titles = async (query?: string) =>
      (await atomOf(path('atom', query))).entry.map(({ title }) => title['#text']);
    expect(await titles()).toEqual(['Loved agents', 'Liked']);
    expect(await titles('?q=agents')).toEqual(['Loved agents']);
    const atom = await atomOf(path('atom'));
    expect(atom.entry.map(({ updated }) => updated)).toEqual(Array(2).fill('2026-11-21T00:00:00.000Z'));
    const rss = Rss.parse(xml(await site.text(path('rss')))).rss.channel;
    const json = JsonFeed.parse(await site.json(path('json')));
    for (const ids of [rss.item.map(({ guid }) => guid['#text']), json.items.map(({ id }) => id)])
      expect(ids).toEqual(atom.entry.map(({ id }) => id));
    expect(await site.text('/t/week?q=agents')).toContain(`href="${path('atom', '?q=agents')}"`);
    const first = await site.get(path('atom'));
    const status = async (headers: Record<string, string>, of = path('atom')) =>
      (await site.get(of, headers)).status;
    expect(await status({ 'if-none-match': first.headers.get('etag') ?? '' })).toBe(304);
    // Votes move it on no day of its own.
    expect(await status({ 'if-modified-since': first.headers.get('last-modified') ?? '' })).toBe(200);
    expect(await status({}, '/feeds/trending/year.atom')).toBe(404);
    expect(await status({}, '/feeds/trending/week.txt')).toBe(404);
    expect(await status({}, path('atom', '?q=%28'))).toBe(400);
    expect(await status({}, '/feeds/trending.atom')).toBe(404);
  });

  test('is sent again with a title that was corrected, whatever its date', async () => {
    const modified = (await site.get('/feeds/general.atom')).headers.get('last-modified') ?? '';
    for (const since of [modified, 'Sat, 21 Nov 2126 09:00:00 GMT', '2030', ''])
      expect((await site.get('/feeds/general.atom', { 'if-modified-since': since })).status, since).toBe(200);
  });

  test('is not sent again to those who have it, by its tag', async () => {
    const first = await site.get('/feeds/general.atom');
    const [etag, modified] = ['etag', 'last-modified'].map((name) => first.headers.get(name) ?? '');
    expect(Date.parse(modified ?? '')).toBe(Date.parse('2026-11-21T09:00:00Z'));
    const status = async (headers: Record<string, string>) =>
      (await site.get('/feeds/general.atom', headers)).status;
    expect(await status({ 'if-none-match': etag ?? '' })).toBe(304);
    expect(await status({ 'if-none-match': '"other"', 'if-modified-since': modified ?? '' })).toBe(200);
    await site.world.app.archive.put(
      {
        date: '2026-11-20',
        papers: [paperOf('Studied agents', { id: '2611.40002', upvotes: 99 })],
        skipped: [],
      },
      'test source',
    );
    expect(await status({ 'if-none-match': etag ?? '' })).toBe(304);
    await site.postDay('2026-11-23', paperOf('News'));
    expect(await status({ 'if-none-match': etag ?? '' })).toBe(200);
    expect(await status({ 'if-modified-since': modified ?? '' })).toBe(200);
  });
});

test('a feed without papers is valid, and the same whenever it is asked for', async () => {
  const first = await site.get('/feeds/general.atom');
  expect(Atom.parse(xml(await first.text())).feed.entry).toEqual([]);
  expect(
    (await site.get('/feeds/general.atom', { 'if-none-match': first.headers.get('etag') ?? '' })).status,
  ).toBe(304);
});

test.each([
  ['/feeds/general', 404],
  ['/feeds/general.xml', 404],
  ['/feeds/nope.atom', 404],
  ['/feeds/search.atom', 404],
  ['/feeds/search.atom?q=', 400],
  ['/feeds/search.rss?q=(open', 400],
  [`/feeds/search.rss?q=${'a'.repeat(1_001)}`, 400],
])('%s is refused with problem details', async (path, status) => {
  const answer = await site.get(path);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(await answer.json()).toMatchObject({
    status,
    type: 'about:blank',
    detail: expect.stringMatching(/\.$/),
  });
});
