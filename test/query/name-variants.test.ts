import { describe, expect, test } from 'vitest';
import { createPercolator } from '../../src/percolator/percolator.ts';
import { readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { printQuery } from '../../src/query/print.ts';
import { reasonFor } from '../../src/query/reason.ts';
import { readTopic } from '../../src/query/topic.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';
import { paperOf } from '../app/world.ts';

const WRITTEN = [
  ...['Yann LeCun', 'Yann Lecun', 'LeCun, Yann', 'Y. LeCun', 'LeCun, Y.', 'LeCun Y'],
  ...['Yann A. LeCun', 'LeCun, Yann A.', 'LeCun YA', 'YA LeCun'],
];
/** Found by a name that is typed with an initial. */
const INITIALS = ['Y. A. LeCun', 'Y.A. LeCun'];
const OTHERS = ['Marie LeCun', 'M. LeCun', 'Yann Martin', 'LeCun', 'Yann'];

function found(typed: string): string[] {
  const read = parseQuery(typed);
  if (!read.ok) throw new Error(read.problem.message);
  const papers = [...WRITTEN, ...INITIALS, ...OTHERS].map((name) =>
    paperOf(name, { authors: ['Bo Li', name, 'Al Ray'] }),
  );
  const named = (ids: readonly string[]) =>
    papers.filter(({ id }) => ids.includes(id)).map(({ title }) => title);
  const holds = predicateOf(read.query);
  const meant = papers.filter((paper) => holds(readPaper(paper))).map(({ id }) => id);
  const index = createSearchIndex();
  index.putMany(papers);
  const searched = index.search(read.query, { limit: 99 }).hits.map(({ id }) => id);
  const sent: string[] = [];
  const percolator = createPercolator();
  percolator.add('topic', read.query);
  percolator.match(papers, (_, at) => sent.push(papers[at]?.id ?? ''));
  expect(searched.toSorted()).toEqual(meant.toSorted());
  expect(sent.toSorted()).toEqual(meant.toSorted());
  return named(meant);
}

describe("a person's name", () => {
  test.each(['author:"Yann LeCun"', 'author:"LeCun, Yann"', 'author:"yann lecun"', 'author:Yann LeCun'])(
    '%s finds it however papers write it, in search and topics alike',
    (typed) => {
      expect(found(typed)).toEqual(WRITTEN);
    },
  );

  test.each(['author:"Y. LeCun"', 'author:"LeCun, Y."', 'author:"LeCun Y"'])(
    '%s with an initial finds what is written with it',
    (typed) => {
      expect(found(typed)).toEqual([...WRITTEN.filter((name) => !name.includes('Yann')), ...INITIALS]);
    },
  );

  test('of two words never joins those of two people', () => {
    const read = parseQuery('author:"Yann LeCun"');
    if (!read.ok) throw new Error('not read');
    const paper = paperOf('x', { authors: ['Yann Martin', 'Marie LeCun', 'Y. Ray'] });
    expect(predicateOf(read.query)(readPaper(paper))).toBe(false);
  });

  test('of one word, and of a group, is looked for as it is written', () => {
    expect(found('author:lecun')).toHaveLength(WRITTEN.length + INITIALS.length + 3);
    const read = parseQuery('author:"Google Research Team"');
    expect(read.ok && read.query).toMatchObject({ paths: [['google', 'research', 'team']] });
  });

  test.each([
    ['author:"LeCun, Yann"', 'author:"yann lecun"'],
    ['author:"van den Oord, Aaron"', 'author:"aaron van den oord"'],
    ['author:"LeCun, Yann; He, Kaiming"', 'author:"yann lecun" OR author:"kaiming he"'],
  ])('%s is printed in one way, which reads the same', (typed, printed) => {
    const read = parseQuery(typed);
    if (!read.ok) throw new Error('not read');
    expect(printQuery(read.query)).toBe(printed);
    expect(parseQuery(printed)).toEqual(read);
  });

  test('is one topic, whichever way it was typed', () => {
    const meanings = ['author:"Yann LeCun"', 'author:"lecun, yann"'].map((typed) => {
      const read = readTopic(typed);
      return 'topic' in read ? read.topic.meaning : read.problem.message;
    });
    expect(new Set(meanings).size).toBe(1);
  });

  test('is told in the reason as the paper writes it', () => {
    const read = parseQuery('author:"Yann LeCun"');
    if (!read.ok) throw new Error('not read');
    const said = (name: string) =>
      reasonFor(read.query, readPaper(paperOf('x', { authors: ['Bo Li', name] }))).words;
    expect(WRITTEN.map(said).filter(({ length }) => length !== 1)).toEqual([]);
    expect(said('LeCun, Yann')).toEqual(['LeCun, Yann']);
  });
});
