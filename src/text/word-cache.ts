/**
 * Caches what is known of each distinct word of a text. A `Map` would need each word as a string of its own, hashed by the
 * engine: with one the analyzer took twice the time. What readers ask of every word is a row of numbers, so that no object is
 * touched for it. Words are numbered as they come, and those that come first are the frequent ones: so most look-ups stay in
 * the processor's cache.
 */

/** Places of an empty cache. */
const fewest = 1 << 12;
/** Longer stretches are not found again. */
const longest = 60;
/** Beyond this many, all is forgotten before the next text. 21,000 abstracts have 150,000 different stretches. */
const most = 160_000;

/** A row: the hash of the word, where its units are and how many, then what readers ask for. */
export const columns = {
  hash: 0,
  start: 1,
  length: 2,
  flags: 3,
  termHash: 4,
  beginning: 5,
  note: 6,
  notedBy: 7,
};
export const rowBits = 3;

/** The bits of a taken slot that hold the number of its word; those above hold the same bits of its hash. */
const numberBits = 20;
const numberMask = (1 << numberBits) - 1;
const tagMask = ~numberMask;

export type WordCache<T> = ReturnType<typeof createWordCache<T>>;

export function createWordCache<T>() {
  /**
   * For each place the number of its word from 1 with a part of its hash, so that most other words are told apart here, or 0; at most
   * half are taken.
   */
  let slots = new Int32Array(fewest);
  let rows = new Int32Array((slots.length / 2) << rowBits);
  /** The units of all that is kept, one after another. */
  let kept = new Uint16Array(1 << 14);
  let keptLength = 0;
  const values: T[] = [];

  /** The number of the word of these units, the end excluded, whose hash is that of `hashUnits`; -1 for a new one. */
  function find(units: Uint16Array, start: number, end: number, hash: number): number {
    const length = end - start;
    const mask = slots.length - 1;
    for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const taken = slots[slot] as number;
      if (((taken ^ hash) & tagMask) !== 0) continue;
      const number = (taken & numberMask) - 1;
      const row = number << rowBits;
      if (rows[row] !== hash || rows[row + columns.length] !== length) continue;
      let at = rows[row + columns.start] as number;
      let from = start;
      while (from < end && kept[at] === units[from]) {
        at++;
        from++;
      }
      if (from === end) return number;
    }
    return -1;
  }

  function insert(number: number): void {
    const mask = slots.length - 1;
    const hash = rows[number << rowBits] as number;
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = (hash & tagMask) | (number + 1);
  }

  function grow(): void {
    slots = new Int32Array(2 * slots.length);
    const before = rows;
    rows = new Int32Array(2 * before.length);
    rows.set(before);
    for (let number = 0; number < values.length; number++)
      if (rows[(number << rowBits) + columns.length] !== 0) insert(number);
  }

  /** Caches the value for units that `find` did not find. Returns its number. */
  function keep(value: T, units: Uint16Array, start: number, end: number, hash: number): number {
    if (2 * values.length >= slots.length) grow();
    const number = values.push(value) - 1;
    const row = number << rowBits;
    rows.fill(0, row, row + (1 << rowBits));
    const length = end - start;
    // One text may have any number of words.
    if (length === 0 || length > longest || number >= numberMask) return number;
    if (keptLength + length > kept.length) {
      const before = kept;
      kept = new Uint16Array(2 * before.length);
      kept.set(before);
    }
    kept.set(units.subarray(start, end), keptLength);
    rows[row + columns.hash] = hash;
    rows[row + columns.start] = keptLength;
    rows[row + columns.length] = length;
    keptLength += length;
    insert(number);
    return number;
  }

  return {
    find,
    keep,
    valueOf: (number: number) => values[number] as T,
    get: (number: number, column: number) => rows[(number << rowBits) + column] as number,
    set(number: number, column: number, value: number): void {
      rows[(number << rowBits) + column] = value;
    },
    /** Forgets all when there is too much: no number from before is valid then. */
    tidy(): void {
      if (values.length < most) return;
      slots.fill(0);
      values.length = 0;
      keptLength = 0;
    },
    /** Forgets all and gives its memory back. Must not be called while a text is read. */
    forget(): void {
      slots = new Int32Array(fewest);
      rows = new Int32Array((fewest / 2) << rowBits);
      kept = new Uint16Array(1 << 14);
      values.length = 0;
      keptLength = 0;
    },
  };
}

/** A hash of the units from `start` up to but excluding `end`. */
export function hashUnits(units: Uint16Array, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = mixUnit(hash, units[at] as number);
  return finishHash(hash);
}

/** A step of `hashUnits`, for who reads the units anyway. */
export function mixUnit(hash: number, unit: number): number {
  return (Math.imul(hash, 31) + unit) | 0;
}

export function finishHash(mixed: number): number {
  const hash = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
