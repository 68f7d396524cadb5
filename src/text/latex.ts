/**
 * Converts LaTeX in a text to readable Unicode; other text is left alone.
 *
 * One hand-written pass over the text, since a formula, a price and a file path differ only in what surrounds
 * them, and libraries that were tried harm plain text. Every step moves forward and the depth is limited, so time
 * and result are bounded by the length of the input. Here is plain text; commands, accents
 * and formulas have files of their own and call back through `LatexReader`.
 */
import { createCommandReader } from './latex-commands.ts';
import { createFormulaReader } from './latex-formula.ts';
import { isFormula } from './latex-scan.ts';
import {
  createSource,
  type LatexMode,
  type LatexReader,
  MAX_DEPTH,
  MAX_FORMULA,
  type Read,
} from './latex-source.ts';

/** LaTeX in a title or an abstract, as readable Unicode. Never throws; never longer than the input by much. */
export function readLatex(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/[\v\f\u0085]/g, ' ')
    .replace(/(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');
  if (!/[\\$]|``|---|`[\p{L}\d]|\w~|\d--\d|\}/u.test(clean)) return clean;
  return createReader(clean).read(0, clean.length, 'text', 0);
}

function createReader(text: string) {
  const source = createSource(text);
  const { nextOf, groupAt } = source;
  const lastQuote = text.lastIndexOf("''");
  let quotesOpen = 0;
  /** Where a single quotation that was opened closes. */
  let closes = -1;

  const reader: LatexReader = {
    read,
    readFormula,
    readArgument,
    readCommand: (...place) => readCommand(...place),
  };
  const readCommand = createCommandReader(source, reader);
  const readMath = createFormulaReader(source, reader);

  function read(from: number, to: number, mode: LatexMode, depth: number): string {
    if (depth > MAX_DEPTH) return text.slice(from, to);
    return mode === 'text' ? readText(from, to, depth) : readMath(from, to, depth);
  }

  function readText(from: number, to: number, depth: number): string {
    const special = /[\\{$`'~-]|https?:\/\//g;
    let out = '';
    let at = from;
    while (at < to) {
      special.lastIndex = at;
      const found = special.exec(text)?.index ?? to;
      if (found >= to) return out + text.slice(at, to);
      out += text.slice(at, found);
      const [read, next] = readSpecial(found, to, depth);
      out += read;
      at = next;
    }
    return out;
  }

  function readSpecial(at: number, to: number, depth: number): Read {
    switch (text[at]) {
      case '\\':
        return readCommand(at, to, 'text', depth);
      case '{':
        return readGroup(at, to, depth);
      case '$':
        return readDollar(at, to, depth);
      case '`':
      case "'":
        return readQuote(at);
      case '~':
        return [isTie(at) ? ' ' : '~', at + 1];
      case '-':
        return readDashes(at, to);
      default:
        return readUrl(at, to);
    }
  }

  /** Braces around a command, or around letters inside a word (`{B}ayes`), are LaTeX's; others are the writer's. */
  function readGroup(at: number, to: number, depth: number): Read {
    const group = groupAt(at, to);
    if (group === undefined) return ['{', at + 1];
    const [from, close] = group;
    const body = read(from, close, 'text', depth + 1);
    const start = text.slice(from, from + 12).trimStart();
    const isLatex = /^\\[a-zA-Z'"`^~=.]/.test(start) && body !== text.slice(from, close);
    const inWord =
      close - from <= 40 &&
      /^[\p{L}\d]+$/u.test(body) &&
      /\p{L}/u.test(text[close + 1] ?? '') &&
      text[at - 1] !== '\\';
    return [isLatex || inWord ? body : `{${body}}`, close + 1];
  }

  function readDollar(at: number, to: number, depth: number): Read {
    const double = text[at + 1] === '$';
    const from = at + (double ? 2 : 1);
    let end = nextOf('$', from);
    while (end !== -1 && text[end - 1] === '\\' && text[end - 2] !== '\\') end = nextOf('$', end + 1);
    if (end === -1 || end >= to || end - from > MAX_FORMULA) return [text.slice(at, from), from];
    if (
      double ? text[end + 1] !== '$' || end === from : !isFormula(text.slice(from, end), text[end + 1] ?? '')
    ) {
      return [text.slice(at, from), from];
    }
    return [readFormula(from, end, depth), end + (double ? 2 : 1)];
  }

  function readFormula(from: number, to: number, depth: number): string {
    return read(from, to, 'math', depth + 1)
      .replace(/\s+/g, ' ')
      .trim();
  }

  function readQuote(at: number): Read {
    const sign = text[at] ?? '';
    let end = at + 1;
    while (text[end] === sign) end += 1;
    const run = text.slice(at, end);
    if (run === '``' && lastQuote > at) {
      quotesOpen += 1;
      return ['“', end];
    }
    if (run === "''" && quotesOpen > 0) {
      quotesOpen -= 1;
      return ['”', end];
    }
    if (run === "'" && at === closes) return ['’', end];
    const single = run === '`' ? closeOf(at) : -1;
    if (single === -1) return [run, end];
    closes = single;
    return ['‘', end];
  }

  /** Where `single' closes; a second backtick before that makes it code. */
  function closeOf(at: number): number {
    if (/[\p{L}\d]/u.test(text[at - 1] ?? '')) return -1;
    const quoted = /^`[\p{L}\d][^`\n]{0,98}?'(?![\p{L}\d'])/u.exec(text.slice(at, at + 104));
    return quoted ? at + quoted[0].length - 1 : -1;
  }

  /** `Table~1`, `et al.~[3]`: a space that does not break. `~5%`, `x~N(0,1)` and `/~ada` are something else. */
  function isTie(at: number): boolean {
    return (
      /(?:\p{L}{2}|\.)$/u.test(text.slice(Math.max(0, at - 2), at)) &&
      /[\p{L}\d\\$[(]/u.test(text[at + 1] ?? '')
    );
  }

  /** Three dashes are a long one and two between digits a range; other runs are left, since plain text has them too. */
  function readDashes(at: number, to: number): Read {
    let end = at;
    while (end < to && text[end] === '-') end += 1;
    const beside = (text[at - 1] ?? ' ') + (text[end] ?? ' ');
    if (end - at === 3 && !/[|+]/.test(beside) && at > 0 && end < text.length) return ['—', end];
    return [end - at === 2 && /^\d\d$/.test(beside) ? '–' : text.slice(at, end), end];
  }

  /** An address is copied; `https://x.org{name}`, a link that lost its command, becomes `name (https://x.org)`. */
  function readUrl(at: number, to: number): Read {
    const sticky = /https?:\/\/[^\s{}\\$<>"`]*/y;
    sticky.lastIndex = at;
    const end = Math.min(at + (sticky.exec(text)?.[0].length ?? 1), to);
    const group = groupAt(end, to);
    const label = group && text.slice(group[0], group[1]);
    if (!group || !label || !/^[^\\{}$]{1,100}$/.test(label)) return [text.slice(at, end), end];
    return [`${label} (${text.slice(at, end)})`, group[1] + 1];
  }

  /** One argument: a group, a command or a sign. */
  function readArgument(at: number, to: number, mode: LatexMode, depth: number): Read {
    let from = at;
    while (from < to && /\s/.test(text[from] ?? '')) from += 1;
    if (from >= to || depth > MAX_DEPTH) return ['', Math.min(from, to)];
    const group = groupAt(from, to);
    if (group) return [read(group[0], group[1], mode, depth + 1), group[1] + 1];
    if (text[from] === '\\') return readCommand(from, to, mode, depth + 1);
    const sign = String.fromCodePoint(text.codePointAt(from) ?? 32);
    return [sign === '{' || sign === '}' ? '' : sign, from + sign.length];
  }

  return reader;
}
