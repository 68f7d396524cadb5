// @ts-check
/** Renders styled text. */
import { link, make, makeButton } from './dom.js';
import { moment } from './moments.js';

/** @import { Line, Span } from '../../../src/model/message.ts' */

/** @typedef {{ fill: (text: string) => void }} Filler `fill` writes a command into the message box */

/** Characters of code that fit a line of a phone. */
const MOST_WHOLE = 24;

/** @param {Line} line @param {Filler} tools @returns {Node[]} */
export function renderLine(line, tools) {
  return line.map((span) =>
    span.url === undefined ? renderSpan(span, tools) : link(span.url, {}, renderSpan(span, tools)),
  );
}

/** A command can be pressed, which writes it into the message box. @param {Span} span @param {Filler} tools @returns {Node} */
export function renderSpan({ text, style, url, at }, tools) {
  if (at !== undefined) return moment(at, text);
  switch (style) {
    case 'strong':
      return make('strong', {}, text);
    case 'quiet':
      return make('span', { class: 'quiet' }, text);
    case 'code':
      return text.startsWith('/papers ') && url === undefined
        ? makeButton({ class: 'command' }, () => tools.fill(typedPart(text)), code(text))
        : code(text);
    case 'match':
      return make('mark', {}, text);
    default:
      return document.createTextNode(text);
  }
}

/** A short one stays in one line: broken behind its sign, `-video` would read as `video`. @param {string} text */
function code(text) {
  return make('code', { class: text.length <= MOST_WHOLE && 'whole' }, text);
}

/** What of a usage a person starts from: `/papers cite ` of `/papers cite <id>`. @param {string} usage */
export function typedPart(usage) {
  const open = usage.search(/[<[]|\S+\|/);
  return open === -1 ? usage : usage.slice(0, open);
}
