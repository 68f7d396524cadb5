/** Renders text as Discord's markdown. Outside text is escaped, so that it cannot format, link or ping. */
import { greatest } from '../../src/chat/greatest.ts';
import { cutCharacters, cutWords, hrefOf } from '../../src/chat/text.ts';
import type { Line, Span } from '../../src/model/message.ts';
import { LINK } from './limits.ts';

/** No text of a message is longer: what is behind this is never looked at. */
const MOST_READ = 8_000;

/** The furthest moment that a date can hold. Milliseconds. */
const MOST_MOMENT = 8.64e15;

/** Headings, lists and numbered lists: within a line, since blank lines in their thousands are one run of white space. */
const AT_LINE_START = /^[^\S\n\r\u2028\u2029]*(?:[#+-]|\d+[.)])/gm;

/**
 * The text with every sign of Discord's markdown disarmed by a backslash: emphasis, code, spoilers, links, mentions
 * (`<@1>`, `@everyone`), emoji by name, timestamps, headings, lists and quotes.
 */
export function disarm(text: string): string {
  return (
    undirected(text)
      .replace(/[\\*_~`|<>[\]@]/g, '\\$&')
      // A bare address would become a link, and a name between colons an emoji; the next span may hold the rest of either.
      .replace(/:(?=\/|[\w+~-]*(?::|$))/g, '\\:')
      .replace(AT_LINE_START, (start) => `${start.slice(0, -1)}\\${start.at(-1)}`)
  );
}

/** A line in at most `max` units; what does not fit ends with an ellipsis, never within a character. */
export function renderLine(line: Line, max: number): string {
  let out = '';
  for (const span of merged(line)) {
    const whole = isLonger(span, max - out.length) ? undefined : renderSpan(span);
    if (whole === undefined || out.length + whole.length > max) return out + clipSpan(span, max - out.length);
    out += whole;
  }
  return out;
}

/** Whether a span is longer than the room for it even before it is escaped, which makes nothing shorter. */
function isLonger({ text, style, url, at }: Span, room: number): boolean {
  if (text.length > MOST_READ) return true;
  // White space is joined in code and in links, and a moment is written in another way.
  if (style === 'code' || url !== undefined || at !== undefined) return false;
  return text.length > room && undirected(text).length > room;
}

/** Our own text or a stranger's, escaped, in at most `max` units. */
export function renderText(text: string, max: number): string {
  return renderLine([{ text }], max);
}

/** A label that is not markdown (buttons, options, thread names): only its length is cut. */
export function label(text: string, max: number): string {
  const words = flat(text).trim();
  return words.length <= max ? words || '…' : `${cutWords(words, max - 1).trimEnd()}…`;
}

/** Text to copy as it is, in a block that it cannot end. */
export function renderCode(text: string, max: number): string {
  const open = '```\n';
  const close = '\n```';
  const safe = undirected(text.slice(0, MOST_READ)).replaceAll('```', '``\u200b`').replace(/`$/, '`\u200b');
  const room = max - open.length - close.length;
  return `${open}${safe.length <= room ? safe : `${cutCharacters(safe, room - 1)}…`}${close}`;
}

/** An address that may stand in a link, as Discord reads it; undefined for what is not http(s), or too long. */
export function linkOf(url: string | undefined): string | undefined {
  const href = hrefOf(url)?.replace(/[()<>\s\\*_~`|]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return href !== undefined && href.length <= LINK ? href : undefined;
}

/** `[words](address)` with at most `max` units of words; the words alone where the address cannot be followed, or is too long. */
export function renderLink(line: Line, url: string | undefined, max: number, longest = LINK): string {
  const href = linkOf(url);
  const words = line.map(({ text }) => ({ text: flat(text) }));
  const shown = renderLine(words, max);
  return href === undefined || href.length > longest ? shown : `[${shown || '…'}](${href})`;
}

function renderSpan({ text, style, url, at }: Span): string {
  if (text === '') return '';
  // https://discord.com/developers/docs/reference#message-formatting: day and time, in the reader's own zone.
  if (at !== undefined && Math.abs(at) <= MOST_MOMENT) return `<t:${Math.floor(at / 1000)}:f>`;
  const href = linkOf(url);
  if (href !== undefined) return `[${disarm(flat(text))}](${href})`;
  if (style === 'code') return renderInlineCode(text);
  // Discord ignores emphasis with spaces at its ends, so those stay outside.
  if (style !== 'strong' && style !== 'match') return disarm(text);
  const middle = text.trim();
  if (middle === '') return text;
  const start = text.length - text.trimStart().length;
  return `${text.slice(0, start)}**${disarm(middle)}**${text.slice(start + middle.length)}`;
}

/** The longest beginning of a span that fits: escaping makes its length hard to foresee. */
function clipSpan(span: Span, max: number): string {
  // A moment is shown whole or as a cut text.
  const { at: _, ...words } = span;
  const isFlat = span.style === 'code' || span.url !== undefined;
  const text = isFlat ? flat(span.text) : undirected(span.text.slice(0, MOST_READ));
  const begins = (end: number) => renderSpan({ ...words, text: `${text.slice(0, end)}…` });
  // Escaping makes nothing shorter.
  const fits = greatest(0, Math.min(text.length, max), (end) => begins(end).length <= max);
  const begun = cutWords(text, fits).trimEnd();
  return begun === '' ? '' : renderSpan({ ...words, text: `${begun}…` });
}

function renderInlineCode(text: string): string {
  const inner = flat(text);
  const longest = (inner.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$|^\s|\s$/.test(inner) ? ' ' : '';
  return `${fence}${pad}${inner}${pad}${fence}`;
}

function flat(text: string): string {
  return undirected(text.slice(0, MOST_READ)).replace(/\s+/g, ' ');
}

/** Without the characters that turn the direction of writing: they would turn what follows as well. */
function undirected(text: string): string {
  return text.replace(/[\u202A-\u202E\u2066-\u2069]/g, '');
}

/** Neighbours that look the same become one, so that signs split between them are seen, and emphasis is not doubled. */
function merged(line: Line): Span[] {
  const spans: Span[] = [];
  for (const span of line) {
    const last = spans.at(-1);
    if (last && look(last) === look(span)) last.text += span.text;
    else spans.push({ ...span });
  }
  return spans;
}

function look({ style, url, at }: Span): string {
  const shown = style === 'match' ? 'strong' : style === 'quiet' ? '' : (style ?? '');
  return `${shown} ${url ?? ''} ${at ?? ''}`;
}
