/** Saves segments as bytes for the disk and loads them, verified; a snapshot with any defect is rejected as a whole. */
import { crc32 } from 'node:zlib';
import { eachTokenOf } from '../query/document.ts';
import { numberFields, textGroups } from '../query/fields.ts';
import { analyse, analyseName, appendTo } from '../text/analyse.ts';
import { compoundsVersion } from '../text/compounds.ts';
import { termsVersion } from '../text/term.ts';
import { frequenciesChecksum } from '../vectors/document-frequencies.ts';
import type { Segment } from './segment.ts';
import { atOnce, type Slices } from './slices.ts';

/**
 * A header (magic number, checksum, lengths, and the segments as JSON in which each array is its type and length), then the
 * arrays as they are in memory, so that loading only creates views: nothing is parsed, copied or sorted. Bytes have the
 * machine's own order; a snapshot of a machine with another order has another magic number and is rejected.
 */
const magic = 0x50425831;
/** Must change whenever the meaning of the arrays does. */
const format = 9;
/** Magic, checksum, length of the JSON; arrays begin at a multiple of eight. */
const headingBytes = 16;
const alignment = 8;

const types = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array } as const;
type TypedArray = InstanceType<(typeof types)[keyof typeof types]>;

/** Why a snapshot is rejected: its version, or `damaged` for what is not whole or not of this archive. */
export type Unusable = 'earlier' | 'later' | 'damaged';

interface Contents {
  format: number;
  /** See `analyzerVersion`. */
  terms: string;
  /** The caller's fingerprint of the archive. */
  fingerprint: string;
  segments: readonly Segment[];
}

/**
 * Identifies the analyzer, the table of rarities and the fields that the arrays were built with. Word lists have versions; the stemmer
 * and the segmentation of Chinese are told apart by the tokens of a few sentences.
 */
function analyzerVersion(): string {
  const probe = `Fine-tuned GPT-4 and C++, naïve state-of-the-art x-rays: generalizations of hyper parameters, 1,000 times
    relational happily ties colour organisations; don't .NET R2-D2 深度学习模型 ディープラーニング einfach größer`;
  const tokens = [...analyse(probe), ...analyseName('José Núñez-García O’Neill 李明')];
  eachTokenOf(['Yann A. LeCun', 'Jürgen Li'], 'person', appendTo(tokens));
  const written = tokens.map(({ term, word, position, length }) => [term, word, position, length]);
  const fields = [...numberFields.map(({ name }) => name), ...textGroups];
  const hash = crc32(JSON.stringify([written, fields]));
  return [
    compoundsVersion,
    ...[termsVersion, hash, frequenciesChecksum()].map((one) => one.toString(16)),
  ].join(' ');
}

function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && value.constructor.name in types;
}

const aligned = (bytes: number) => Math.ceil(bytes / alignment) * alignment;

/** Copied or summed up in some milliseconds at most. Bytes. */
const piece = 1 << 20;

/** The segments as they are now: what is changed in place is copied. */
function frozen(segment: Segment): Segment {
  const numbers = Object.entries(segment.numbers).map(([name, values]) => [name, values.slice()]);
  return {
    ...segment,
    numbers: Object.fromEntries(numbers) as Segment['numbers'],
    hasCode: segment.hasCode.slice(),
    deleted: segment.deleted.slice(),
  };
}

/**
 * The segments as bytes, as they are when the work begins, whatever is changed while it waits. `fingerprint` identifies the state of
 * the archive.
 */
export function* snapshotInSlices(segments: readonly Segment[], fingerprint: string): Slices<Uint8Array> {
  const contents: Contents = {
    format,
    terms: analyzerVersion(),
    fingerprint,
    segments: segments.map(frozen),
  };
  const arrays: TypedArray[] = [];
  const describe = (_: string, value: unknown) => {
    if (!isTypedArray(value)) return value;
    arrays.push(value);
    return [value.constructor.name, value.length];
  };
  const json = new TextEncoder().encode(JSON.stringify(contents, describe));
  const start = aligned(headingBytes + json.length);
  const size = arrays.reduce((sum, array) => sum + aligned(array.byteLength), start);
  const bytes = new Uint8Array(size);
  bytes.set(json, headingBytes);
  let at = start;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    const from = new Uint8Array(buffer, byteOffset, byteLength);
    for (let done = 0; done < byteLength; done += piece) {
      bytes.set(from.subarray(done, done + piece), at + done);
      yield;
    }
    at += aligned(byteLength);
  }
  const heading = new Uint32Array(bytes.buffer, 0, headingBytes / 4);
  heading[0] = magic;
  heading[2] = json.length;
  heading[3] = size;
  let sum = 0;
  for (let done = 8; done < size; done += piece) {
    sum = crc32(bytes.subarray(done, done + piece), sum);
    yield;
  }
  heading[1] = sum;
  return bytes;
}

/** The segments as bytes, made without a break; see `snapshotInSlices`. */
export function toSnapshot(segments: readonly Segment[], fingerprint: string): Uint8Array {
  return atOnce(snapshotInSlices(segments, fingerprint));
}

/** The JSON of the header, or undefined when the bytes are damaged or not a snapshot. */
function readJson(bytes: Uint8Array): string | undefined {
  if (bytes.length < headingBytes) return undefined;
  const heading = new Uint32Array(bytes.buffer, bytes.byteOffset, headingBytes / 4);
  const [found, checksum, jsonLength, size] = heading;
  if (found !== magic || size !== bytes.length || jsonLength! > bytes.length - headingBytes) return undefined;
  if (checksum !== crc32(bytes.subarray(8))) return undefined;
  return new TextDecoder().decode(bytes.subarray(headingBytes, headingBytes + jsonLength!));
}

/**
 * The segments of a snapshot, or why it cannot be used: it is of an earlier (or later) version of the format or the analyzer,
 * or it is damaged or of another state of the archive.
 * The segments are views of these bytes, which must not be changed afterwards.
 */
export function fromSnapshot(given: Uint8Array, fingerprint: string): readonly Segment[] | Unusable {
  const bytes = given.byteOffset % alignment === 0 ? given : given.slice();
  const json = readJson(bytes);
  if (json === undefined) return 'damaged';
  const contents: Omit<Contents, 'segments'> = JSON.parse(json);
  if (contents.format > format) return 'later';
  if (contents.format !== format || contents.terms !== analyzerVersion()) return 'earlier';
  if (contents.fingerprint !== fingerprint) return 'damaged';
  let at = bytes.byteOffset + aligned(headingBytes + Buffer.byteLength(json));
  const restore = (_: string, value: unknown) => {
    if (!Array.isArray(value) || typeof value[0] !== 'string') return value;
    const [type, length] = value as [keyof typeof types, number];
    const array = new types[type](bytes.buffer as ArrayBuffer, at, length);
    at += aligned(array.byteLength);
    return array;
  };
  return (JSON.parse(json, restore) as Contents).segments;
}
