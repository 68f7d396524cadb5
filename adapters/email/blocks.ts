/** Renders one block of a message other than papers, in HTML and in plain text. */

import { escapeUTF8 } from 'entities';
import type { Block } from '../../src/model/message.ts';
import { escaped, tidy, toHtml, toText, wrapped } from './markup.ts';
import { styled } from './styles.ts';

type PlainBlock = Exclude<Block, { kind: 'cards' }>;

/** Characters of one block that are shown: far more than any has. */
const MOST = 4_000;

/** @param isFirst whether it opens the message, so that a heading is its title */
export function blockHtml(block: PlainBlock, isFirst: boolean): string {
  switch (block.kind) {
    case 'heading':
      return isFirst
        ? `<h1${styled('heading')}>${escaped(block.text)}</h1>`
        : `<h2${styled('topic')}>${escaped(block.text)}</h2>`;
    case 'text':
      return `<p${styled(block.tone ?? 'plain')}>${toHtml(block.line, MOST)}</p>`;
    case 'list':
      return `<ul${styled('plain', 'padding:0 0 0 20px')}>${block.lines.map((line) => `<li>${toHtml(line, MOST)}</li>`).join('')}</ul>`;
    case 'code':
      return `<pre${styled('copy')}>${escapeUTF8(block.text.slice(0, MOST))}</pre>`;
  }
}

/** A block as plain text. @param isFirst whether it opens the message */
export function blockText(block: PlainBlock, isFirst: boolean): string {
  switch (block.kind) {
    case 'heading': {
      const words = tidy(block.text).trim();
      return `${wrapped(words)}\n${(isFirst ? '=' : '-').repeat(Math.min(words.length, 72))}`;
    }
    case 'text':
      return wrapped(toText(block.line, MOST).trim());
    case 'list':
      return block.lines.map((line) => `- ${wrapped(toText(line, MOST), '  ').slice(2)}`).join('\n');
    case 'code':
      return block.text.slice(0, MOST);
  }
}
