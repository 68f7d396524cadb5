/** Decodes the bytes of an input as text, and rejects what is not text. */
import { badDigest } from './reader.ts';

/** The longest input, in bytes or UTF-16 units: about two thousand times a day's response, and safe for Node's memory. */
export const MAX_INPUT = 256 * 1024 * 1024;

/** First bytes of files that people pass by mistake. */
const MAGIC: readonly [starts: string, what: string][] = [
  ['\x1f\x8b', 'it is compressed with gzip; unpack it first'],
  ['PK\x03\x04', 'it is a zip archive; unpack it first'],
  ['%PDF-', 'it is a PDF'],
  ['\x89PNG', 'it is an image'],
  ['\xff\xd8\xff', 'it is an image'],
  ['SQLite format 3', 'it is a database'],
];

/**
 * The text of the input, without its byte order mark: UTF-16 if detected, else the encoding that `charset` (of the HTTP
 * header) or the XML declaration names, else UTF-8 (damaged bytes become U+FFFD) or, where that does not fit, Windows-1252.
 */
export function decode(raw: string | Uint8Array, charset?: string): string {
  if (raw.length > MAX_INPUT) {
    const mib = Math.ceil(raw.length / 1024 / 1024);
    throw badDigest(`it is ${mib} MiB long, more than the limit of ${MAX_INPUT / 1024 / 1024} MiB; split it`);
  }
  const text = typeof raw === 'string' ? raw : decodeBytes(raw, charset);
  if (text.trim() === '') throw badDigest('it is empty');
  if (looksBinary(text)) throw badDigest('it is binary, not text');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function decodeBytes(bytes: Uint8Array, charset?: string): string {
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  for (const [magic, what] of MAGIC) if (start.startsWith(magic)) throw badDigest(what);
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]{1,40})["']/i.exec(
    start,
  )?.[1];
  const told = decoderOf(charset) ?? decoderOf(declared);
  // Labels of single-byte encodings are often wrong, while UTF-8 is recognizable.
  const isTold = told !== undefined && !/^(?:utf-|windows-|iso-8859-|macintosh)/.test(told.encoding);
  if (isTold) return told.decode(bytes);
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  const single = told?.encoding.startsWith('utf-') ? undefined : told;
  return (single ?? new TextDecoder('windows-1252')).decode(bytes);
}

function decoderOf(label: string | undefined) {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    // The platform has no encoding of that name.
    return undefined;
  }
}

/**
 * Whether most non-ASCII bytes form valid UTF-8 sequences, which letters of Windows-1252 hardly ever do.
 * A damaged byte in a UTF-8 page then costs one character, not every bullet of the page.
 */
function isUtf8(bytes: Uint8Array): boolean {
  let valid = 0;
  let invalid = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const follow = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    let found = 0;
    while (found < follow && ((bytes[at + 1 + found] ?? 0) & 0xc0) === 0x80) found += 1;
    if (follow > 0 && (found === follow || at + found + 1 >= bytes.length)) valid += found + 1;
    else invalid += found + 1;
    at += found;
  }
  return valid >= invalid;
}

/** Detects UTF-16 by its byte order mark, or by every other byte being zero. */
export function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const looked = Math.min(bytes.length, 1000) & ~1;
  for (let at = 0; at < looked; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (looked < 16) return undefined;
  if (odd > looked * 0.4 && even < looked * 0.02) return 'utf-16le';
  return even > looked * 0.4 && odd < looked * 0.02 ? 'utf-16be' : undefined;
}

/** Control characters are rare in text; a sample from the start is enough to tell. */
function looksBinary(text: string): boolean {
  const sample = text.slice(0, 8192);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is counted.
  const odd = sample.match(/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x81\x8d\x8f\x90\x9d\ufffd]/g)?.length ?? 0;
  return odd > 2 + sample.length * 0.02;
}
