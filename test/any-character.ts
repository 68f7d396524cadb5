/** Any character there is, for random texts. fast-check's own unit `binary` is the same, and costs a second in each process. */
import fc from 'fast-check';

/** Halves of pairs are no characters. */
const [FIRST_HALF, HALVES] = [0xd800, 0x800];

export const anyCharacter: fc.Arbitrary<string> = fc.integer({ min: 0, max: 0x10_ff_ff - HALVES }).map(
  (number) => String.fromCodePoint(number < FIRST_HALF ? number : number + HALVES),
  (character) => {
    const code = typeof character === 'string' ? character.codePointAt(0) : undefined;
    if (code === undefined || String.fromCodePoint(code) !== character) throw new Error('no character');
    return code < FIRST_HALF ? code : code - HALVES;
  },
);
