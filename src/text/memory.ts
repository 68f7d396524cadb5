/**
 * What was worked out for a stretch of text is kept, to be found when the same stretch is met again. A `Map` would
 * need each word cut out of its text and hashed by the engine: with it the analyser took twice the time.
 */

export interface Memory<T> {
  /** What is kept for these units, the end excluded. */
  find(units: Uint16Array, start: number, end: number): T | undefined;
  /** Keeps it for the units that were looked for last and not found. */
  keep(value: T): void;
}

/** Longer stretches are not kept. */
const longest = 60;
/** Kept at most; beyond, all is forgotten and learned again. 21,000 abstracts have 150,000 different stretches. */
const most = 160_000;
const places = 1 << 18;
const roomForUnits = most * 12;

export function createMemory<T>(): Memory<T> {
  let values: (T | undefined)[] = [];
  /** The units of all that is kept, one after another; where each begins, and how many: 0 where a place is free. */
  let kept = new Uint16Array(0);
  let begins = new Uint32Array(0);
  let lengths = new Uint8Array(places);
  let count = 0;
  let used = 0;
  let missed = -1;
  let missedUnits: Uint16Array = kept;
  let missedStart = 0;
  let missedEnd = 0;

  function find(units: Uint16Array, start: number, end: number): T | undefined {
    const length = end - start;
    missed = -1;
    if (length > longest || length <= 0) return undefined;
    let place = placeOf(units, start, end);
    for (let taken = lengths[place]; taken !== 0; taken = lengths[place]) {
      if (taken === length && isAt(begins[place] as number, units, start, length)) return values[place];
      place = (place + 1) & (places - 1);
    }
    missed = place;
    missedUnits = units;
    missedStart = start;
    missedEnd = end;
    return undefined;
  }

  function isAt(begin: number, units: Uint16Array, start: number, length: number): boolean {
    for (let at = 0; at < length; at++) if (kept[begin + at] !== units[start + at]) return false;
    return true;
  }

  function keep(value: T): void {
    if (missed < 0) return;
    const length = missedEnd - missedStart;
    if (count >= most || used + length > kept.length) {
      forget();
      missed = placeOf(missedUnits, missedStart, missedEnd);
    }
    kept.set(missedUnits.subarray(missedStart, missedEnd), used);
    begins[missed] = used;
    lengths[missed] = length;
    values[missed] = value;
    used += length;
    count++;
    missed = -1;
  }

  function forget(): void {
    values = new Array<T | undefined>(places).fill(undefined);
    kept = new Uint16Array(roomForUnits);
    begins = new Uint32Array(places);
    lengths = new Uint8Array(places);
    count = 0;
    used = 0;
  }

  return { find, keep };
}

function placeOf(units: Uint16Array, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = Math.imul(hash, 31) + (units[at] as number);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) & (places - 1);
}
