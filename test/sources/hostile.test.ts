/** What a hostile feed may write: the work on it is bounded, and grows with its length alone. */
import { describe, expect, test } from 'vitest';
import { readAuthorList } from '../../src/digest/authors.ts';
import type { FeedItem } from '../../src/digest/feed/feed-items.ts';
import { readItem } from '../../src/digest/feed/item-paper.ts';
import type { Paper } from '../../src/model/paper.ts';
import { readFeedAnswer } from '../../src/sources/feed-answer.ts';
import { expectLinear } from '../linear.ts';

const readAuthors = (values: readonly string[]) => readAuthorList(values)?.authors;

const LONG = 400_000;
const EMPTY: FeedItem = {
  title: 'Work',
  texts: [],
  creators: [],
  subjects: [],
  dates: [],
  links: [],
  ids: ['g'],
  identifiers: [],
};
const paperOf = (item: Partial<FeedItem>): Paper => {
  const read = readItem({ ...EMPTY, ...item }, 0);
  if ('reason' in read) throw new Error(read.reason);
  return read.paper;
};

test('names far apart are names all the same', () => {
  const spaces = ' '.repeat(40_000);
  expect(readAuthors([`Ines${spaces}Caldeira${spaces},Tom Wierzbicki`])).toEqual([
    'Ines Caldeira',
    'Tom Wierzbicki',
  ]);
  expect(readAuthors(['Ines Caldeira ;\n Tom   W. and\tAda,'])).toEqual(['Ines Caldeira', 'Tom W.', 'Ada']);
});

test('a text that is no name is none, and one of mails without end is neither', () => {
  expect(readAuthors(['@'.repeat(LONG)])).toBeUndefined();
  expect(readAuthors(['mail@host.example (Ines Caldeira)'])).toEqual(['Ines Caldeira']);
  expect(readAuthors(['x'.repeat(300), 'Ada'])).toEqual(['Ada']);
});

test('a DOI of dots is none', () => {
  expect(paperOf({ identifiers: [`10.1234/a${'.'.repeat(LONG)}x`] }).title).toBe('Work');
});

test('all authors of a large collaboration are kept', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const names = Array.from(
    { length: 3_000 },
    (_, at) =>
      `Ada ${letters[at % 26]}${letters[Math.floor(at / 26) % 26]}${letters[Math.floor(at / 676)]}son`,
  );
  expect(readAuthors([names.join(', ')])).toEqual(names);
});

describe('time grows with the length', () => {
  const rss = (item: string) =>
    `<rss version="2.0"><channel><item><title>Work</title>${item}</item></channel></rss>`;
  const FEEDS: [string, (count: number) => string][] = [
    ['open brackets', (count) => rss(`<description>${'&lt;'.repeat(count)}</description>`)],
    [
      'tags that never end',
      (count) => rss(`<description><![CDATA[${'<b x="'.repeat(count)}]]></description>`),
    ],
    [
      'comments that never end',
      (count) => rss(`<description><![CDATA[${'<!--'.repeat(count)}]]></description>`),
    ],
    [
      'nested divs',
      (count) => rss(`<description>${'<div>'.repeat(count)}${'</div>'.repeat(count)}</description>`),
    ],
    ['entities', (count) => rss(`<description>${'&amp;amp;'.repeat(count)}</description>`)],
    ['empty lines', (count) => rss(`<description>x${'\n '.repeat(count)}y</description>`)],
    ['labels', (count) => rss(`<description>${'doi: authors: '.repeat(count)}</description>`)],
    ['blocks of labels', (count) => rss(`<description>${'<p>doi: 10.1/x</p>'.repeat(count)}</description>`)],
    ['names', (count) => rss(`<author>${'A, '.repeat(count)}</author>`)],
    ['brackets in names', (count) => rss(`<author>${'A ('.repeat(count)}</author>`)],
    ['names joined by and', (count) => rss(`<author>${'Ann Lee and '.repeat(count)}</author>`)],
    ['mails', (count) => rss(`<author>${'a@b.c ('.repeat(count)}</author>`)],
    ['creators', (count) => rss('<dc:creator>Ann Lee</dc:creator>'.repeat(count))],
    ['dates', (count) => rss(`<pubDate>${'1 '.repeat(count)}</pubDate>`)],
    ['identifiers', (count) => rss(`<dc:identifier>${'10.1234/'.repeat(count)}</dc:identifier>`)],
    ['subjects', (count) => rss(`<category>${'a; '.repeat(count)}</category>`)],
    [
      'items',
      (count) =>
        `<rss version="2.0"><channel>${'<item><title>W</title></item>'.repeat(count / 10)}</channel></rss>`,
    ],
    ['elements within elements', (count) => rss(`<x>${'<y>'.repeat(count)}${'</y>'.repeat(count)}</x>`)],
    [
      'items that never end',
      (count) => `<rss version="2.0"><channel>${'<item><title>W'.repeat(count / 10)}</channel></rss>`,
    ],
    [
      'namespaces',
      (count) =>
        `<rss version="2.0" ${'xmlns:a="b" '.repeat(300)}>${rss('<a:b>c</a:b>'.repeat(count / 10))}</rss>`,
    ],
    ['addresses', (count) => rss(`<link>https://x.example/${'../'.repeat(count)}</link>`)],
  ];
  test.each(FEEDS)('%s', (_, make) => {
    const read = (body: Buffer) => {
      try {
        readFeedAnswer({ body }, { name: 'x', address: 'https://x.example/feed' });
      } catch {
        // Refused is as good as read.
      }
    };
    expectLinear((count) => Buffer.from(make(count)), read, 40_000);
  });
});
