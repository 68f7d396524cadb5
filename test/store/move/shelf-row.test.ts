import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf } from '../../../src/store/postgres/shelf-key.ts';
import { fromStoredRow, toStoredRow } from '../../../src/store/postgres/shelf-row.ts';
import { serialization, UNREADABLE } from '../../../src/store/serialization.ts';
import { anyCharacter } from '../../any-character.ts';

const key = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: fc.constantFrom('a', '\0', '\u0001', 'h', '0', '1', 'ß') }),
  fc.string({ unit: anyCharacter, minLength: 700, maxLength: 3_000 }),
);
const written = fc
  .anything({ withUnicodeString: true } as object)
  .map((value) => serialization.stringify({ value }));
const damaged = fc.oneof(
  fc.string({
    unit: fc.constantFrom('{', '"', 'key', 'value', ':', ',', '}', '\0', '\u0001', '[', ']', '\\', '1'),
  }),
  fc.uint8Array(),
  fc.constant(null),
);

test('a row of a shelf comes back from Postgres as it was, whatever it holds', () => {
  fc.assert(
    fc.property(
      key,
      fc.oneof(
        fc.json().map((json) => `{"value":${json}}`),
        written,
        damaged,
      ),
      (name, value) => {
        const stored = toStoredRow([name, '', value]);
        for (const text of stored) expect(String(text)).not.toContain('\0');
        const [back, namespace, read] = fromStoredRow(stored);
        expect([back, namespace]).toEqual([name, '']);
        expect(read instanceof Uint8Array ? [...read] : read).toEqual(
          value instanceof Uint8Array ? [...value] : value,
        );
      },
    ),
  );
});

test('Paperboy reads there what it read here', () => {
  fc.assert(
    fc.property(key, fc.json(), (name, json) => {
      const text = `{"value":${json}}`;
      const [stored, namespace, value] = toStoredRow([name, '', text]) as [string, null, string];
      expect([keyOf(stored, value), namespace]).toEqual([name, null]);
      expect(serialization.parse(value)).toEqual(serialization.parse(text));
    }),
  );
});

test('what cannot be read here cannot be read there', () => {
  fc.assert(
    fc.property(key, damaged, (name, value) => {
      fc.pre(
        typeof value === 'string' && serialization.parse<{ value: unknown }>(value).value === UNREADABLE,
      );
      const [, , stored] = toStoredRow([name, '', value]) as [string, null, string];
      expect(serialization.parse(stored)).toEqual({ value: UNREADABLE });
    }),
  );
});

test('a long key whose value was damaged on Postgres stays as it is stored', () => {
  const lost = `\u0001hhttps://example.org ${'0'.repeat(64)}`;
  expect(fromStoredRow([lost, null, 'damaged'])).toEqual([lost, '', 'damaged']);
  expect(toStoredRow([lost, '', 'damaged'])).toEqual([lost, null, 'damaged']);
});
