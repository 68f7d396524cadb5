/** Renders one block of a message other than papers. */
import type { KnownBlock, RichTextElement } from '@slack/types';
import { type Block, plain } from '../../src/model/message.ts';
import { LIMITS, weigh } from './limits.ts';
import { clipLine, toCode, toList, toParagraphs } from './markup.ts';
import { plainText } from './text.ts';

/** No message holds more text than this, or more points of a list: what is behind is never looked at. */
const MOST_SHOWN = LIMITS.message;
const MOST_POINTS = 1_000;

/** Any block but cards. */
export function toPlainBlocks(block: Exclude<Block, { kind: 'cards' }>): KnownBlock[] {
  switch (block.kind) {
    case 'heading': {
      const isShort = block.text.length <= LIMITS.header && weigh(block.text) <= LIMITS.header;
      const text = isShort ? plainText(block.text, LIMITS.header) : undefined;
      if (text) return [{ type: 'header', text }];
      return toParagraphs(clipLine([{ text: block.text, style: 'strong' }], LIMITS.section));
    }
    case 'text': {
      const isPlain = block.line.every(
        ({ style, url, at }) => url === undefined && at === undefined && (!style || style === 'quiet'),
      );
      const line = clipLine(block.line, MOST_SHOWN);
      const text = plain(line);
      const isSmall = block.tone === 'quiet' && isPlain && weigh(text) <= LIMITS.section;
      const small = isSmall ? toContext(text, LIMITS.section) : [];
      if (small.length > 0) return small;
      const warning: RichTextElement[] = [
        { type: 'emoji', name: 'warning' },
        { type: 'text', text: ' ' },
      ];
      return toParagraphs(line, block.tone === 'warning' ? warning : []);
    }
    case 'list':
      return toList(block.lines.slice(0, MOST_POINTS));
    case 'code':
      return toCode(block.text.slice(0, MOST_SHOWN));
  }
}

/** A small line; none when nothing in it is visible. */
export function toContext(text: string, limit: number): KnownBlock[] {
  const shown = plainText(text, limit);
  return shown ? [{ type: 'context', elements: [shown] }] : [];
}
