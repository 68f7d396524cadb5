/**
 * Caches a value for each distinct word of a text. A `Map` would need each word as a string of its own, hashed by the
 * engine: with one the analyzer took twice the time.
 */

/** Longer stretches are not kept. */
const longest = 60;
/** Kept at most; beyond, all is forgotten and learned again. 21,000 abstracts have 150,000 different stretches. */
const most = 160_000;
const places = 1 << 18;
const roomForUnits = most * 12;

export function createWordCache<T>() {
  const values = new Array<T | undefined>(places).fill(undefined);
  /** The units of all that is kept, one after another; where each begins, and how many: 0 where a place is free. */
  const kept = new Uint16Array(roomForUnits);
  const begins = new Uint32Array(places);
  const lengths = new Uint8Array(places);
  let count = 0;
  let used = 0;
  let missed = -1;
  let missedUnits: Uint16Array = kept;
  let missedStart = 0;
  let missedEnd = 0;

  /** The cached value for these units, the end excluded. */
  function find(units: Uint16Array, start: number, end: number): T | undefined {
    const length = end - start;
    missed = -1;
    if (length > longest || length <= 0) return undefined;
    let place = placeOf(units, start, end);
    for (let taken = lengths[place]; taken !== 0; taken = lengths[place]) {
      if (taken === length) {
        const begin = begins[place] as number;
        let at = 0;
        while (at < length && kept[begin + at] === units[start + at]) at++;
        if (at === length) return values[place];
      }
      place = (place + 1) & (places - 1);
    }
    missed = place;
    missedUnits = units;
    missedStart = start;
    missedEnd = end;
    return undefined;
  }

  /** Caches the value for the units of the last `find` that found nothing. */
  function keep(value: T): void {
    if (missed < 0) return;
    const length = missedEnd - missedStart;
    if (count >= most || used + length > kept.length) {
      values.fill(undefined);
      lengths.fill(0);
      count = 0;
      used = 0;
      missed = placeOf(missedUnits, missedStart, missedEnd);
    }
    for (let at = 0; at < length; at++) kept[used + at] = missedUnits[missedStart + at] as number;
    begins[missed] = used;
    lengths[missed] = length;
    values[missed] = value;
    used += length;
    count++;
    missed = -1;
  }

  return { find, keep };
}

function placeOf(units: Uint16Array, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = Math.imul(hash, 31) + (units[at] as number);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) & (places - 1);
}
