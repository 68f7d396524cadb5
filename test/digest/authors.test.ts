import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAuthorList } from '../../src/digest/authors.ts';
import { parseDigests } from '../../src/digest/parse.ts';

const readAuthors = (values: readonly string[]) => readAuthorList(values)?.authors;

describe('author lists', () => {
  test.each<[string, string[], string[]]>([
    ['one name, surname first', ['Engel, Sam S.'], ['Engel, Sam S.']],
    ['a surname of several words', ['van der Berg, Jan Willem'], ['van der Berg, Jan Willem']],
    ['semicolons', ['Lee, Ann; Ray, Bob'], ['Lee, Ann', 'Ray, Bob']],
    ['commas', ['Ann Lee, Bob Ray, and Cy Doe'], ['Ann Lee', 'Bob Ray', 'Cy Doe']],
    ['and', ['Ann Lee and Bob Ray'], ['Ann Lee', 'Bob Ray']],
    ['BibTeX', ['Lee, Ann and Ray, Bob'], ['Lee, Ann', 'Ray, Bob']],
    ['initials behind surnames', ['Lee, A., Ray, B. and Doe, C.'], ['Lee, A.', 'Ray, B.', 'Doe, C.']],
    ['initials without points', ['Lee, AB, Ray, CD'], ['Lee, AB', 'Ray, CD']],
    ['surnames and given names in turn', ['Lee, Ann, Ray, Bob'], ['Lee, Ann', 'Ray, Bob']],
    ['surnames with initials', ['El Lee H, Ray S, et al. '], ['El Lee H', 'Ray S']],
    ['suffixes', ['Harry King, Jr., Ann B. Lee III'], ['Harry King, Jr.', 'Ann B. Lee III']],
    ['a suffix behind a given name', ['King, Harry, Jr.'], ['King, Harry, Jr.']],
    ['degrees', ['Ann Lee, PhD, Bob Ray, M.D.'], ['Ann Lee', 'Bob Ray']],
    ['a group with and', ['Center for Science and Policy'], ['Center for Science and Policy']],
    [
      'a group before people',
      ['The ABC Consortium, Powell, W., Yan, N.'],
      ['The ABC Consortium', 'Powell, W.', 'Yan, N.'],
    ],
    ['a company before people', ['OpenAI, John Smith'], ['OpenAI', 'John Smith']],
    ['a team with a colon', ['Gemini Team: Ann Lee, Bob Ray'], ['Gemini Team', 'Ann Lee', 'Bob Ray']],
    [
      'people for a group',
      ['A. Lee and B. Ray for the ABC Collaboration'],
      ['A. Lee', 'B. Ray', 'the ABC Collaboration'],
    ],
    ['separators as names', ['Mistral-AI', ':', 'Ann Lee'], ['Mistral-AI', 'Ann Lee']],
    [
      'separators as names in one text',
      ['Mistral-AI, :, Ann Lee, Bob Ray'],
      ['Mistral-AI', 'Ann Lee', 'Bob Ray'],
    ],
    ['the same name again', ['K. Ko', 'J. Ad', 'K. Ko'], ['K. Ko', 'J. Ad']],
    ['the same name in another order', ['Ann Lee', 'Lee, Ann'], ['Ann Lee']],
    ['affiliations', ['Ann Lee (Institute, Oslo, Norway), Bob Ray (Lab (X), Y)'], ['Ann Lee', 'Bob Ray']],
    ['an affiliation that is cut off', ['Ann Lee, Bob Ray (Institute of'], ['Ann Lee', 'Bob Ray']],
    ['numbers in brackets', ['Ann Lee [1], Bob Ray [2]'], ['Ann Lee', 'Bob Ray']],
    ['footnotes', ['Ann Lee1,2, Bob Ray*†, Cy Doe<sup>3</sup>'], ['Ann Lee', 'Bob Ray', 'Cy Doe']],
    ['a nickname', ['Robert (Bob) Ray, Ann Lee'], ['Robert (Bob) Ray', 'Ann Lee']],
    ['names not shown', ['Ann Lee, Bob Ray (12 additional authors not shown)'], ['Ann Lee', 'Bob Ray']],
    [
      'links',
      ['<a href="http://x.example/1">Ann Lee</a>, <a href="http://x.example/2">Bob Ray</a>'],
      ['Ann Lee', 'Bob Ray'],
    ],
    ['entities', ['J&#246;rg M&uuml;ller'], ['Jörg Müller']],
    ['mail', ['ann@x.example (Ann Lee)'], ['Ann Lee']],
    ['ORCID', ['Ann Lee https://orcid.org/0000-0002-1825-0097, Bob Ray'], ['Ann Lee', 'Bob Ray']],
    ['labels', ['By Ann Lee, Bob Ray'], ['Ann Lee', 'Bob Ray']],
    ['Chinese', ['张三;李四，王五、赵六'], ['张三', '李四', '王五', '赵六']],
    ['letters of footnotes', ['Ann Lee a, Bob Ray b, Cy Doe a,b'], ['Ann Lee', 'Bob Ray', 'Cy Doe']],
    ['the first alone surname first', ['Lee, Ann, Bob Ray, and Cy Doe'], ['Lee, Ann', 'Bob Ray', 'Cy Doe']],
    ['people who are counted', ['Ann Lee, Bob Ray, and 12 more authors'], ['Ann Lee', 'Bob Ray']],
    ['titles', ['Prof. Dr. Ann Lee, Dr Bob Ray'], ['Ann Lee', 'Bob Ray']],
    [
      'groups and groups',
      ['LIGO Scientific Collaboration and Virgo Collaboration'],
      ['LIGO Scientific Collaboration', 'Virgo Collaboration'],
    ],
    [
      'numbered affiliations',
      ['Ann Lee (1), Bob Ray (1 and 2) ((1) MIT, Cambridge, (2) ETH)'],
      ['Ann Lee', 'Bob Ray'],
    ],
    [
      'an institute of a list',
      ['The Institute of Things, Stuff, and Matters'],
      ['The Institute of Things, Stuff, and Matters'],
    ],
    [
      'an institute of a list among people',
      ['Ann Lee, Institute of Things, Stuff, and Matters, Bob Ray'],
      ['Ann Lee', 'Institute of Things, Stuff, and Matters', 'Bob Ray'],
    ],
    ['profiles of OpenReview', ['~Ann_B._Lee1, ~Bob_Ray2'], ['Ann B. Lee', 'Bob Ray']],
    [
      'lines of affiliations',
      ['Ann Lee\nBob Ray\n1Department of Rain, MIT, USA.\n2 University of Oslo, Norway'],
      ['Ann Lee', 'Bob Ray'],
    ],
    ['names that are glued', ['Ann LeeBob RayUniversity of X'], ['Ann Lee', 'Bob Ray']],
    [
      'names that are glued, with initials and a footnote',
      ['Ann B. LeeBob C. RayDi Foxa Department of Rivers, University of X, Y, Z'],
      ['Ann B. Lee', 'Bob C. Ray', 'Di Fox'],
    ],
    [
      'capitals within a name',
      ['Ian McDonald Lee, LeBron DeShawn, Ann LaRue Fox, Google DeepMind Team'],
      ['Ian McDonald Lee', 'LeBron DeShawn', 'Ann LaRue Fox', 'Google DeepMind Team'],
    ],
    ['lines', ['Ann Lee\nBob Ray\n'], ['Ann Lee', 'Bob Ray']],
    [
      'many signs',
      ["O'Brien, Pat; Skłodowska-Curie, Marie; Nguyễn Văn A"],
      ["O'Brien, Pat", 'Skłodowska-Curie, Marie', 'Nguyễn Văn A'],
    ],
  ])('%s', (_, values, names) => {
    expect(readAuthors(values)).toEqual(names);
  });
  test.each([['...'], ['et al.'], ['n/a'], [', ; :'], ['12'], ['']])('%s is nobody', (text) => {
    expect(readAuthors([text])).toBeUndefined();
  });
  describe('any people', () => {
    const given = fc.constantFrom('Ann', 'Bob', 'José', 'Jean-Luc', 'Mary Jane', 'A. B.', 'Li');
    const last = fc.constantFrom('Lee', 'Ray', 'Núñez', "O'Neill", 'van der Berg', 'Smith-Jones', 'Ōe');
    const people = fc.uniqueArray(fc.tuple(given, last), {
      minLength: 2,
      maxLength: 6,
      selector: (person) => person.join(' ').toLowerCase(),
    });
    test.each<[string, (given: string, last: string) => string, string]>([
      ['by commas', (first, family) => `${first} ${family}`, ', '],
      ['by semicolons', (first, family) => `${first} ${family}`, '; '],
      ['by semicolons, surnames first', (first, family) => `${family}, ${first}`, '; '],
      ['by and, surnames first', (first, family) => `${family}, ${first}`, ' and '],
      ['by lines', (first, family) => `${first} ${family}`, '\n'],
      ['by and', (first, family) => `${first} ${family}`, ' and '],
    ])('%s', (_, write, separator) => {
      fc.assert(
        fc.property(people, (list) => {
          const names = list.map(([first, family]) => write(first, family));
          expect(readAuthors([names.join(separator)])).toEqual(names);
          // Names that were read stay as they are.
          expect(readAuthors(names)).toEqual(names);
        }),
      );
    });
  });
});

test('every form goes through it', () => {
  const authors = (input: unknown) =>
    parseDigests(typeof input === 'string' ? input : JSON.stringify(input), { asOf: '2025-12-12' })[0]
      ?.papers[0];
  const paper = { id: '2512.00001', title: 'Work', summary: 'Words.' };
  const named = { authors: ['Mistral-AI', 'Ann Lee'], authorCount: 2 };
  const people = [{ name: 'Mistral-AI' }, { name: ':' }, { name: 'Ann Lee (MIT, Cambridge)' }];
  expect(authors([{ paper: { ...paper, authors: people } }])).toMatchObject(named);
  expect(authors([{ ...paper, authors: 'Mistral-AI, :, Ann Lee' }])).toMatchObject(named);
  expect(
    authors(`${JSON.stringify({ ...paper, authors: ['Mistral-AI', ':', 'Ann Lee'] })}\n{"title": "More"}`),
  ).toMatchObject(named);
});
