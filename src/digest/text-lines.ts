/** Splits the text of a page into lines, each classified by its content. */

import { HEADING } from './text-heading.ts';
import { type LinkLine, readLinkLine } from './text-links.ts';
import { readCount, readDate, type WrittenDate } from './written-date.ts';

export type MarkedLine = { number: number; text: string } & Mark;

type Mark =
  | { kind: 'blank' | 'text' | 'dot' }
  /** A button of the site: `[LINK: GitHub 476](https://...)`. */
  | { kind: 'link'; link: LinkLine }
  /** A count by itself: votes or comments. */
  | { kind: 'number'; count: number }
  /** `Submitted by`, maybe with the name on the same line. */
  | { kind: 'submitter'; isNamed: boolean }
  /** Navigation and other text of the site; `heads` for text that occurs only at the head of a page. */
  | { kind: 'noise'; heads: boolean; byline?: string }
  /** `• 5 authors`, maybe with the date on the same line. */
  | { kind: 'authors'; count?: number | undefined; dotted: boolean; date?: WrittenDate | undefined }
  /** A date; `dotted` when the footer's `·` is before it on the line. */
  | { kind: 'date'; dotted: boolean; date: WrittenDate };

/** Lines longer than this, in characters, are always text. */
const MAX_MARKED = 200;
/** Bullets, as saved pages and editors write them. */
const DOT = '[•·*∙⋅‣◦●▪■○–—|-]';
const DOTS_ONLY = new RegExp(`^(?:${DOT}\\s*){1,3}$`);
const LEADING_DOTS = new RegExp(`^(?:${DOT}\\s*)+`);
const AUTHORS = new RegExp(`^(?:${DOT}\\s*)*(\\d[\\d,]*)\\s+authors?\\b\\.?\\s*(.*)$`, 'i');
/** A footer whose count is lost: `• authors`, `• ? authors`. */
const UNCOUNTED = new RegExp(`^(?:${DOT}\\s*)+(?:\\S{1,9}\\s+){0,3}authors?$`, 'i');

const HEADS = new Set(['daily papers', 'trending papers']);
const NOISE_TEXT = `
  new | subscribe | subscribed | get trending papers in your email inbox! |
  get trending papers in your email inbox | get trending papers in your email inbox once a day! |
  hugging face | hugging face's logo | models | datasets | spaces | community | docs | enterprise |
  pricing | log in | sign up | papers | daily | weekly | monthly | trending | previous | next |
  previous day | next day | submit a paper | company | tos | terms | terms of service | privacy |
  privacy policy | about | about us | jobs | press | contact | blog | forum | github | status |
  inference providers | inference endpoints | huggingchat | changelog | back to top | view all | careers |
  website | © hugging face | system theme`;
const NOISE = new Set(NOISE_TEXT.split('|').map((text) => text.trim()));

/** The copyright line of a site: `© 2025 Hugging Face`, `Copyright …`. */
const RIGHTS = /^(?:©|\(c\)|copyright\b).{0,80}$/i;
/** The quote prefix of mail. */
const QUOTED = /^(?:[ \t]*>)+[ \t]?/;
/** How many characters are tested to detect that the whole text is quoted. */
const SAMPLE = 20_000;

/** The lines of a text, numbered from 1 and trimmed, with any kind of line break, and without quote prefixes. */
export function* markLines(text: string): Generator<MarkedLine> {
  const quoted = isQuoted(text);
  const ends = /\r\n|[\n\r\u2028\u2029\f\v]/g;
  let from = 0;
  for (let number = 1; from <= text.length; number += 1) {
    const end = ends.exec(text);
    const whole = text.slice(from, end?.index ?? text.length);
    const raw = quoted ? whole.replace(QUOTED, '') : whole;
    yield raw === '' ? { number, text: raw, kind: 'blank' } : markLine(number, raw);
    if (end === null) return;
    from = ends.lastIndex;
  }
}

/** Whether every non-empty line begins with `>`, as in a quoted mail. */
function isQuoted(text: string): boolean {
  const lines = text
    .slice(0, SAMPLE)
    .split(/[\n\r]/)
    .filter((line) => line.trim() !== '');
  return lines.length > 2 && lines.every((line) => QUOTED.test(line));
}

function markLine(number: number, raw: string): MarkedLine {
  const text = raw.replace(/^[\s\u200b\u2060\u200e\u200f]+/, '').trimEnd();
  const link = /\)$|^<?https?:/i.test(text) ? readLinkLine(text) : undefined;
  if (link) return { number, text, kind: 'link', link };
  if (text.length > MAX_MARKED) return { number, text, kind: 'text' };
  const tight = text
    .replace(/[\u200b\u2060\u00ad\u200e\u200f]/g, '')
    .replace(/\s+/g, ' ')
    .replace(HEADING, '');
  return { number, text, ...markOf(tight) };
}

function markOf(text: string): Mark {
  if (text === '') return { kind: 'blank' };
  if (DOTS_ONLY.test(text)) return { kind: 'dot' };
  const count = readCount(text);
  if (count !== undefined) return { kind: 'number', count };
  const submitter = /^Submitted by:?((?:\s+\S{1,40}){0,3})$/.exec(text);
  if (submitter) return { kind: 'submitter', isNamed: submitter[1] !== '' };
  return noiseOf(text) ?? authorsOf(text) ?? dateOf(text) ?? { kind: 'text' };
}

function dateOf(text: string): Mark | undefined {
  const undotted = text.replace(LEADING_DOTS, '');
  const date = readDate(undotted);
  return date && { kind: 'date', date, dotted: undotted !== text };
}

function noiseOf(text: string): Mark | undefined {
  const low = text.toLowerCase();
  if (HEADS.has(low)) return { kind: 'noise', heads: true };
  if (NOISE.has(low) || RIGHTS.test(text)) return { kind: 'noise', heads: false };
  const byline = /^by\s*(AK\b.*|.*\bresearch community\.?)$/i.exec(text);
  return byline?.[1] && text.length <= 100 ? { kind: 'noise', heads: true, byline: byline[1] } : undefined;
}

function authorsOf(text: string): Mark | undefined {
  const [, number, rest = ''] = AUTHORS.exec(text) ?? [];
  if (number === undefined) return UNCOUNTED.test(text) ? { kind: 'authors', dotted: false } : undefined;
  const undotted = rest.replace(LEADING_DOTS, '');
  const date = readDate(undotted);
  if (undotted !== '' && date === undefined) return undefined;
  const count = Number(number.replaceAll(',', ''));
  const isCount = Number.isSafeInteger(count);
  return { kind: 'authors', dotted: undotted !== rest, count: isCount ? count : undefined, date };
}
