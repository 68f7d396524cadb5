/** Damages whole inputs, byte for byte: what a broken disk, a cut line or a curious person makes of a good file. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';

/** Where in a file, from 0 to below 1, each place as often as any other. */
export const place: fc.Arbitrary<number> = fc.noBias(fc.nat(999_999)).map((one) => one / 1_000_000);
const bytes = fc.oneof(
  fc
    .constantFrom(
      ...[
        '\u0000',
        '\ufeff',
        '\u202e',
        '\r',
        '\n\n',
        '"',
        '<',
        '<!--',
        ']]>',
        '&',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
      ],
      ...['9'.repeat(400), '1e999', '-1', '['.repeat(3_000), '<a>'.repeat(2_000), '{"a":'.repeat(1_000)],
      ...[
        'x'.repeat(20_000),
        '((',
        '\\',
        '=',
        '%',
        '\u001b[2J',
        '__proto__',
        'null',
        '@everyone',
        '<script>',
      ],
    )
    .map((text) => Buffer.from(text)),
  // Half of a surrogate pair, what is no UTF-8, and marks of other encodings.
  fc
    .constantFrom([0xed, 0xa0, 0x80], [0xff, 0xfe], [0xfe, 0xff], [0xc0, 0x80], [0x80], [0x1f, 0x8b])
    .map(Buffer.from),
  fc.uint8Array({ minLength: 1, maxLength: 8 }).map(Buffer.from),
);

type Change = (whole: Buffer) => Buffer;

const flipped = fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(
  ([at, by]): Change =>
    (whole) => {
      const copy = Buffer.from(whole);
      const index = Math.floor(at * whole.length);
      if (index < copy.length) copy[index] = (copy[index] ?? 0) ^ by;
      return copy;
    },
);
const cut = fc.tuple(place, place).map(
  ([from, length]): Change =>
    (whole) => {
      const begin = Math.floor(from * whole.length);
      const end = Math.min(whole.length, begin + Math.ceil(length * length * whole.length));
      return Buffer.concat([whole.subarray(0, begin), whole.subarray(end)]);
    },
);
const truncated = place.map(
  (at): Change =>
    (whole) =>
      whole.subarray(0, Math.floor(at * whole.length)),
);
const inserted = fc.tuple(place, bytes).map(
  ([at, more]): Change =>
    (whole) => {
      const index = Math.floor(at * whole.length);
      return Buffer.concat([whole.subarray(0, index), more, whole.subarray(index)]);
    },
);
const again = fc.tuple(place, place, fc.integer({ min: 2, max: 40 })).map(
  ([from, length, times]): Change =>
    (whole) => {
      const begin = Math.floor(from * whole.length);
      const end = Math.min(whole.length, begin + Math.ceil(length * length * Math.min(whole.length, 4_000)));
      const part = whole.subarray(begin, end);
      return Buffer.concat([
        whole.subarray(0, end),
        ...Array.from({ length: times }, () => part),
        whole.subarray(end),
      ]);
    },
);
/** The first number behind a place, by another. */
const numbers = fc
  .tuple(
    place,
    fc.constantFrom('-1', '0', '1e999', '9'.repeat(30), '9007199254740993', 'NaN', '1.5', '""', 'null'),
  )
  .map(
    ([at, by]): Change =>
      (whole) => {
        const text = whole.toString('latin1');
        const index = Math.floor(at * text.length);
        return Buffer.from(text.slice(0, index) + text.slice(index).replace(/\d+/, by), 'latin1');
      },
  );

const change: fc.Arbitrary<Change> = fc.oneof(flipped, cut, truncated, inserted, again, numbers);

/** One of the inputs, with up to four changes. */
export function mutated(inputs: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...inputs.map(Buffer.from)), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([whole, changes]) => changes.reduce((one, by) => by(one), whole as Buffer));
}

/** One of the inputs, of the same length, with some bytes changed: what a disk makes of a file. */
export function flippedIn(inputs: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...inputs.map(Buffer.from)), fc.array(flipped, { minLength: 1, maxLength: 6 }))
    .map(([whole, changes]) => changes.reduce((one, by) => by(one), whole as Buffer));
}

/** Bytes of files in `fixtures/`. */
export function fixtures(...paths: string[]): Buffer[] {
  return paths.map((path) => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url)));
}
