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
