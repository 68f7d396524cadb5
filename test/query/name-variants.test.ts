import { describe, expect, test } from 'vitest';
import { readPaper } from '../../src/query/document.ts';
import { predicateOf } from '../../src/query/meaning.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { printQuery } from '../../src/query/print.ts';
import { reasonFor } from '../../src/query/reason.ts';
import { readTopic } from '../../src/query/topic.ts';
import { paperOf } from '../app/world.ts';
import { expectLinear } from '../linear.ts';
import { papersBy, titlesFound } from './authors-found.ts';

const WRITTEN = [
  ...['Yann LeCun', 'Yann Lecun', 'LeCun, Yann', 'Y. LeCun', 'LeCun, Y.', 'LeCun Y'],
  ...['Yann A. LeCun', 'LeCun, Yann A.', 'LeCun YA', 'YA LeCun', 'Y. A. LeCun', 'Y.A. LeCun'],
  ...['Yann André LeCun', 'LeCun, Yann André', 'Yann A. B. LeCun', 'Yann André Bo LeCun'],
];
/** Found only by a name that is typed with an initial. */
const INITIALS = ['Yves LeCun', 'Yves A. LeCun', 'LeCun, Yves André'];
const OTHERS = ['Marie LeCun', 'M. LeCun', 'Yann Martin', 'LeCun', 'Yann'];

const ALL = [...WRITTEN, ...INITIALS, ...OTHERS];
const found = (typed: string, papers = papersBy(ALL)) => titlesFound(typed, papers);

describe("a person's name", () => {
  test.each(['author:"Yann LeCun"', 'author:"LeCun, Yann"', 'author:"yann lecun"', 'author:Yann LeCun'])(
    '%s finds it however papers write it, in search and topics alike',
    (typed) => {
      expect(found(typed)).toEqual(WRITTEN);
    },
  );

  test.each(['author:"Y. LeCun"', 'author:"LeCun, Y."', 'author:"LeCun Y"'])(
    '%s with an initial finds every name that it can stand for',
    (typed) => {
      expect(found(typed)).toEqual([...WRITTEN, ...INITIALS]);
    },
  );

  test('in full never finds another one with the same initial, and an initial finds both', () => {
    const papers = papersBy(['Yves LeCun', 'LeCun, Yves', 'Yann LeCun', 'Yves A. LeCun']);
    expect(found('author:"Yann LeCun"', papers)).toEqual(['Yann LeCun']);
    expect(found('author:"Y. LeCun"', papers)).toHaveLength(4);
    const middle = papersBy(['Yann André LeCun', 'Yann A. LeCun', 'Yann B. LeCun', 'Yann LeCun']);
    expect(found('author:"Yann A. LeCun"', middle)).toEqual([
      'Yann André LeCun',
      'Yann A. LeCun',
      'Yann LeCun',
    ]);
    expect(found('author:"Y. LeCun"', middle)).toHaveLength(4);
    expect(found('author:"Yann LeCun"', middle)).toHaveLength(4);
    // The next author's name is never taken for the family's.
    const many = papersBy(['Yann André B. LeCun', 'Yann A. B. C. LeCun', 'Yann', 'Y.', 'Yann Bo']);
    expect(found('author:"Y. LeCun"', many)).toEqual(['Yann André B. LeCun']);
    expect(found('author:"Y. Al"', many)).toEqual([]);
  });

  test('with a middle initial finds those without one, and none with another', () => {
    const same = [
      'Y. A. Wang',
      'Y. Wang',
      'Yann A. Wang',
      'Yann Wang',
      'Wang, Y. A.',
      'Wang YA',
      'Wang Y',
      'YA Wang',
    ];
    const other = [
      'Y. B. Wang',
      'Yann B. Wang',
      'Yann Bo Wang',
      'Wang, Y. B.',
      'Wang Y B',
      'Wang YB',
      'YB Wang',
    ];
    const papers = papersBy([...same, ...other, 'X. A. Wang', 'A. Y. Wang']);
    for (const typed of ['Y. A. Wang', 'Wang, Y. A.', 'Wang Y A'])
      expect(found(`author:"${typed}"`, papers)).toEqual(same);
    expect(found('author:"Wang YB"', papers)).not.toContain('Wang YA');
  });

  test('is found if and only if the family name is the same, and the given name or, where one is an initial, its first letter', () => {
    const given = ['Yann', 'Yves', 'Y.', 'Bo', 'B.', 'Élodie', 'E.'];
    const family = ['LeCun', 'Bengio', 'Yu'];
    const ways = [
      (first: string, last: string) => `${first} ${last}`,
      (first: string, last: string) => `${last}, ${first}`,
      (first: string, last: string) => `${last} ${first.replace('.', '')}`,
    ];
    const names = given.flatMap((first) =>
      family.flatMap((last) => ways.map((way) => ({ first, last, text: way(first, last) }))),
    );
    // Names in the family's order alone are read as they stand: no sign tells which of two full words is the family.
    const isTold = ({ first, text }: (typeof names)[number]) =>
      first.endsWith('.') || text.includes(',') || text.startsWith(first);
    const papers = papersBy(names.map(({ text }) => text));
    const letter = (name: string) => name.normalize('NFD').charAt(0);
    for (const asked of names.filter(isTold)) {
      const isInitial = (name: string) => name.endsWith('.');
      const wanted = names.filter(
        ({ first, last }) =>
          last === asked.last &&
          (first === asked.first ||
            ((isInitial(first) || isInitial(asked.first)) && letter(first) === letter(asked.first))),
      );
      expect(found(`author:"${asked.text}"`, papers)).toEqual(wanted.map(({ text }) => text));
    }
  });

  test('costs linear time, however many authors a paper has', () => {
    const read = parseQuery('author:"Y. LeCun"');
    if (!read.ok) throw new Error('not read');
    const holds = predicateOf(read.query);
    expectLinear(
      (length) => Array.from({ length: length / 10 }, () => 'Yoshua B. LeCu').join('|'),
      (text) => holds(readPaper(paperOf('x', { authors: text.split('|') }))),
      64_000,
    );
  });

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
