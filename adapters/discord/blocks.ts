/** Renders one block of a message other than papers as Discord's markdown, within a length. */
import type { Block, Line } from '../../src/model/message.ts';
import { renderCode, renderLine, renderText } from './markup.ts';

/** Room for the line that says how many points a list left out, and for one point. Units. */
const COUNT_ROOM = 24;
const MOST_IN_POINT = 600;
/** What of a heading is looked at: far more than is shown. */
const MOST_IN_HEADING = 3_000;

/** Any block but cards, in at most `room` units. */
export function renderBlock(block: Exclude<Block, { kind: 'cards' }>, room: number): string {
  if (room < 20) return '';
  switch (block.kind) {
    case 'heading':
      return `## ${renderText(block.text.slice(0, MOST_IN_HEADING).replace(/\s+/g, ' '), Math.min(room, 300) - 3)}`;
    case 'text': {
      if (block.tone === 'quiet') return small(renderLine(flat(block.line), room - 3));
      const words = renderLine(block.line, room - 3);
      return block.tone === 'warning' ? `⚠️ ${words}` : words;
    }
    case 'list':
      return renderList(block.lines, room);
    case 'code':
      return renderCode(block.text, room);
  }
}

/** A point a line; what does not fit is counted. */
function renderList(lines: readonly Line[], room: number): string {
  const out: string[] = [];
  let left = room - COUNT_ROOM;
  for (const [at, line] of lines.entries()) {
    const words = `- ${renderLine(flat(line), Math.min(MOST_IN_POINT, left))}`;
    left -= words.length + 1;
    if (left < 0 || words === '- ') return [...out, `-# and ${lines.length - at} more`].join('\n');
    out.push(words);
  }
  return out.join('\n');
}

function flat(line: Line): Line {
  return line.map((span) => ({
    ...span,
    text: span.text.replace(/\s+/g, (run) => (run.includes('\n') ? ' ' : run)),
  }));
}

/** A quiet line: Discord's subtext. Each of its lines needs the sign. */
export function small(text: string): string {
  return text.replace(/^(?=.*\S)/gm, '-# ');
}
