/** Feeds: RSS, Atom, RDF, JSON Feed and answers of arXiv's API, from files and over HTTP. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { parseDigests } from '../../../src/digest/parse.ts';
import { Digest, Paper, Skipped } from '../../../src/model/paper.ts';
import { createArxivApi } from '../../../src/sources/arxiv-api.ts';
import { readFeedAnswer } from '../../../src/sources/feed-answer.ts';
import type { HttpResponse } from '../../../src/sources/http.ts';
import { webAddress } from '../../web-address.ts';
import { isBounded, isSeen, isSentence, stringsOf } from '../checks.ts';
import { mostly, text } from '../hostile.ts';
import { fixtures, mutated } from '../mutate.ts';
import { target } from '../target.ts';
import { areDigests } from './digest-files.ts';

const NOW = Date.parse('2025-12-20T12:00:00Z');

/** Text as a feed writes it: escaped, in CDATA, escaped twice, or not at all. */
const written = fc.tuple(text, fc.constantFrom('escaped', 'cdata', 'twice', 'raw')).map(([one, how]) => {
  if (how === 'cdata') return `<![CDATA[${one}]]>`;
  if (how === 'raw') return one;
  return how === 'twice' ? escaped(escaped(one)) : escaped(one);
});
const date = fc.constantFrom(
  'Mon, 03 Nov 2025 18:00:00 GMT',
  '2025-11-03T18:00:00Z',
  '2025-11-03',
  'yesterday',
  '',
  '0',
  '9999999999999',
);
const link = fc.oneof(
  webAddress.map(escaped),
  fc.constantFrom(
    'http://arxiv.org/abs/2511.00007v2',
    'javascript:alert(1)',
    '/a?b=1&amp;c',
    '//x',
    'https://doi.org/10.1000/dogs.7',
    '',
  ),
  written,
);
const item = fc.record({
  title: written,
  link,
  id: link,
  body: written,
  by: written,
  date,
  more: written,
  // Elements of no feed, named as what programs ask of every value.
  odd: fc.constantFrom(
    '',
    '',
    '',
    '<length>999999999</length>',
    '<x:length>9</x:length>',
    '<constructor/>',
    '<__proto__>1</__proto__>',
    '<toString/>',
  ),
});
const items = fc.array(item, { maxLength: 5 });

const rss = fc
  .tuple(items, written)
  .map(
    ([all, name]) =>
      `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>${name}</title><link>https://a.example</link>${all
        .map(
          (one) =>
            `<item><title>${one.title}</title><link>${one.link}</link><guid>${one.id}</guid><description>${one.body}</description><content:encoded>${one.more}</content:encoded><dc:creator>${one.by}</dc:creator><category>${one.more}</category><pubDate>${one.date}</pubDate>${one.odd}</item>`,
        )
        .join('\n')}</channel></rss>`,
  );
const atom = fc
  .tuple(items, written)
  .map(
    ([all, name]) =>
      `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" xml:base="https://a.example/b/"><title>${name}</title>${all
        .map(
          (one) =>
            `<entry><id>${one.id}</id><title type="html">${one.title}</title><link href="${one.link.replaceAll('"', '')}"/><summary>${one.body}</summary><content type="xhtml">${one.more}</content><author><name>${one.by}</name><arxiv:affiliation>${one.more}</arxiv:affiliation></author><arxiv:doi>${one.id}</arxiv:doi><published>${one.date}</published><updated>${one.date}</updated>${one.odd}<category term="${one.by.replaceAll('"', '')}"/></entry>`,
        )
        .join('\n')}</feed>`,
  );
const rdf = items.map(
  (all) =>
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://purl.org/rss/1.0/modules/prism/"><channel><title>x</title></channel>${all
      .map(
        (one) =>
          `<item rdf:about="${one.link.replaceAll('"', '')}"><title>${one.title}</title><link>${one.link}</link><description>${one.body}</description><dc:creator>${one.by}</dc:creator><dc:date>${one.date}</dc:date><dc:identifier>${one.id}</dc:identifier><prism:doi>${one.more}</prism:doi>${one.odd}</item>`,
      )
      .join('\n')}</rdf:RDF>`,
);
const jsonItem = fc.record(
  {
    id: mostly(text),
    url: mostly(text),
    title: mostly(text),
    content_html: mostly(text),
    content_text: mostly(text),
    date_published: mostly(date),
    authors: mostly(fc.array(mostly(fc.record({ name: mostly(text) })), { maxLength: 3 })),
    tags: mostly(fc.array(text, { maxLength: 3 })),
  },
  { requiredKeys: [] },
);
const jsonFeed = fc
  .record({
    version: fc.constant('https://jsonfeed.org/version/1.1'),
    title: mostly(text),
    items: mostly(fc.array(mostly(jsonItem), { maxLength: 5 })),
  })
  .map((one) => JSON.stringify(one));

const arxivEntry = fc.record({
  id: fc.integer({ min: 1, max: 99_999 }),
  title: written,
  summary: written,
  name: written,
  date,
  comment: written,
  kind: fc.constantFrom('new', 'replace', 'cross', ''),
});
const arxivAnswer = fc
  .record({
    entries: fc.array(arxivEntry, { maxLength: 5 }),
    total: fc.constantFrom('2', '0', '-1', '1e999', 'x', '999999'),
  })
  .map(
    ({ entries, total }) =>
      `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><id>https://arxiv.org/api/x</id><title>arXiv Query</title><opensearch:totalResults>${total}</opensearch:totalResults>${entries
        .map(
          (one) =>
            `<entry><id>http://arxiv.org/abs/2511.${String(one.id).padStart(5, '0')}v2</id><title>${one.title}</title><updated>${one.date}</updated><summary>${one.summary}</summary><category term="cs.LG"/><published>${one.date}</published><arxiv:announce_type>${one.kind}</arxiv:announce_type><arxiv:comment>${one.comment}</arxiv:comment><author><name>${one.name}</name></author></entry>`,
        )
        .join('\n')}</feed>`,
  );

const FEEDS = readdirSync(new URL('../../../fixtures/golden', import.meta.url))
  .filter((name) => name.startsWith('feed-') && !name.includes('expected'))
  .map((name) => `golden/${name}`);

type Raw = string | Uint8Array;
const feed = fc.oneof(rss, atom, rdf, jsonFeed);

const inRss = (mark: string) =>
  `<rss version="2.0"><channel><title>x</title><item><title>A</title><link>https://a.example/paper/1</link><description>${mark}</description></item></channel></rss>`;
const inAtom = (mark: string) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>http://arxiv.org/abs/2511.00007</id><title>A</title><summary>${mark}</summary><author><name>${mark}</name></author></entry></feed>`;

export const feeds = [
  target({
    name: 'feeds in files',
    cases: 35,
    generate: fc.oneof<fc.Arbitrary<Raw>[]>(feed, mutated(fixtures(...FEEDS))),
    run: (raw) => parseDigests(raw, { now: NOW }),
    holds: areDigests,
    texts: {
      'a description': (mark) => inRss(escaped(mark)),
      'a description as it is': inRss,
      'an abstract and an author': (mark) => inAtom(escaped(mark)),
      'a title and a link': (mark) =>
        `<rss version="2.0"><channel><title>x</title><item><title>${escaped(mark)}</title><link>https://a.example/${escaped(mark)}</link><description>x</description><pubDate>${escaped(mark)}</pubDate></item></channel></rss>`,
      'a whole feed': (mark) => `<rss version="2.0">${mark}`,
    },
  }),
  target({
    name: 'feeds over HTTP',
    cases: 35,
    generate: fc.record({
      body: fc.oneof<fc.Arbitrary<Raw>[]>(feed, mutated(fixtures(...FEEDS))),
      charset: fc.constantFrom(undefined, 'utf-8', 'utf-16le', 'gbk', 'latin1', 'x-none', ''),
    }),
    run: ({ body, charset }) =>
      readFeedAnswer({ body: Buffer.from(body), charset } as Pick<HttpResponse, 'body' | 'charset'>, {
        name: 'a feed',
        address: 'https://a.example/feed',
        now: NOW,
      }),
    holds(outcome, { body }) {
      if (outcome.refused !== undefined) return isSentence(outcome.refused);
      for (const { paper } of outcome.value.papers) Paper.parse(paper);
      for (const one of outcome.value.skipped) Skipped.parse(one);
      const { papers, skipped } = outcome.value;
      for (const said of stringsOf([papers, skipped])) isSeen(said, 'a paper of a feed');
      isBounded([papers, skipped], body.length, 20, 4_000);
    },
  }),
  target({
    name: "answers of arXiv's API",
    cases: 14,
    generate: fc.oneof<fc.Arbitrary<Raw>[]>(
      arxivAnswer,
      mutated(fixtures('golden/feed-arxiv-api.atom', 'golden/feed-arxiv-listing.rss')),
    ),
    async run(body) {
      let asked = 0;
      const get = async () => {
        assert.ok(++asked <= 25, 'arXiv is asked without end');
        return { status: 200, unchanged: false, body: Buffer.from(body) } as HttpResponse;
      };
      const api = createArxivApi({ get } as never, {
        apiUrl: 'https://a.example',
        listingUrl: 'https://b.example',
      });
      const settled = await Promise.allSettled([
        api.papers(['2511.00007']),
        api.listing(['cs.LG']),
        api.submitted(['cs.LG'], '2025-11-03'),
      ]);
      const failed = settled.find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
      return settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
    },
    holds(outcome) {
      if (outcome.refused !== undefined) return isSentence(outcome.refused);
      const [papers = [], , day] = outcome.value as [Paper[], unknown, Digest];
      for (const paper of papers) Paper.parse(paper);
      Digest.parse(day);
      for (const said of stringsOf(outcome.value)) isSeen(said, 'a paper of arXiv');
    },
  }),
];

function escaped(one: string): string {
  return one.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
