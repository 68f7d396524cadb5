/** A feed is read as far as it goes, whatever its document says of its items, its entities and its end. */
import { describe, expect, test } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const read = (text: string) => parseDigests(text, { now: NOW });
const titles = (text: string) => read(text).flatMap(({ papers }) => papers.map(({ title }) => title));

describe('RDF', () => {
  const rdf = (
    listed: readonly string[],
    present: readonly string[],
  ) => `<rdf:RDF xmlns="http://purl.org/rss/1.0/"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel rdf:about="x"><title>S</title><items><rdf:Seq>
    ${listed.map((id) => `<rdf:li rdf:resource="https://j.example.org/${id}"/>`).join('')}</rdf:Seq></items></channel>
    ${present.map((id) => `<item rdf:about="https://j.example.org/${id}"><title>Title ${id}</title><link>https://j.example.org/${id}</link></item>`).join('\n')}
    </rdf:RDF>`;
  test('items that the sequence does not list are read', () => {
    expect(titles(rdf(['a'], ['a', 'b', 'c']))).toEqual(['Title a', 'Title b', 'Title c']);
    expect(titles(rdf(['a', 'gone'], ['b', 'a']))).toEqual(['Title b', 'Title a']);
  });
});

describe('declarations', () => {
  const feed = (doctype: string) =>
    `<?xml version="1.0"?>\n${doctype}\n<rss version="2.0"><channel><title>S</title><item><title>Fine&nbsp;one &amp; all</title><link>https://j.example.org/f</link></item></channel></rss>`;
  test.each([
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">',
    '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>',
    '<!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml-lat1.ent"> %HTMLlat1; ]>',
    "<!DOCTYPE rss [\n<!-- it's ] > <rss> -->\n<!ENTITY x ']>'>\n]>",
    `<!DOCTYPE rss [${'<!ENTITY nbsp "&#160;">'.repeat(1_000)}]>`,
  ])('are not needed: %.60s', (doctype) => {
    expect(titles(feed(doctype))).toEqual(['Fine one & all']);
  });
  test('that refer to a file are not followed', () => {
    const doctype = '<!DOCTYPE rss [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>';
    expect(titles(feed(doctype).replace('&nbsp;', '&xxe;'))).toEqual(['Fine&xxe;one & all']);
  });
  test.each([
    '<!DOCTYPE rss [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
    "<!DOCTYPE rss [<!ENTITY % a 'aa'><!ENTITY b '%a;%a;'>]>",
  ])('that grow are refused: %s', (doctype) => {
    expect(() => read(feed(doctype))).toThrow('nested entities');
  });
  test('of any size take linear time', () => {
    for (const part of ['<!ENTITY a "', '<!--', "'", '[', ']', '<!DOCTYPE '])
      expect(() => read(feed(`<!DOCTYPE rss [${part.repeat(100_000)}`))).toThrow();
  });
});

describe('a feed that is cut off', () => {
  const item = (id: string) =>
    `<item>\n<title>Title ${id}</title><link>https://j.example.org/${id}</link>\n</item>\n`;
  const rss = `<rss version="2.0"><channel><title>S</title>\n${item('a')}${item('b')}<item><title>Cut h`;
  const rdf = `<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel/>\n${item('a')}${item('b')}<item>`;
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom">\n${(item('a') + item('b')).replaceAll('item>', 'entry>')}`;
  test.each([
    ['in its last item', rss],
    ['in RDF', rdf],
    ['after an item', atom],
  ])('%s gives the items before, and says so', (_, text) => {
    const [digest] = read(text);
    expect(digest?.papers.map(({ title }) => title)).toEqual(['Title a', 'Title b']);
    expect(digest?.skipped).toMatchObject([
      { line: 8, reason: expect.stringContaining('the feed is cut off here') },
    ]);
  });
  test('in its first item is refused', () => {
    expect(() => read(rss.slice(0, 80))).toThrow('cut off before the end of its first item');
  });
});

test.each([
  ['<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head></opml>', 'a list of feeds (OPML)'],
  ['<opml version="1.0"></opml>', 'a list of feeds (OPML)'],
  [
    '<?xml version="1.0"?>\n<!-- x --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
    'a sitemap',
  ],
  ['<?xml version="1.0"?><sitemapindex/>', 'a list of sitemaps'],
  ['<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords/></OAI-PMH>', 'OAI-PMH'],
  ['<?xml version="1.0"?><kml><Document/></kml>', 'XML of another kind (<kml>)'],
  ['<?xml version="1.0"?><html><body/></html>', 'HTML, but not a saved Daily Papers page'],
])('%s is called what it is', (text, name) => {
  expect(() => read(text)).toThrow(name);
});
