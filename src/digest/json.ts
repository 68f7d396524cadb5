/** Parses JSON, and rejects beforehand what would exhaust memory. */
import { messageOf } from '../model/errors.ts';
import { badDigest, glimpse } from './reader.ts';

/** The deepest nesting. A digest nests about six deep; V8 accepts any depth, but ten million nested arrays cost gigabytes. */
const MAX_DEPTH = 200;
/** The most values in one document; a day's response of 50 papers has some ten thousand. */
const MAX_VALUES = 6_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const NEWLINE = 0x0a;

/** Parses a document, with null for parts that nest too deep. Throws `bad-digest` with the place of a syntax error. */
export function readJson(text: string): unknown {
  const deep = findDeep(text);
  try {
    return JSON.parse(deep.length === 0 ? text : withoutParts(text, deep));
  } catch (cause) {
    const why = messageOf(cause).replace(/\s+/g, ' ').slice(0, 200);
    throw badDigest('it begins like JSON but is not valid JSON', ` (${glimpse(text, 30)}): ${why}`, cause);
  }
}

/** Finds the parts that nest too deep, in one pass that counts depth and values outside of strings. */
function findDeep(text: string): DeepPart[] {
  const deep: DeepPart[] = [];
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values += 1;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      values += 1;
      if (depth === MAX_DEPTH + 1) deep.push({ from: at, to: text.length });
    } else if (code === 0x5d || code === 0x7d) {
      const last = deep.at(-1);
      if (depth === MAX_DEPTH + 1 && last) last.to = at + 1;
      depth -= 1;
    }
    if (values > MAX_VALUES) throw badDigest(`it is JSON with more than ${MAX_VALUES} values; split it`);
  }
  if (depth > MAX_DEPTH) throw badDigest(`it is JSON nested more than ${MAX_DEPTH} deep`);
  return deep;
}

interface DeepPart {
  from: number;
  to: number;
}

function withoutParts(text: string, parts: readonly DeepPart[]): string {
  const kept = parts.map(({ from }, at) => text.slice(parts[at - 1]?.to ?? 0, from));
  return `${kept.join('null')}null${text.slice(parts.at(-1)?.to)}`;
}

/** The place of the quotation mark that ends the string begun at `from`. */
function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at !== -1) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH && at - 1 - slashes > from) slashes += 1;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}

/**
 * The lines on which the elements of an array begin, from 1: of the document's own array, or of the one under `key`.
 * Only for documents that parse.
 */
export function elementLines(text: string, key?: string): number[] {
  const lines: number[] = [];
  const inside = key === undefined ? 1 : 2;
  let line = 1;
  let depth = 0;
  let lastString = '';
  let isWanted = key === undefined;
  let expects = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE) line += 1;
    if (code <= 0x20) continue;
    const isClosing = code === 0x5d || code === 0x7d;
    if (expects && !isClosing) lines.push(line);
    expects = false;
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (depth === 1) lastString = text.slice(at + 1, Math.min(end, at + 41));
      at = end;
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth === inside && key !== undefined) isWanted = code === 0x5b && lastString === key;
      expects = depth === inside && isWanted;
    } else if (isClosing) depth -= 1;
    else if (code === COMMA) expects = depth === inside && isWanted;
  }
  return lines;
}
