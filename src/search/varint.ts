/** Writes and reads numbers as variable-length bytes, seven bits a byte, so that small numbers are short. */
import { grown } from '../number-list.ts';

/** Bytes that grow as they are written. */
export interface ByteWriter {
  bytes: Uint8Array;
  length: number;
}

export function createByteWriter(capacity = 1024): ByteWriter {
  return { bytes: new Uint8Array(capacity), length: 0 };
}

export function writeNumber(writer: ByteWriter, value: number): void {
  if (writer.length + 5 > writer.bytes.length) writer.bytes = grown(writer.bytes, writer.bytes.length * 2);
  let rest = value;
  while (rest > 127) {
    writer.bytes[writer.length++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  writer.bytes[writer.length++] = rest;
}

export function written(writer: ByteWriter): Uint8Array {
  return writer.bytes.slice(0, writer.length);
}

/** A position in bytes that advances as numbers are read. */
export interface ByteReader {
  bytes: Uint8Array;
  at: number;
}

export function readNumber(reader: ByteReader): number {
  const { bytes } = reader;
  let byte = bytes[reader.at++]!;
  if (byte < 128) return byte;
  let value = byte & 127;
  for (let shift = 7; shift < 35; shift += 7) {
    byte = bytes[reader.at++]!;
    value |= (byte & 127) << shift;
    if (byte < 128) break;
  }
  return value >>> 0;
}
