/** Renders lines as rich text: elements that Slack shows as data, so that no text in them can ping, link or format. */
import type {
  RichTextBlock,
  RichTextElement,
  RichTextLink,
  RichTextList,
  RichTextPreformatted,
  RichTextSection,
  RichTextText,
} from '@slack/types';
import type { Line, Span } from '../../src/model/message.ts';
import { cut, LIMITS, startOf, weigh } from './limits.ts';
import { inert, isVisible, linkable } from './text.ts';

type Run = RichTextText | RichTextLink;

/** At most `limit` characters of a line, cut with an ellipsis. */
export function clipLine(line: Line, limit: number): Line {
  const clipped: Line = [];
  let left = limit;
  for (const span of line) {
    if (left <= 0) break;
    const text = cut(startOf(span.text, left + 1), left);
    left -= weigh(text);
    clipped.push({ ...span, text });
  }
  return clipped;
}

/** A line as elements; at most `limit` characters, cut with an ellipsis. Empty spans are omitted. */
export function toRuns(line: Line, limit: number = LIMITS.section): Run[] {
  const runs: Run[] = [];
  let left = limit;
  for (const span of line) {
    if (left <= 0) break;
    // Only the start is read: removed characters never make text far behind it fit.
    const text = cut(inert(startOf(span.text, left * 2)), left);
    if (text === '') continue;
    left -= weigh(text);
    runs.push(toRun(span, text));
  }
  return runs;
}

function toRun(span: Span, text: string): Run {
  const style = styleOf(span);
  const url = linkable(span.url, LIMITS.url);
  return {
    ...(url === undefined ? { type: 'text', text } : { type: 'link', url, text }),
    ...(style && { style }),
  };
}

function styleOf({ style }: Span): RichTextText['style'] | undefined {
  if (style === 'strong' || style === 'match') return { bold: true };
  return style === 'code' ? { code: true } : undefined;
}

/** A block of one paragraph; none when nothing in it is visible. */
export function toRichText(elements: RichTextElement[]): RichTextBlock[] {
  const seen = elements.some((element) => !('text' in element) || isVisible(element.text ?? ''));
  if (!seen) return [];
  const section: RichTextSection = { type: 'rich_text_section', elements };
  return [{ type: 'rich_text', elements: [section] }];
}

/** A long line as several blocks, split between words. */
export function toParagraphs(line: Line, before: RichTextElement[] = []): RichTextBlock[] {
  return partLine(line, LIMITS.section - 10).flatMap((part, at) =>
    toRichText([...(at === 0 ? before : []), ...toRuns(part)]),
  );
}

/** A bulleted list, in as many blocks as the limit requires. */
export function toList(lines: readonly Line[]): RichTextBlock[] {
  const blocks: RichTextBlock[] = [];
  let items: RichTextSection[] = [];
  let weight = 0;
  const close = () => {
    const list: RichTextList = { type: 'rich_text_list', style: 'bullet', elements: items };
    if (items.length > 0) blocks.push({ type: 'rich_text', elements: [list] });
    items = [];
    weight = 0;
  };
  for (const line of lines) {
    const elements = toRuns(line);
    if (elements.length === 0) continue;
    const size = weighElements(elements);
    if (weight + size > LIMITS.section) close();
    items.push({ type: 'rich_text_section', elements });
    weight += size;
  }
  close();
  return blocks;
}

/** Preformatted text to copy; a long one in several blocks, split at line ends. */
export function toCode(text: string): RichTextBlock[] {
  return partText(inert(text), LIMITS.section - 10)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const code: RichTextPreformatted = {
        type: 'rich_text_preformatted',
        elements: [{ type: 'text', text: part.replace(/^\n|\n$/g, '') }],
      };
      return { type: 'rich_text', elements: [code] };
    });
}

function weighElements(elements: readonly Run[]): number {
  return elements.reduce((sum, { text }) => sum + weigh(text ?? ''), 0);
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
      parts.at(-1)?.push({ ...span, text });
      left -= weigh(text);
    }
  }
  return parts.filter((part) => part.length > 0);
}

/** Parts of at most `limit`, the first of at most `first`, each ending after white space where there is any near. */
function partText(text: string, limit: number, first = limit): string[] {
  const parts: string[] = [];
  let location = first;
  for (let from = 0; from < text.length; ) {
    if (weigh(text.slice(from, from + location)) <= location && from + location >= text.length) {
      parts.push(text.slice(from));
      break;
    }
    let end = Math.min(text.length, from + location);
    // Entities count as several characters, so the piece is halved until it fits.
    while (end > from + 1 && weigh(text.slice(from, end)) > location)
      end = from + Math.ceil((end - from) / 2) - (end - from === 2 ? 1 : 0);
    const part = text.slice(from, end);
    const space = from + Math.max(part.lastIndexOf('\n'), part.lastIndexOf(' ')) + 1;
    if (space > from + location / 2) end = space;
    else if (end > from + 1 && /[\uD800-\uDBFF]/.test(text[end - 1] ?? '')) end -= 1;
    if (end <= from) end = from + 1;
    parts.push(text.slice(from, end));
    from = end;
    location = limit;
  }
  return parts;
}
