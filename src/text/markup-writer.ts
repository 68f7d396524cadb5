/** Collects the text between tags, and writes superscripts, subscripts and fractions so that `10<sup>6</sup>` is not 106. */
import { decodeHTMLStrict } from 'entities';
import { asFactor } from './latex-scan.ts';
import { toScript } from './latex-tables.ts';

/** Deeper nesting is written as it comes, so that time stays linear. */
const MAX_NESTED = 4;
/** A longer part is a sentence. Characters. */
const MAX_SCRIPT = 40;

/** How the parts of an element are put together; absent for elements that only pass their text on. */
type Join = (parts: readonly string[], before: string, next: string) => string;
const JOINS: ReadonlyMap<string, Join> = new Map<string, Join>([
  ['sup', ([body = ''], before) => raised(body, before)],
  ['sub', ([body = ''], before, next) => lowered(body, before, next)],
  ['msup', ([base = '', up = '', ...rest]) => base + script('^', up) + rest.join('')],
  ['msub', ([base = '', low = '', ...rest]) => base + script('_', low) + rest.join('')],
  [
    'msubsup',
    ([base = '', low = '', up = '', ...rest]) => base + script('_', low) + script('^', up) + rest.join(''),
  ],
  ['mfrac', ([over = '', ...under]) => `${asFactor(over)}/${asFactor(under.join(''))}`],
]);

interface Frame {
  name: string;
  /** Parts that are complete: the children of an element of MathML. */
  parts: string[];
  /** Of the part that is being written. */
  pieces: string[];
  /** Elements that are open inside. */
  depth: number;
  /** The character before it. */
  before: string;
}

export function createMarkupWriter() {
  const root: Frame = { name: '', parts: [], pieces: [], depth: 0, before: '' };
  const open: Frame[] = [root];
  const top = () => open.at(-1) as Frame;
  let last = '';
  const text = (piece: string) => {
    if (piece === '') return;
    top().pieces.push(piece);
    last = piece.slice(-1);
  };
  const endPart = (frame: Frame) => {
    frame.parts.push(frame.pieces.join(''));
    frame.pieces = [];
  };
  const closeInside = (frame: Frame) => {
    if (frame.depth > 0 && --frame.depth === 0 && frame.name.startsWith('m')) endPart(frame);
  };
  return {
    text,
    /** An element, by its name in lower case. */
    open(name: string): void {
      top().depth += 1;
      if (!JOINS.has(name) || open.length > MAX_NESTED) return;
      open.push({ name, parts: [], pieces: [], depth: 0, before: last });
    },
    /** `next`: the character after the end tag. */
    close(name: string, next: string): void {
      const frame = top();
      // Elements still open inside were never closed.
      if (name === frame.name) {
        open.pop();
        if (frame.pieces.length > 0) endPart(frame);
        text(JOINS.get(name)?.(frame.parts, frame.before, next) ?? '');
      }
      closeInside(top());
    },
    /** All that was written. */
    end(): string {
      while (open.length > 1) {
        const { parts, pieces } = open.pop() as Frame;
        text(parts.join('') + pieces.join(''));
      }
      return root.parts.join('') + root.pieces.join('');
    },
  };
}

/** An exponent, a charge, a mass number; ordinals (`1st`), marks and lists of footnotes stay as they are. */
function raised(body: string, before: string): string {
  if (body.length > MAX_SCRIPT) return body;
  const plain = decodeHTMLStrict(body).trim();
  const written = script('^', body);
  const isOrdinal = /^\p{L}{2,}$/u.test(plain);
  const isWhole = !/[\^()]/.test(written) && /^[\p{L}\p{N}+\-\u2212\u2013=]+$/u.test(plain);
  return !isOrdinal && (isWhole || (/\d/.test(before) && /^[\p{L}\p{N}]/u.test(plain))) ? written : body;
}

/** Plain, as in H2O; as a subscript next to another number, where it would be read as part of it. */
function lowered(body: string, before: string, next: string): string {
  const joins = (/\d/.test(before) && /^\d/.test(body)) || (/\d/.test(next) && /\d$/.test(body));
  return joins ? script('_', body) : body;
}

function script(mark: '^' | '_', body: string): string {
  if (body.length > MAX_SCRIPT) return body;
  const plain = decodeHTMLStrict(body).replace(/[\u2212\u2013]/g, '-');
  return /[<>&]/.test(plain) ? body : toScript(mark, plain);
}
