/**
 * Caches a value for each distinct word of a text. A `Map` would need each word as a string of its own, hashed by the
 * engine: with one the analyzer took twice the time. What is cached first lies together, and the words that come first are
 * the frequent ones: so most look-ups stay in the processor's cache.
 */

/** Longer stretches are not kept. */
const longest = 60;
/** Kept at most; beyond, all is forgotten and learned again. 21,000 abstracts have 150,000 different stretches. */
const most = 160_000;
const places = 1 << 18;
const roomForUnits = most * 12;

export function createWordCache<T>() {
  /** For each place the hash of its word, and the word's number from 1; 0 where a place is free. */
  const slots = new Int32Array(2 * places);
  const values: T[] = [];
  /** The units of all that is kept, one after another, and where each word ends. */
  const kept = new Uint16Array(roomForUnits);
  const ends = new Uint32Array(most + 1);
  let missedSlot = -1;
  let missedHash = 0;
  let missedUnits: Uint16Array = kept;
  let missedStart = 0;
  let missedEnd = 0;

  function isKept(number: number, units: Uint16Array, start: number, end: number): boolean {
    let at = ends[number - 1] as number;
    if ((ends[number] as number) - at !== end - start) return false;
    for (let from = start; from < end; from++) if (kept[at++] !== units[from]) return false;
    return true;
  }

  function freeSlot(hash: number): number {
    let slot = slotOf(hash);
    while (slots[slot + 1] !== 0) slot = nextSlot(slot);
    return slot;
  }

  /** The cached value for these units, the end excluded, whose hash is that of `hashUnits`. */
  function find(units: Uint16Array, start: number, end: number, hash: number): T | undefined {
    missedSlot = -1;
    if (end - start > longest || end <= start) return undefined;
    let slot = slotOf(hash);
    for (let number = slots[slot + 1] as number; number !== 0; number = slots[slot + 1] as number) {
      if (slots[slot] === hash && isKept(number, units, start, end)) return values[number - 1];
      slot = nextSlot(slot);
    }
    missedSlot = slot;
    missedHash = hash;
    missedUnits = units;
    missedStart = start;
    missedEnd = end;
    return undefined;
  }

  function forget(): void {
    slots.fill(0);
    values.length = 0;
  }

  /** Caches the value for the units of the last `find` that found nothing. */
  function keep(value: T): void {
    if (missedSlot < 0) return;
    const length = missedEnd - missedStart;
    if (values.length >= most || (ends[values.length] as number) + length > kept.length) {
      forget();
      missedSlot = freeSlot(missedHash);
    }
    const begin = ends[values.length] as number;
    for (let at = 0; at < length; at++) kept[begin + at] = missedUnits[missedStart + at] as number;
    const number = values.push(value);
    ends[number] = begin + length;
    slots[missedSlot] = missedHash;
    slots[missedSlot + 1] = number;
    missedSlot = -1;
  }

  return { find, keep };
}

/** A hash of the units from `start` up to but excluding `end`. */
export function hashUnits(units: Uint16Array, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (units[at] as number)) | 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function slotOf(hash: number): number {
  return (hash & (places - 1)) << 1;
}

function nextSlot(slot: number): number {
  return (slot + 2) & (2 * places - 1);
}
