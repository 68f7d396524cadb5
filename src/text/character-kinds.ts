/** Classifies characters: part of a word, between words, or ignored. */

export const kinds = {
  other: 0,
  letter: 1,
  digit: 2,
  /** Continues a word, never begins one: accents. */
  mark: 3,
  /** A letter of a script that writes no spaces between words: Chinese, Japanese, Thai and so on. */
  dense: 4,
  space: 5,
  hyphen: 6,
  apostrophe: 7,
  /** As if it were not there: soft hyphens, zero-width characters. */
  nothing: 8,
} as const;
export type CharacterKind = (typeof kinds)[keyof typeof kinds];

const unknown = 255;
/** A cache with one byte for each UTF-16 unit, so that regular expressions run once for each. */
const known = new Uint8Array(0x10000).fill(unknown);

const hyphens = '-\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63\uff0d\u30a0';
const apostrophes = "'\u2018\u2019\u02bc\uff07\u2032";
const nothing = /^\p{Default_Ignorable_Code_Point}$/u;
const dense =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\uff70\uff9e\uff9f]$/u;

/** The kind of the UTF-16 unit if it was classified before and is not half of a pair; 255 otherwise. */
export function knownKind(unit: number): number {
  return known[unit] as number;
}

/** The kind of a code point. For a surrogate pair, pass the code point of the pair. */
export function kindOf(code: number): CharacterKind {
  if (code < 0) return kinds.other;
  if (code > 0xffff) return classify(String.fromCodePoint(code));
  const before = known[code] as number;
  if (before !== unknown) return before as CharacterKind;
  const kind = classify(String.fromCharCode(code));
  known[code] = kind;
  return kind;
}

function classify(character: string): CharacterKind {
  if (nothing.test(character)) return kinds.nothing;
  if (hyphens.includes(character)) return kinds.hyphen;
  if (apostrophes.includes(character)) return kinds.apostrophe;
  if (/^\s$/u.test(character)) return kinds.space;
  if (dense.test(character)) return kinds.dense;
  // The increment sign is typed for the letter delta, and Unicode does not make it one.
  if (/^[\p{L}\u2206]$/u.test(character)) return kinds.letter;
  if (/^\p{N}$/u.test(character)) return kinds.digit;
  return /^\p{M}$/u.test(character) ? kinds.mark : kinds.other;
}

/**
 * The UTF-16 units of a text. Reading these is several times as fast as `charCodeAt`, which must find out
 * at each call how the engine stores the string.
 */
export function unitsOf(text: string): Uint16Array {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint16Array(bytes.buffer, bytes.byteOffset, text.length);
}

/** Zeros behind the units of `paddedUnitsOf`: more than any rule looks ahead. */
const padding = 8;

/** Longer texts get memory of their own. UTF-16 units. */
const roomUnits = 1 << 16;

/** Memory for the units of one text at a time. */
export type UnitRoom = { bytes: Buffer; units: Uint16Array };

export function createUnitRoom(): UnitRoom {
  const bytes = Buffer.alloc(2 * roomUnits);
  return { bytes, units: new Uint16Array(bytes.buffer, bytes.byteOffset, roomUnits) };
}

/**
 * The units of a text with zeros behind them, so that looking ahead needs no check for the end.
 * @param room where they are written if there is room: they are valid until it is used again
 */
export function paddedUnitsOf(text: string, room?: UnitRoom): Uint16Array {
  const count = text.length + padding;
  if (room !== undefined && count <= roomUnits) {
    room.bytes.write(text, 'utf16le');
    return room.units.subarray(0, count).fill(0, text.length);
  }
  const bytes = Buffer.allocUnsafe(2 * count);
  bytes.write(text, 'utf16le');
  const units = new Uint16Array(bytes.buffer, bytes.byteOffset, count);
  return units.fill(0, text.length);
}

/** The code point at `at`, which may take two units; -1 outside the text. */
export function codeAt(units: Uint16Array, at: number): number {
  const unit = units[at];
  if (unit === undefined) return -1;
  if (unit < 0xd800 || unit > 0xdbff) return unit;
  const low = units[at + 1] ?? 0;
  return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : unit;
}
