/**
 * Manages the segments of an index: adds and deletes papers, and merges small segments. Over 200 lines: all of this shares the
 * segments, the papers that wait for one, and the work that is under way.
 */
import type { Paper } from '../model/paper.ts';
import { idKey } from '../model/paper-id.ts';
import { numberFields } from '../query/fields.ts';
import { english, names } from '../text/lexicon.ts';
import { buildSegment } from './build-segment.ts';
import { contentOf } from './content-hash.ts';
import { docsWithId } from './evaluate.ts';
import { dueForMerging, liveIn } from './merge-policy.ts';
import { mergeSegments } from './merge-segments.ts';
import { type Collector, countsOf, createCollector } from './paper-collector.ts';
import type { CorpusStats } from './score.ts';
import { isDeleted, type Segment, segmentLimit } from './segment.ts';
import { atOnce, inSlices, type Slices } from './slices.ts';
import { stringAt } from './string-table.ts';

/** A segment in use. */
export interface ActiveSegment {
  segment: Segment;
  /** How many of its papers are deleted. */
  dead: number;
  /** Their numbers, ascending; computed on first use. */
  removed?: Uint16Array | undefined;
}

/** The numbers of the deleted papers of a segment, ascending. */
export function removedOf(part: ActiveSegment): Uint16Array {
  if (part.removed) return part.removed;
  const docs = new Uint16Array(part.dead);
  let to = 0;
  for (let doc = 0; to < part.dead; doc++) if (isDeleted(part.segment, doc)) docs[to++] = doc;
  part.removed = docs;
  return docs;
}

function toActiveSegment(segment: Segment): ActiveSegment {
  let dead = 0;
  for (let doc = 0; doc < segment.count; doc++) if (isDeleted(segment, doc)) dead++;
  return { segment, dead };
}

/** How many papers or tokens are collected before a segment is built. Two such segments make a full one. */
const collectLimit = Math.floor(segmentLimit / 2);
const tokenLimit = 10_000_000;
/** An import leaves this many to the next search, which makes a segment of them in some 50 ms. */
const fewWaiting = 200;
/** After this many papers, the words that are remembered so that texts are read fast take some 30 MB. */
const manyRead = 5_000;

export type SegmentSet = ReturnType<typeof createSegmentSet>;

function setCounts(segment: Segment, doc: number, paper: Paper): void {
  const { numbers, hasCode } = countsOf(paper);
  for (const [field, { name }] of numberFields.entries()) segment.numbers[name][doc] = numbers[field]!;
  segment.hasCode[doc] = Number(hasCode);
}

export function createSegmentSet(segments: readonly Segment[] = []) {
  let parts: ActiveSegment[] = segments.map(toActiveSegment);
  let collector: Collector | undefined;
  let waiting = new Map<string, number>();
  let size = parts.reduce((sum, part) => sum + liveIn(part), 0);
  let length = 0;
  for (const { segment } of parts)
    for (let doc = 0; doc < segment.count; doc++)
      if (!isDeleted(segment, doc)) length += segment.lengths[doc]!;

  /** Papers whose words were read since words were forgotten. */
  let read = 0;
  function forgetWords(): void {
    english.forget();
    names.forget();
    read = 0;
  }

  /** Building or merging that is under way in slices. Papers must not change before it is done. */
  let work: Slices<void> | undefined;
  let imports = 0;

  /** Makes a segment of what waits, and merges what is due. */
  function* flushing(): Slices<void> {
    if (!collector || waiting.size === 0) return;
    // A full one has more behind it, which has the same words.
    if (read >= manyRead && !isFull()) forgetWords();
    const segment = yield* buildSegment(collector.collected);
    parts = [...parts, toActiveSegment(segment)];
    collector = undefined;
    waiting = new Map();
    yield* tidying();
  }

  function* tidying(): Slices<void> {
    for (let old = dueForMerging(parts); old.length > 0; old = dueForMerging(parts)) {
      const isEmpty = old.every((part) => liveIn(part) === 0);
      const merged = isEmpty ? [] : [yield* mergeSegments(old.map((part) => part.segment))];
      parts = [...parts.filter((part) => !old.includes(part)), ...merged.map(toActiveSegment)];
    }
  }

  const flush = () => atOnce(flushing());

  /** Ends what is under way. */
  function finish(): void {
    if (!work) return;
    const rest = work;
    work = undefined;
    atOnce(rest);
  }

  async function flushInSlices(): Promise<void> {
    finish();
    const own = flushing();
    work = own;
    try {
      await inSlices(own, () => work !== own);
    } finally {
      if (work === own) work = undefined;
    }
  }

  /** Where the paper with this id is. */
  function find(id: string): { part: ActiveSegment; doc: number } | undefined {
    if (parts.length === 0) return undefined;
    const key = idKey(id);
    for (const part of parts)
      for (const doc of docsWithId(part.segment, key))
        if (!isDeleted(part.segment, doc) && stringAt(part.segment.ids, doc) === id) return { part, doc };
    return undefined;
  }

  function drop({ part, doc }: { part: ActiveSegment; doc: number }): void {
    part.segment.deleted[doc >>> 5]! |= 1 << (doc & 31);
    part.dead++;
    part.removed = undefined;
    size--;
    length -= part.segment.lengths[doc]!;
  }

  /** Adds a paper or replaces the one with its id. Its text is analyzed only when it is new. */
  function add(paper: Paper): void {
    finish();
    const content = contentOf(paper);
    const isKnown = (contents: ArrayLike<number>, at: number) =>
      contents[at] === content[0] && contents[at + 1] === content[1];
    const place = waiting.get(paper.id);
    if (place !== undefined) {
      if (isKnown(collector!.collected.facts[place]!.content, 0)) {
        collector!.setCounts(place, paper);
        return;
      }
      flush();
    }
    const known = find(paper.id);
    if (known && isKnown(known.part.segment.contents, 2 * known.doc)) {
      setCounts(known.part.segment, known.doc, paper);
      return;
    }
    collector ??= createCollector();
    // Before the old one is deleted, so that an error changes nothing.
    length += collector.add(paper, content);
    if (known) drop(known);
    waiting.set(paper.id, waiting.size);
    size++;
    read++;
  }

  const isFull = () => waiting.size >= collectLimit || (collector?.tokenCount ?? 0) >= tokenLimit;

  async function putEach(batches: AsyncIterable<readonly Paper[]>): Promise<void> {
    imports++;
    try {
      for await (const papers of batches)
        for (const paper of papers) {
          add(paper);
          if (isFull()) await flushInSlices();
        }
      if (waiting.size > fewWaiting) await flushInSlices();
    } finally {
      imports--;
    }
  }

  return {
    get size(): number {
      return size;
    },
    put(paper: Paper): void {
      add(paper);
      if (isFull()) flush();
    },
    /** Like `put` for each, but a long build is done in slices. Searches meanwhile find what is in a segment already. */
    putEach,
    find,
    /** False where there was no such paper. */
    remove(id: string): boolean {
      finish();
      if (waiting.has(id)) flush();
      const known = find(id);
      if (!known) return false;
      drop(known);
      atOnce(tidying());
      return true;
    },
    /** All segments, including what was added since the last call, but for a long import under way. */
    current(): readonly ActiveSegment[] {
      if (imports === 0) flush();
      return parts;
    },
    /** All segments, with everything that was added. */
    all(): readonly ActiveSegment[] {
      finish();
      flush();
      return parts;
    },
    /** Segments as they are now: what was added since the last `current` may not be in one yet. */
    built: () => parts,
    whole: (): CorpusStats => ({ papers: size, meanLength: size > 0 ? length / size : 0 }),
  };
}
