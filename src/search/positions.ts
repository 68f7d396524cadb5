/** Reads the positions of a term in each of its papers. */
import type { Postings } from './postings.ts';
import { blockShift, blockSize } from './segment.ts';

/** The positions of one term in one paper, read on demand. Only the first `count` entries are valid. */
export interface Positions {
  starts: number[];
  ends: number[];
  count: number;
}

/** Reads the positions of a term's postings; fastest in ascending order. */
export function createPositionReader(postings: Postings): (posting: number) => Positions {
  const { terms, term } = postings.source!;
  const { positions, blockPositions } = terms;
  const firstBlock = terms.blockStarts[term]!;
  const spans = terms.spanning[term] === 1;
  const places: Positions = { starts: [], ends: [], count: 0 };
  let next = postings.from;
  let at = blockPositions[firstBlock] ?? 0;

  function number(): number {
    let byte = positions[at++]!;
    let value = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = positions[at++]!;
      value |= (byte & 127) << shift;
    }
    return value >>> 0;
  }

  function skip(): void {
    for (let last = false; !last; ) {
      last = (positions[at]! & 1) === 1;
      while (positions[at++]! > 127);
      if (spans) while (positions[at++]! > 127);
    }
  }

  return (posting) => {
    const block = (posting - postings.from) >>> blockShift;
    const blockStart = postings.from + block * blockSize;
    if (next < blockStart || next > posting) {
      next = blockStart;
      at = blockPositions[firstBlock + block]!;
    }
    for (; next < posting; next++) skip();
    next++;
    places.count = 0;
    let position = 0;
    for (let last = false; !last; ) {
      const value = number();
      last = (value & 1) === 1;
      position += value >>> 1;
      places.starts[places.count] = position;
      places.ends[places.count++] = position + (spans ? number() : 1);
    }
    return places;
  };
}
