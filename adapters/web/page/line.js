// @ts-check
/** Turns lines of text into elements, run by run. */
import { link, make } from './dom.js';

/** @import { Line, Span } from '../../../src/model/message.ts' */

/** @param {Line} line @returns {Node[]} */
export function renderLine(line) {
  return line.map((span) =>
    span.url === undefined ? renderSpan(span) : link(span.url, {}, renderSpan(span)),
  );
}

/** @param {Span} span @returns {Node} */
export function renderSpan({ text, style }) {
  switch (style) {
    case 'strong':
      return make('strong', {}, text);
    case 'quiet':
      return make('span', { class: 'quiet' }, text);
    case 'code':
      return make('code', {}, text);
    case 'match':
      return make('mark', {}, text);
    default:
      return document.createTextNode(text);
  }
}
