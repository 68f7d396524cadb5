import { describe, expect, test } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import { readLibrary } from '../../src/library/read-library.ts';
import { withoutLengthElements, withoutLengthKeys } from '../../src/text/array-likes.ts';
import { expectLinear } from '../linear.ts';

const NOW = Date.parse('2025-12-20T12:00:00Z');
/** As long as no list in memory can be. */
const LENGTH = 4_000_000_000;

const item = (more: object) => ({
  id: 'https://a.example/paper/1',
  title: 'A title',
  content_text: 'x',
  ...more,
});
const jsonFeed = (...items: object[]) =>
  JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'x', items });
const rss = (more: string) =>
  `<rss version="2.0"><channel><title>x</title><item><title>A title</title><link>https://a.example/paper/1</link>${more}</item></channel></rss>`;
const hidden = (opening: string) => `<a b="${opening}"/><length>${LENGTH}</length>`;
const atom = (tag: string) =>
  `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>x</a:title><a:entry><a:id>https://a.example/paper/1</a:id><a:title>A title</a:title><a:${tag}>${LENGTH}</a:${tag}></a:entry></a:feed>`;

describe('what is no list and says that it has a length ends nothing', () => {
  test.each([
    ['authors of a JSON Feed', jsonFeed(item({ authors: { length: LENGTH } }))],
    ['tags of a JSON Feed', jsonFeed(item({ tags: { length: String(LENGTH) } }))],
    ['an element of an item', rss(`<length>${LENGTH}</length>`)],
    ['an element in capitals', rss(`<LENGTH\n>${LENGTH}</LENGTH>`)],
    ['an element with a prefix', atom('length')],
    ['an element behind a comment that never ends, in an attribute', rss(hidden('<!--'))],
    [
      'an element in what would be CDATA, were it not in an attribute',
      rss(`${hidden('<![CDATA[')}<a b="]]>"/>`),
    ],
    [
      'an element behind what is none',
      rss(`<description><![CDATA[a <length> b]]></description><length>1e9</length>`),
    ],
  ])('%s', (_, text) => {
    const [digest] = parseDigests(text, { now: NOW });
    expect(digest?.papers.map(({ title }) => title)).toEqual(['A title']);
  });

  test('an element of a list of feeds', async () => {
    const text = `<opml version="2.0"><body><outline xmlUrl="https://a.test/rss"/><outline><length>${LENGTH}</length></outline></body></opml>`;
    expect(await readLibrary(text)).toMatchObject({ feeds: ['https://a.test/rss'] });
  });
});

test('nothing else is changed', () => {
  const text =
    '<item a="length"><lengths>5</lengths><a:lengths/><length-a/><![CDATA[<b>length</b>]]>length</item>';
  expect(withoutLengthElements(text)).toBe(text);
  const value = { a: [{ b: 'length' }, null, 5], lengths: 1 };
  expect(withoutLengthKeys(value)).toEqual(value);
});

test.each(['<length>', '<![CDATA[', '<!--', '<length', '<a:', '<length><![CDATA[]]>'])(
  '%s, over and over, is read in linear time',
  (piece) => expectLinear((length) => piece.repeat(length / piece.length), withoutLengthElements, 400_000),
);
