import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/query/parse.ts';
import { printQuery } from '../../src/query/print.ts';
import { authorsFound, pathsOfAuthor } from './authors-found.ts';

const LECUN = [
  ...['Yann LeCun', 'LeCun Yann', 'LECUN, Yann', 'Y. LeCun', 'LeCun Y', 'LeCun, Y.'],
  ...['Yann A. LeCun', 'Y. A. LeCun', 'LeCun YA', 'YA LeCun', 'Yann André LeCun', 'LeCun, Yann André'],
];
const OTHERS = ['Jean Yann LeCun', 'Yann B. LeCun', 'Y. B. LeCun', 'LeCun YB', 'Yves LeCun', 'Marie LeCun'];
const GARCIA = [
  ...['José María García Márquez', 'García Márquez, José María', 'Garcia Marquez, Jose Maria'],
  ...['J. M. García-Márquez', 'José M. García Márquez', 'García Márquez JM', 'José María Garcia-Marquez'],
];
const GARCIA_SHORT = ['José García Márquez', 'García Márquez, J.', 'J. García-Márquez'];
const OTHER_GARCIA = ['Juan José García Márquez', 'María García Márquez', 'José García Lorca', 'José María'];

/** What is asked, which authors papers have, and which of them are found. */
const TABLE: [asked: string[], stored: string[], found: string[]][] = [
  [
    ['José María García Márquez', 'García Márquez, José María', 'José María García-Márquez'],
    [...GARCIA, ...GARCIA_SHORT, ...OTHER_GARCIA],
    [...GARCIA, ...GARCIA_SHORT],
  ],
  [
    ['José García Márquez', 'García Márquez, José', 'José Garcia-Marquez', 'GARCÍA MÁRQUEZ José'],
    [...GARCIA, ...GARCIA_SHORT, 'María García Márquez', 'Jorge García Márquez', 'José García Lorca'],
    [...GARCIA, ...GARCIA_SHORT],
  ],
  [['Yann A. LeCun', 'LeCun, Yann A.', 'LECUN Yann A.'], [...LECUN, ...OTHERS], LECUN],
  [
    ['Yann André LeCun', 'LeCun, Yann André'],
    [...LECUN, 'Jean Yann LeCun', 'Yann B. LeCun', 'Yves LeCun'],
    LECUN,
  ],
  [
    ['Yann B. LeCun'],
    ['Yann LeCun', 'LECUN, Yann', 'LeCun Yann', 'Yann A. LeCun', 'LeCun YA'],
    ['Yann LeCun', 'LECUN, Yann', 'LeCun Yann'],
  ],
  [
    ['LeCun YA', 'YA LeCun', 'Y. A. LeCun', 'LeCun, Y. A.', 'LeCun, YA'],
    [...LECUN, 'Marie LeCun', 'Yann B. LeCun', 'LeCun YB'],
    LECUN,
  ],
  [
    ['LECUN Yann', 'Yann LECUN', 'LeCun, Yann'],
    [...LECUN, 'Yann B. LeCun', 'Marie LeCun', 'Yves LeCun'],
    [...LECUN, 'Yann B. LeCun'],
  ],
  [
    ['Wei LI', 'LI Wei'],
    ['Wei Li', 'Li, Wei', 'W. Li', 'LI Wei', 'Wei Xu'],
    ['Wei Li', 'Li, Wei', 'W. Li', 'LI Wei'],
  ],
  [['Muller'], ['Müller, A.', 'A. Mueller'], ['Müller, A.']],
  [['José García Márquez'], ['José Márquez', 'José García', 'Márquez'], ['José Márquez']],
  [['Kaiming He, Yann LeCun'], ['Kaiming He', 'LeCun, Y.', 'Al Ray Bo'], ['Kaiming He', 'LeCun, Y.']],
  [['X Æ A-12'], ['X Æ A-12', 'X Ash'], ['X Æ A-12']],
  [['John Smith III'], ['John Smith III', 'Smith, Ann'], ['John Smith III']],
  [
    ['Dr. Yann LeCun', 'Prof. Dr. Yann LeCun', 'dr yann lecun', 'Professor LeCun, Yann', 'LeCun, Dr. Yann'],
    ['Yann LeCun', 'LeCun, Y.', 'Marie LeCun'],
    ['Yann LeCun', 'LeCun, Y.'],
  ],
  [
    ['Jürgen Schmidhuber', 'Juergen Schmidhuber', 'Schmidhuber, Jürgen', 'Ju\u0308rgen Schmidhuber'],
    [
      'Jürgen Schmidhuber',
      'Juergen Schmidhuber',
      'Schmidhuber, Jürgen',
      'Schmidhuber, Juergen',
      'J. Schmidhuber',
      'Jürgen A. Schmidhuber',
      'Jorn Schmidhuber',
    ],
    [
      'Jürgen Schmidhuber',
      'Juergen Schmidhuber',
      'Schmidhuber, Jürgen',
      'Schmidhuber, Juergen',
      'J. Schmidhuber',
      'Jürgen A. Schmidhuber',
    ],
  ],
  [
    ['Anna Müller-Weiß', 'Anna Mueller-Weiss', 'A. Müller-Weiss'],
    ['Anna Müller-Weiß', 'A. Mueller-Weiss', 'Weiss, Anna'],
    ['Anna Müller-Weiß', 'A. Mueller-Weiss'],
  ],
  [['Yue Wang'], ['Yue Wang', 'Yu Wang', 'Y. Wang'], ['Yue Wang', 'Y. Wang']],
  [['Yu Wang'], ['Yue Wang', 'Yu Wang', 'Y. Wang'], ['Yu Wang', 'Y. Wang']],
  [
    ['J. Li'],
    ['Jun Li', 'Li, J.', 'Li J', 'Jun Li Wang', 'Wei Jun Li', 'J. X. Li'],
    ['Jun Li', 'Li, J.', 'Li J', 'J. X. Li'],
  ],
];

describe('an author', () => {
  test.each(TABLE.flatMap(([asked, stored, found]) => asked.map((one) => [one, stored, found] as const)))(
    'asked for as %s is found in papers that mean the same person, and in no others',
    (asked, stored, found) => {
      expect(authorsFound(`author:"${asked}"`, stored)).toEqual(found);
    },
  );

  test.each(['LECUN 李', 'LeCun, A-12', 'YA Bo A-12', 'LECUN Yann André Bo Cy', 'Li, Wei Bo Cy Du'])(
    'asked for as %s is found where a paper writes just this',
    (asked) => expect(authorsFound(`author:"${asked}"`, [asked, 'Al Ray'])).toEqual([asked]),
  );

  test('of one word is found with its umlaut spelled out, and so the other way round', () => {
    for (const typed of ['author:Müller', 'author:mueller'])
      expect(authorsFound(typed, ['Anna Müller', 'Anna Mueller', 'Al Miller'])).toEqual([
        'Anna Müller',
        'Anna Mueller',
      ]);
  });

  test.each(TABLE.flatMap(([asked]) => asked))(
    'asked for as %s is printed in a way that reads the same',
    (asked) => {
      const read = parseQuery(`author:"${asked}"`);
      if (!read.ok) throw new Error(read.problem.message);
      expect(parseQuery(printQuery(read.query))).toEqual(read);
    },
  );

  test('costs few looks, so that a search for one stays fast', () => {
    const names = [
      'Y. LeCun',
      'Yann LeCun',
      'Yann A. LeCun',
      'LeCun YA',
      'Yann André LeCun',
      'Jürgen Schmidhuber',
    ];
    const most = (some: readonly string[]) =>
      Math.max(...some.map((name) => pathsOfAuthor(`author:"${name}"`)));
    expect(most(names)).toBeLessThanOrEqual(21);
    expect(most(['José María García Márquez', 'Aaron Jan van den Oord'])).toBeLessThanOrEqual(26);
  });
});
