import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Batch, Source } from '../../src/model/source-ports.ts';
import { createFeed, type FeedMemory } from '../../src/sources/feed.ts';
import { type Loopback, send, startServer } from './server.ts';
import { createHttpWorld, type HttpWorld } from './world.ts';

let world: HttpWorld;
let server: Loopback;
let source: Source;
let body: string;
let bytes: Buffer | undefined;
let type: string;

beforeEach(async () => {
  bytes = undefined;
  type = 'application/xml';
  world = await createHttpWorld({ allows: () => true });
  server = await startServer((hit, response) => {
    const etag = `"${body.length}"`;
    if (hit.headers['if-none-match'] === etag) return send(response, '', {}, 304);
    send(response, bytes ?? body, { etag, 'content-type': type });
  });
  build();
});
afterEach(() => server.close());

function build(): void {
  const memory = world.store.shelf<FeedMemory>('memory');
  source = createFeed({
    url: `${server.url}/feed`,
    http: world.http,
    memory,
    clock: () => world.now,
    random: () => 0,
  });
}

const fetch = async (): Promise<Batch> => {
  const batch = (await source.fetch()) as Batch;
  await batch.kept?.();
  return batch;
};
const rss = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="d" xmlns:prism="p" xmlns:content="c"><channel><title>A journal</title><link>https://journal.example</link>${items.join('')}</channel></rss>`;
const item = (at: number, more = '') =>
  `<item><title>Work number ${at}</title><link>https://journal.example/${at}</link><guid isPermaLink="false">j-${at}</guid><pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate>${more}</item>`;

describe('a feed', () => {
  test('of a journal (RSS 2.0)', async () => {
    body = rss(
      `<item><title>Cells &amp; &lt;i&gt;their&lt;/i&gt; friends</title><link>https://journal.example/1</link>
       <description>&lt;p&gt;&lt;b&gt;Abstract&lt;/b&gt; We look at cells.&lt;/p&gt;&lt;p&gt;They look back.&lt;/p&gt;</description>
       <dc:creator>Caldeira, I. M., Wierzbicki, T.</dc:creator><prism:doi>10.1101/2026.11.19.123456</prism:doi>
       <category>biology</category><pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate></item>`,
    );
    expect((await fetch()).digests).toEqual([
      {
        date: '2026-11-19',
        skipped: [],
        papers: [
          {
            id: '10.1101/2026.11.19.123456',
            doi: '10.1101/2026.11.19.123456',
            title: 'Cells & their friends',
            abstract: 'We look at cells. They look back.',
            authors: ['Caldeira, I. M.', 'Wierzbicki, T.'],
            keywords: ['biology'],
            publishedOn: '2026-11-19',
            url: 'https://journal.example/1',
          },
        ],
      },
    ]);
  });
  test('of a preprint server (RSS 1.0), where the link has a version', async () => {
    body = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="d">
      <channel rdf:about="https://server.example"><title>Server</title></channel>
      <item rdf:about="https://server.example/content/10.1101/2026.11.18.111v1?rss=1"><title>Proteins fold</title>
      <link>https://server.example/content/10.1101/2026.11.18.111v1?rss=1</link><dc:date>2026-11-18</dc:date>
      <dc:identifier>doi:10.1101/2026.11.18.111</dc:identifier><description>How they do it.</description></item></rdf:RDF>`;
    const [digest] = (await fetch()).digests;
    expect(digest).toMatchObject({
      date: '2026-11-18',
      papers: [{ id: '10.1101/2026.11.18.111', title: 'Proteins fold' }],
    });
  });
  test('in Atom, with markup in its title and several authors', async () => {
    body = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Reviews</title><entry><id>urn:x:1</id>
      <title type="xhtml"><div>Open <b>review</b></div></title><link rel="self" href="https://r.example/api/1"/>
      <link rel="alternate" href="https://r.example/forum?id=1"/><updated>2026-11-20T10:00:00Z</updated>
      <author><name>Ines Caldeira</name></author><author><name>Tomasz Wierzbicki</name></author>
      <content type="html">&lt;p&gt;Reviewed in the open.&lt;/p&gt;</content></entry></feed>`;
    expect((await fetch()).digests[0]?.papers[0]).toMatchObject({
      id: 'urn:x:1',
      authors: ['Ines Caldeira', 'Tomasz Wierzbicki'],
      url: 'https://r.example/forum?id=1',
      abstract: 'Reviewed in the open.',
    });
  });
  test('that links to arXiv gives arXiv’s ids, so that the paper is the same paper', async () => {
    body = rss('<item><title>On arXiv too</title><link>http://arxiv.org/abs/2611.01234v2</link></item>');
    expect((await fetch()).digests[0]?.papers[0]?.id).toBe('2611.01234');
  });
  test('brings what is new in it once, as of today; what it held at first is of its own days', async () => {
    body = rss(item(1), item(2));
    expect((await fetch()).digests.map(({ date, papers }) => [date, papers.length])).toEqual([
      ['2026-11-19', 2],
    ]);
    world.now += 3_600_000;
    build();
    expect((await fetch()).digests).toEqual([]);
    body = rss(item(1), item(2), item(3));
    expect(
      (await fetch()).digests.map(({ date, papers }) => [date, papers.map(({ title }) => title)]),
    ).toEqual([['2026-11-23', ['Work number 3']]]);
  });
  test('an item of last year that slides in is kept under its own day; one of some weeks ago is news', async () => {
    body = rss(item(1));
    await fetch();
    const old = (at: number, day: string) =>
      `<item><title>Old work ${at}</title><link>https://journal.example/o${at}</link><pubDate>${day}</pubDate></item>`;
    body = rss(item(1), old(1, '2025-11-20'), old(2, '2026-11-03'), old(3, '2027-01-01'), old(4, '2026-11'));
    expect(
      (await fetch()).digests.map(({ date, papers }) => [date, papers.map(({ title }) => title)]),
    ).toEqual([
      ['2025-11-20', ['Old work 1']],
      ['2026-11-23', ['Old work 2', 'Old work 3', 'Old work 4']],
    ]);
  });
  test('is read in the encoding that the header names', async () => {
    body = 'x';
    type = 'text/xml; charset=GBK';
    bytes = Buffer.concat([
      Buffer.from('<rss><channel><item><title>'),
      Buffer.from([0xd6, 0xd0, 0xce, 0xc4]),
      Buffer.from('</title></item></channel></rss>'),
    ]);
    expect((await fetch()).digests[0]?.papers[0]?.title).toBe('中文');
  });
  test('in JSON', async () => {
    body = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'x',
      items: [{ id: '1', title: 'One' }],
    });
    expect((await fetch()).digests[0]?.papers[0]?.title).toBe('One');
  });
  test('gives again what was not kept', async () => {
    body = rss(item(1));
    await source.fetch();
    expect((await fetch()).digests).toHaveLength(1);
  });
  test('an item without a title is skipped and counted', async () => {
    body = rss(item(1), '<item><link>https://journal.example/x</link></item>');
    expect((await fetch()).digests[0]?.skipped).toEqual([{ line: 1, reason: 'item 2: it has no title' }]);
  });
  test('is asked for hourly', async () => {
    body = rss();
    expect((await fetch()).nextAt).toBe(world.now + 3_600_000);
  });
  test.each([
    ['a page', '<!doctype html><html><body>Not found</body></html>', 'format changed'],
    ['JSON', '{"items": []}', 'format changed'],
    ['cut off', '<?xml version="1.0"?><rss><channel><item><title>Half', 'ended in the middle'],
    [
      'an attack by entities',
      '<!DOCTYPE rss [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><rss><channel></channel></rss>',
      'entities',
    ],
    ['items of another shape', rss('<item><x>1</x></item>', '<item><x>2</x></item>'), 'format changed'],
  ])('that is none (%s) is refused', async (_, text, reason) => {
    body = text;
    await expect(source.fetch()).rejects.toThrow(reason);
  });
});

test.each([
  ['https://a.example/rss', /^feed:a\.example\/rss$/],
  ['https://a.example:8443/rss?token=s3cret', /^feed:a\.example:8443\/rss#[0-9a-f]{6}$/],
  ['https://ada:s3cret@a.example/rss', /^feed:a\.example\/rss#[0-9a-f]{6}$/],
])('the name of %s shows no key', (url, name) => {
  const memory = world.store.shelf<FeedMemory>('memory');
  const feed = createFeed({ url, http: world.http, memory, clock: () => 0, random: () => 0 });
  expect(feed.name).toMatch(name);
});

test('a feed on the own network is not connected to', async () => {
  world = await createHttpWorld();
  build();
  body = rss(item(1));
  await expect(source.fetch()).rejects.toThrow('public internet');
  expect(server.connections).toBe(0);
});
