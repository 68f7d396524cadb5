/** Words beside their stems; and that ours are those of a library, which the terms of every kept index are made of. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import library from 'wink-porter2-stemmer';
import { longestStemmed, stem } from '../../src/text/porter2.ts';
import { stemWord } from '../../src/text/stem.ts';

/** Every ending that Porter2 knows, and what tells its cases apart. */
const pieces =
  `ational ization fulness ousness iveness tional biliti lessli entli ation alism aliti ousli iviti fulli enci anci
  abli izer ator alli bli ogi li alize icate iciti ative ical ness ful ement ance ence able ible ment ant ent ism ate iti ous
  ive ize ion al er ic ed edly ing ingly eed eedly ies ied s ss us sses y ly e l ll at bl iz tt gener commun arsen inn outing
  a e i o u y b c d f g l n r s t w x`.split(/\s+/);

const initials = /^[b-df-hj-np-tv-xz]{2,}[aeiou]?s$/;

describe('stemWord', () => {
  test.each([
    ['tuning', 'tune'],
    ['llms', 'llm'],
    ['gpus', 'gpu'],
    ['pdes', 'pde'],
    ['fpgas', 'fpga'],
    ['this', 'this'],
    ['gps', 'gps'],
    ['css', 'css'],
    ['gas', 'gas'],
    ['mp3s', 'mp3s'],
    ['3dprinters', '3dprinter'],
    ['c++', 'c++'],
    ['модели', 'модели'],
    ['as', 'as'],
  ])('makes %s to %s', (word, stemmed) => {
    expect(stemWord(word)).toBe(stemmed);
  });

  test('says what the library says of every plain word of the compound list, in every ending', () => {
    const list = readFileSync(new URL('../../src/text/compounds.txt', import.meta.url), 'utf8');
    const words = new Set(list.match(/[a-z]+/g));
    for (const word of words) {
      for (const form of [
        '',
        's',
        'es',
        'ed',
        'ing',
        'ly',
        'ion',
        'er',
        'al',
        'ness',
        'ment',
        'ity',
        'ies',
      ]) {
        const written = word + form;
        if (written.length > 2 && !initials.test(written)) expect(stemWord(written)).toBe(library(written));
      }
    }
  });

  test('says what the library says of any letters and endings', () => {
    const word = fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 7 })
      .map((parts) => parts.join('').slice(0, longestStemmed));
    fc.assert(
      fc.property(word, (one) => {
        expect(stem(one)).toBe(library(one));
      }),
      { numRuns: 20_000 },
    );
  });

  test('leaves a word of any length to itself in no time', () => {
    const word = 'a'.repeat(1_000_000);
    expect(stemWord(word)).toBe(word);
  });
});
