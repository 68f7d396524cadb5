/** Renders lines of a message as HTML and as plain text. Text from outside is escaped: it cannot format, link or act. */
import { escapeUTF8 } from 'entities';
import { cutWords, hrefOf } from '../../src/chat/text.ts';
import type { Line, Span } from '../../src/model/message.ts';
import { TEXT_WIDTH } from './limits.ts';
import { type STYLES, styled } from './styles.ts';

/** A line as HTML in at most `max` characters of text. */
export function toHtml(line: Line, max = Number.POSITIVE_INFINITY): string {
  return cutLine(line, max).map(spanHtml).join('');
}

/** Text as HTML, on one line. */
export function escaped(text: string): string {
  return escapeUTF8(tidy(text));
}

/** Words that lead to an address; the words alone where it cannot be followed. @param words HTML */
export function linkHtml(
  words: string,
  url: string | undefined,
  style: keyof typeof STYLES = 'link',
): string {
  const href = hrefOf(url);
  return href === undefined ? words : `<a href="${escapeUTF8(href)}"${styled(style)}>${words}</a>`;
}

/** A line as plain text; an address that its words lead to stands behind them. */
export function toText(line: Line, max = Number.POSITIVE_INFINITY): string {
  return cutLine(line, max)
    .map(({ text, url }) => {
      const href = hrefOf(url);
      // An address that is its own words is there once.
      return href === undefined || hrefOf(text) === href ? text : `${text} <${href}>`;
    })
    .join('');
}

/** Text in lines of up to `TEXT_WIDTH` characters, each behind `indent`; a longer word, such as an address, has a line of its own. */
export function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > TEXT_WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${indent}${one}`.trimEnd()).join('\n');
}

/** On one line, without control characters and those that turn the direction of writing. */
export function tidy(text: string): string {
  return text.replace(/[\u202A-\u202E\u2066-\u2069]/g, '').replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ');
}

/** At most `max` characters of a line; what is cut ends with an ellipsis between two words. */
function cutLine(line: Line, max: number): Span[] {
  const spans: Span[] = [];
  let left = max;
  for (const span of line) {
    const text = tidy(span.text);
    if (text.length > left) {
      const begun = cutWords(text, Math.max(0, left - 1)).trimEnd();
      return left > 0 ? [...spans, { ...span, text: `${begun}…` }] : spans;
    }
    left -= text.length;
    spans.push({ ...span, text });
  }
  return spans;
}

function spanHtml({ text, style, url }: Span): string {
  const words = escapeUTF8(text);
  if (hrefOf(url) !== undefined) return linkHtml(words, url);
  if (style === 'strong') return `<strong>${words}</strong>`;
  if (style === 'match') return `<mark${styled('mark')}>${words}</mark>`;
  if (style === 'code') return `<code${styled('code')}>${words}</code>`;
  return words;
}
