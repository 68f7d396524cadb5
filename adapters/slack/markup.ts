/** Renders lines as rich text: elements that Slack shows as data, so that no text in them can ping, link or format. */
import type {
  RichTextBlock,
  RichTextDate,
  RichTextElement,
  RichTextLink,
  RichTextSection,
  RichTextText,
} from '@slack/types';
import type { Line, Span } from '../../src/model/message.ts';
import { cut, LIMITS, startOf, unitsWithin, weigh } from './limits.ts';
import { inert, isVisible, linkable } from './text.ts';

type Run = RichTextText | RichTextLink | RichTextDate;

/** At most `limit` characters of a line, cut with an ellipsis. @param clean is applied to the text before it is counted */
export function clipLine(line: Line, limit: number, clean = (text: string) => text): Line {
  const clipped: Line = [];
  let left = limit;
  for (const span of line) {
    if (left <= 0) break;
    // Only the start is read: removed characters never make text far behind it fit.
    const near = clean(startOf(span.text, left * 2));
    const text = cut(near, left);
    // Nothing follows an ellipsis.
    left = text === near ? left - weigh(text) : 0;
    clipped.push(withText(span, text, text === near));
  }
  return clipped;
}

/** A line as elements; at most `limit` characters, cut with an ellipsis. Empty spans are omitted. */
export function toRuns(line: Line, limit: number = LIMITS.section): Run[] {
  return clipLine(line, limit, inert)
    .filter(({ text }) => text !== '')
    .map(toRun);
}

/** A span with a part of its text: only a whole one is a moment. */
function withText({ at, ...span }: Span, text: string, isWhole: boolean): Span {
  return { ...span, text, ...(at !== undefined && isWhole ? { at } : {}) };
}

/** In the reader's own time zone; `text` is for the few places that show no moments. */
function toMoment(text: string, at: number): RichTextDate {
  const format = '{date_short} at {time}';
  return { type: 'date', timestamp: Math.floor(at / 1000), format, fallback: text };
}

function toRun({ text, style, url, at }: Span): Run {
  if (at !== undefined) return toMoment(text, at);
  const link = linkable(url, LIMITS.url);
  return {
    ...(link === undefined ? { type: 'text', text } : { type: 'link', url: link, text }),
    ...(style === 'strong' || style === 'match' ? { style: { bold: true } } : {}),
    ...(style === 'code' ? { style: { code: true } } : {}),
  };
}

function textOf(run: Run): string {
  return (run.type === 'date' ? run.fallback : run.text) ?? '';
}

/** A block of one paragraph; none when nothing in it is visible. */
export function toRichText(elements: RichTextElement[]): RichTextBlock[] {
  const seen = elements.some((element) => !('text' in element) || isVisible(element.text ?? ''));
  return seen ? [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }] : [];
}

/** A long line as several blocks, split between words. */
export function toParagraphs(line: Line, before: RichTextElement[] = []): RichTextBlock[] {
  return partLine(line, LIMITS.section - 10).flatMap((part, at) =>
    toRichText([...(at === 0 ? before : []), ...toRuns(part)]),
  );
}

/** A bulleted list, in as many blocks as the limit requires. */
export function toList(lines: readonly Line[]): RichTextBlock[] {
  const lists: RichTextSection[][] = [];
  let left = 0;
  for (const elements of lines.map((line) => toRuns(line)).filter(({ length }) => length > 0)) {
    const size = elements.reduce((sum, element) => sum + weigh(textOf(element)), 0);
    if (size > left) {
      lists.push([]);
      left = LIMITS.section;
    }
    lists.at(-1)?.push({ type: 'rich_text_section', elements });
    left -= size;
  }
  return lists.map((elements) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_list', style: 'bullet', elements }],
  }));
}

/** Preformatted text to copy; a long one in several blocks, split at line ends. */
export function toCode(text: string): RichTextBlock[] {
  return partText(inert(text), LIMITS.section - 10)
    .filter((part) => part.trim() !== '')
    .map((part) => part.replace(/^\n|\n$/g, ''))
    .map((text) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
    }));
}

function partLine(line: Line, limit: number): Line[] {
  const parts: Line[] = [[]];
  let left = limit;
  for (const span of line) {
    for (const [at, text] of partText(span.text, limit, left).entries()) {
      if (at > 0 || weigh(text) > left) {
        parts.push([]);
        left = limit;
      }
      parts.at(-1)?.push(withText(span, text, text === span.text));
      left -= weigh(text);
    }
  }
  return parts.filter((part) => part.length > 0);
}

/** Parts of at most `limit`, the first of at most `first`, each ending after white space where there is any near. */
function partText(text: string, limit: number, first = limit): string[] {
  const parts: string[] = [];
  let room = first;
  for (let from = 0; from < text.length; room = limit) {
    const near = text.slice(from, from + room + 1);
    const part = near.slice(0, Math.max(1, unitsWithin(near, room)));
    const space = Math.max(part.lastIndexOf('\n'), part.lastIndexOf(' ')) + 1;
    const isLast = from + part.length === text.length;
    const end = !isLast && space > room / 2 ? space : part.length;
    parts.push(part.slice(0, end));
    from += end;
  }
  return parts;
}
