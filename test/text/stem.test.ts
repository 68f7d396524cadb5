/** Words beside their stems; and that asking the library less changes nothing. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import stem from 'wink-porter2-stemmer';
import { stemWord } from '../../src/text/stem.ts';

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
        if (written.length > 2 && !initials.test(written)) expect(stemWord(written)).toBe(stem(written));
      }
    }
  });

  test('leaves a word of any length to itself in no time', () => {
    const word = 'a'.repeat(1_000_000);
    expect(stemWord(word)).toBe(word);
  });
});
