/** Texts, marks and room, beside what is shown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain } from '../../src/model/message.ts';
import { excerpt, mark, type Range } from '../../src/text/excerpt.ts';

function rangesOf(text: string, ...words: string[]): Range[] {
  return words.flatMap((word) =>
    [...text.matchAll(new RegExp(word, 'g'))].map(({ index }) => ({
      start: index,
      end: index + word.length,
    })),
  );
}

const abstract =
  'Large models are costly, as Smith et al. showed in 0.5 hours. We prune them, e.g. by rank. ' +
  'Our method keeps the accuracy of a dense model at a tenth of the cost. Code and models are public.';

describe('excerpt', () => {
  test('gives a short text whole', () => {
    expect(excerpt(' A short text. ', [], 100)).toEqual([{ text: 'A short text.' }]);
    expect(excerpt('', [], 100)).toEqual([]);
  });

  test('gives whole first sentences, which end neither at abbreviations nor in numbers', () => {
    expect(plain(excerpt(abstract, [], 80))).toBe(
      'Large models are costly, as Smith et al. showed in 0.5 hours.',
    );
    expect(plain(excerpt(abstract, [], 95))).toBe(
      'Large models are costly, as Smith et al. showed in 0.5 hours. We prune them, e.g. by rank.',
    );
  });

  test('cuts the first sentence between words where it is too long', () => {
    expect(plain(excerpt(abstract, [], 40))).toBe('Large models are costly, as Smith et…');
    expect(plain(excerpt(abstract, [], 26))).toBe('Large models are costly…');
  });

  test('gives the window with the most different marks, and marks them', () => {
    const marks = rangesOf(abstract, 'model', 'accuracy', 'dense');
    expect(excerpt(abstract, marks, 70)).toEqual([
      { text: '…Our method keeps the ' },
      { text: 'accuracy', style: 'match' },
      { text: ' of a ' },
      { text: 'dense', style: 'match' },
      { text: ' ' },
      { text: 'model', style: 'match' },
      { text: ' at a tenth of the…' },
    ]);
  });

  test('begins at the beginning and ends at the end without dots', () => {
    expect(plain(excerpt(abstract, rangesOf(abstract, 'Large'), 30))).toMatch(/^Large models are costly.*…$/);
    expect(plain(excerpt(abstract, rangesOf(abstract, 'public'), 30))).toMatch(/^….*models are public\.$/);
  });

  test('cuts a text without spaces between characters', () => {
    const text = '👨‍👩‍👧'.repeat(30);
    expect(plain(excerpt(text, [], 30))).toBe(`${'👨‍👩‍👧'.repeat(3)}…`);
  });

  test('is never longer than asked, is of the text, and breaks no character', () => {
    const texts = fc.array(
      fc.oneof(fc.lorem({ maxCount: 3 }), fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constant('. ')),
    );
    const places = fc.array(fc.tuple(fc.nat(200), fc.nat(20)));
    fc.assert(
      fc.property(texts, places, fc.integer({ min: 2, max: 120 }), (parts, marks, room) => {
        const text = parts.join(' ');
        const ranges = marks
          .map(([start, length]) => ({
            start: Math.min(start, text.length),
            end: Math.min(start + length, text.length),
          }))
          .filter(({ start, end }) => isBetween(text, start) && isBetween(text, end));
        const spans = excerpt(text, ranges, room);
        const shown = plain(spans);
        expect(shown.length).toBeLessThanOrEqual(Math.max(room, 0));
        expect(shown.isWellFormed()).toBe(true);
        expect(text).toContain(shown.replace(/^…/, '').replace(/…$/, ''));
        expect(plain(mark(text, ranges))).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });
});

function isBetween(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return !(unit >= 0xdc00 && unit <= 0xdfff);
}

describe('mark', () => {
  test('gives the whole text, with ranges in any order, overlapping or not, as matches', () => {
    expect(
      mark('deep learning', [
        { start: 5, end: 8 },
        { start: 0, end: 4 },
        { start: 5, end: 13 },
      ]),
    ).toEqual([{ text: 'deep', style: 'match' }, { text: ' ' }, { text: 'learning', style: 'match' }]);
  });
});
