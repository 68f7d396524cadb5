// @ts-check
/** Turns a message's blocks into elements. */
import { actionRow } from './actions.js';
import { cardList } from './card.js';
import { make } from './dom.js';
import { renderLine } from './line.js';

/** @import { Block, Message } from '../../../src/model/message.ts' */
/** @import { Press } from './actions.js' */

/** @param {Message} message @param {Press} press @returns {Node[]} */
export function renderMessage(message, press) {
  const nodes = message.blocks.map((block) => renderBlock(block, press)).filter((node) => node !== undefined);
  return message.actions.length === 0 ? nodes : [...nodes, actionRow(message.actions, press)];
}

/** A kind that this page does not know shows nothing. @param {Block} block @param {Press} press */
function renderBlock(block, press) {
  switch (block.kind) {
    case 'heading':
      return make('h4', { class: 'heading' }, block.text);
    case 'text':
      return make('p', { class: `text ${block.tone ?? 'plain'}` }, ...renderLine(block.line));
    case 'list':
      return make('ul', { class: 'list' }, ...block.lines.map((line) => make('li', {}, ...renderLine(line))));
    case 'code':
      return block.toRead
        ? make('pre', { class: 'code' }, make('code', {}, block.text))
        : codeBlock(block.text);
    case 'cards':
      return cardList(block.cards, press);
    default:
      return undefined;
  }
}

/** @param {string} text */
function codeBlock(text) {
  const code = make('pre', { tabindex: 0, 'aria-label': 'Text to copy' }, make('code', {}, text));
  const button = make('button', { type: 'button', class: 'button small copy' }, 'Copy');
  button.addEventListener('click', async () => {
    button.textContent = (await copy(text, code)) ? 'Copied' : 'Press Ctrl+C';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  });
  return make('div', { class: 'code' }, code, button);
}

/**
 * The clipboard is closed to pages opened by a bare network address; then the text is selected, ready to copy.
 * @param {string} text @param {HTMLElement} shown
 */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}
