import { expect, test } from 'vitest';
import { readFeedAnswer } from '../../src/sources/feed-answer.ts';

const FROM = { name: 'journal.example', address: 'https://journal.example/feeds/all.atom' };
const read = (body: string) => readFeedAnswer({ body: Buffer.from(body) }, FROM);
const atom = (entries: string) => `<feed xmlns="http://www.w3.org/2005/Atom">${entries}</feed>`;

test('a relative link is read against the address of the feed', () => {
  const { papers } = read(atom('<entry><id>1</id><title>One</title><link href="../p/1"/></entry>'));
  expect(papers[0]?.paper.url).toBe('https://journal.example/p/1');
});

test('a refusal of arXiv is no paper, and a paper titled "Error" is no refusal', () => {
  const refusal =
    '<entry><id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title><summary>incorrect id</summary></entry>';
  expect(() => read(atom(refusal))).toThrow('arXiv refused the query: incorrect id.');
  const paper = '<entry><id>http://arxiv.org/abs/2511.00007v1</id><title>Error</title></entry>';
  expect(read(atom(paper)).papers[0]?.paper).toMatchObject({ id: '2511.00007', title: 'Error' });
});

test('an item that cannot be parsed costs only itself, and is named with its line', () => {
  const { papers, skipped } = read(
    atom('\n<entry><title>One</title></entry>\n<entry><x y="</entry>\n<entry><title>Two</title></entry>'),
  );
  expect(papers.map(({ paper }) => paper.title)).toEqual(['One', 'Two']);
  expect(skipped).toEqual([{ line: 3, reason: 'item 2: it cannot be parsed' }]);
});

test('elements nested without end cost only their item', () => {
  const deep = `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`;
  const { papers } = read(
    atom(`<entry><title>Fine</title></entry><entry><title>Deep</title>${deep}</entry>`),
  );
  expect(papers.map(({ paper }) => paper.title)).toContain('Fine');
});

test('a refused feed does not show a wall of advice', () => {
  expect(() => read('<html><body>Not found</body></html>')).toThrow(
    /^The source's format changed: .{10,200} It begins: <html>/,
  );
});
