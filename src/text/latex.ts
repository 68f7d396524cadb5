/**
 * Text with LaTeX in it enters, text that a person can read leaves; what is not LaTeX is left alone.
 *
 * One pass over the text by hand, since a formula, a price and a path on a disk differ only in what stands around
 * them, and libraries that were tried harm plain text. Every step moves forward and the depth is limited, so time
 * and result are bounded by the length of the input. Longer than a room usually is: the cases call each other.
 */
import { asFactor, createFinder, fromHex, isFormula, pairBraces } from './latex-scan.ts';
import {
  ACCENTS,
  DROPPED,
  HATS,
  inAlphabet,
  LETTERS,
  SIGNS,
  SPACES,
  SWITCHES,
  toScript,
  WORDS,
} from './latex-signs.ts';

/** Deeper than this, braces and commands are passed on as they are. */
const MAX_DEPTH = 40;
/** After the name of an operator: something that would run into it, as in `\log n`, not a bracket. */
const WORD_FOLLOWS = /^(?:[\p{L}\d]|\\(?!left|big|Big|[{([|,;!]))/u;
/** A formula longer than this, in characters, is a pair of stray dollar signs. */
const MAX_FORMULA = 4000;

type Mode = 'text' | 'math';
/** What was read, and the place after it. */
type Read = readonly [out: string, next: number];

/** LaTeX in a title or an abstract, as readable Unicode. Never throws; never longer than the input by much. */
export function readLatex(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/[\v\f\u0085]/g, ' ')
    .replace(/(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');
  if (!/[\\$]|``|---|\w~|\d--\d|\}/.test(clean)) return clean;
  return createReader(clean).read(0, clean.length, 'text', 0);
}

function createReader(text: string) {
  const partners = pairBraces(text);
  const nextOf = createFinder(text);
  const lastQuote = text.lastIndexOf("''");
  /** `\"` before a space or the end cannot be an accent: then the text has escaped quotation marks. */
  const quotesEscaped = /\\"(?=[\s.,;:!?)\]]|$)/.test(text);
  let quotesOpen = 0;

  function read(from: number, to: number, mode: Mode, depth: number): string {
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

  /** The content of the braces that open at `at`, if they close before `to`. */
  function groupAt(at: number, to: number): readonly [from: number, to: number] | undefined {
    const close = text[at] === '{' ? partners.get(at) : undefined;
    return close === undefined || close >= to ? undefined : [at + 1, close];
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
    return [run, end];
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

  function readMath(from: number, to: number, depth: number): string {
    let out = '';
    /** The end of `out`, kept apart: looking into a string that grows costs its whole length. */
    let last = ' ';
    const put = (read: string) => {
      if (read !== '') last = read.slice(-2);
      out += read;
    };
    let at = from;
    while (at < to) {
      const sign = text[at] ?? '';
      if (sign === '\\') {
        const [read, next] = readCommand(at, to, 'math', depth);
        const isWord = WORDS.has(read);
        const isTight = !/\s$/.test(last);
        if (isWord && /[\p{L}\p{N})\]]$/u.test(last)) put(' ');
        put(read);
        at = isTight && !isWord && read !== '' ? skipBlank(next, to) : next;
        if (isWord && at < to && WORD_FOLLOWS.test(text.slice(at, at + 5))) put(' ');
      } else if (sign === '^' || sign === '_') {
        const [body, next] = readArgument(at + 1, to, 'math', depth);
        put(toScript(sign, body));
        at = next;
      } else if (sign === '{') {
        const group = groupAt(at, to);
        if (group) put(read(group[0], group[1], 'math', depth + 1));
        at = group ? group[1] + 1 : at + 1;
      } else {
        put(
          sign === "'" ? '′' : sign === '~' || sign === '&' ? ' ' : sign === '}' || sign === '$' ? '' : sign,
        );
        at += 1;
      }
    }
    return out;
  }

  /** One argument: a group, a command or a sign. */
  function readArgument(at: number, to: number, mode: Mode, depth: number): Read {
    let from = at;
    while (from < to && /\s/.test(text[from] ?? '')) from += 1;
    if (from >= to || depth > MAX_DEPTH) return ['', Math.min(from, to)];
    const group = groupAt(from, to);
    if (group) return [read(group[0], group[1], mode, depth + 1), group[1] + 1];
    if (text[from] === '\\') return readCommand(from, to, mode, depth + 1);
    const sign = String.fromCodePoint(text.codePointAt(from) ?? 32);
    return [sign === '{' || sign === '}' ? '' : sign, from + sign.length];
  }

  function readCommand(at: number, to: number, mode: Mode, depth: number): Read {
    const sign = at + 1 < to ? (text[at + 1] ?? '') : '';
    if (/[a-zA-Z]/.test(sign)) return readNamed(at, to, mode, depth);
    const after = at + 2;
    if (sign === '(' || sign === '[') {
      const end = nextOf(sign === '(' ? '\\)' : '\\]', after);
      if (end === -1 || end >= to || end - after > MAX_FORMULA) return [text.slice(at, after), after];
      return [readFormula(after, end, depth), end + 2];
    }
    if (sign === '\\') {
      const literal = mode === 'text' && /[a-zA-Z\\]/.test(text[after] ?? '');
      return [literal ? '\\\\' : ' ', after];
    }
    if (sign === '') return [mode === 'text' ? '\\' : '', at + 1];
    if (/[%&#_${}]/.test(sign)) return [sign, after];
    if (/[\s,;:>]/.test(sign))
      return [mode === 'text' && sign !== ',' && sign !== ' ' ? `\\${sign}` : ' ', after];
    if (sign === '!') return [mode === 'text' ? '!' : '', after];
    if (sign === '|') return [mode === 'text' ? '|' : '‖', after];
    if (/[-/@]/.test(sign)) return ['', after];
    if (mode === 'text' && ACCENTS.has(sign)) return readAccent(sign, at, to, depth) ?? [sign, after];
    return [mode === 'text' ? `\\${sign}` : sign, after];
  }

  /** A letter with its accent, or undefined where the command stands before something that takes none. */
  function readAccent(name: string, at: number, to: number, depth: number): Read | undefined {
    const after = at + 1 + name.length;
    const isLetter = /[a-zA-Z]/.test(name);
    const group = groupAt(after, to);
    if (name === '"' && quotesEscaped && !group && !/\p{L}/u.test(text[at - 1] ?? '')) return undefined;
    // `it\'s` is an escaped apostrophe, not `itś`.
    if (
      name === "'" &&
      /^(?:s|t|d|m|re|ve|ll)\b/.test(text.slice(after, after + 3)) &&
      /\p{L}/u.test(text[at - 1] ?? '')
    )
      return undefined;
    // arXiv itself turns `\rho` into `\r{ho}`.
    const mangled =
      group && isLetter
        ? SIGNS.get(name + text.slice(group[0], Math.min(group[1], group[0] + 9)))
        : undefined;
    if (group && mangled !== undefined) return [mangled, group[1] + 1];
    if (!group && isLetter && text[after] !== ' ') return undefined;
    if (!group && !isLetter && !/[a-zA-Z\\]/.test(text[after] ?? '')) return undefined;
    const [read, next] = readArgument(after, to, 'text', depth);
    const base = read.trim().replace('ı', 'i').replace('ȷ', 'j');
    const [mark, on] = ACCENTS.get(name) ?? ['', /^$/];
    if (on.test(base)) {
      const composed = (base + mark).normalize('NFC');
      if (group || [...composed].length === 1) return [composed, next];
    }
    return group && !isLetter ? [read, next] : undefined;
  }

  function readNamed(at: number, to: number, mode: Mode, depth: number): Read {
    const sticky = /[a-zA-Z]{1,40}/y;
    sticky.lastIndex = at + 1;
    const name = sticky.exec(text)?.[0] ?? '';
    const after = Math.min(at + 1 + name.length, to);
    const literal = text.slice(at, after);
    if (mode === 'text' && /(?:^|[^\p{L}])[a-zA-Z]:$/u.test(text.slice(Math.max(0, at - 3), at)))
      return readPath(at, to);
    if (mode === 'text' && ACCENTS.has(name)) return readAccent(name, at, to, depth) ?? [literal, after];
    const letter = LETTERS.get(name);
    if (letter !== undefined) return readLetter(letter, after, to);
    if ((name === 'S' || name === 'P') && !/[\s\d~]/.test(text[after] ?? '')) return [literal, after];
    const hat = HATS.get(name);
    if (hat !== undefined) {
      const [body, next] = readArgument(after, to, 'math', depth + 1);
      return [[...body].length === 1 ? (body + hat).normalize('NFC') : body, next];
    }
    const found = SIGNS.get(name);
    if (found !== undefined) return [found, skipEmptyGroup(after, to)];
    if (WORDS.has(name)) return [name, after];
    if (name === 'left' || name === 'right') return ['', text[after] === '.' ? after + 1 : after];
    if (SWITCHES.has(name)) return ['', skipBlank(after, to)];
    if (SPACES.has(name)) return [' ', skipBlank(after, to)];
    return readWithArguments(name, after, to, mode, depth) ?? [mode === 'math' ? name : literal, after];
  }

  /** What stands after a drive (`C:\temp`) is a path, whatever its folders are called. */
  function readPath(at: number, to: number): Read {
    const sticky = /\S+/y;
    sticky.lastIndex = at;
    const end = Math.min(to, at + (sticky.exec(text)?.[0].length ?? 1));
    return [text.slice(at, end), end];
  }

  function readLetter(letter: string, after: number, to: number): Read {
    const next = skipEmptyGroup(after, to);
    return [letter, next === after ? skipBlank(after, to) : next];
  }

  function skipEmptyGroup(at: number, to: number): number {
    return at + 1 < to && text[at] === '{' && text[at + 1] === '}' ? at + 2 : at;
  }

  function skipBlank(at: number, to: number): number {
    while (at < to && text[at] === ' ') at += 1;
    return at;
  }

  /** Commands with arguments; an unknown one gives its argument. Undefined where there is none to give. */
  function readWithArguments(
    name: string,
    after: number,
    to: number,
    mode: Mode,
    depth: number,
  ): Read | undefined {
    if (name === 'etal') return ['et al.', after];
    const from = skipOption(text[after] === '*' ? after + 1 : after, to);
    if (name === 'not') {
      const [body, next] = readArgument(after, to, 'math', depth + 1);
      return [`${body}\u0338`.normalize('NFC'), next];
    }
    if (
      !groupAt(from, to) &&
      !(mode === 'math' && /^(?:[dt]?frac|sqrt|math[a-z]+|bm|boldsymbol)$/.test(name))
    )
      return undefined;
    if (name.length === 1 && mode === 'text') return undefined;
    if (name === 'begin' || name === 'end') return ['', skipGroup(from, to)];
    if (DROPPED.has(name)) return ['', skipGroup(from, to)];
    if (name === 'url' || name === 'path') return readRaw(from, to);
    if (name === 'href') {
      const [url, next] = readRaw(from, to);
      const [label, end] = groupAt(next, to) ? readArgument(next, to, 'text', depth + 1) : ['', next];
      return [label.trim() === '' || label === url ? url : `${label} (${url})`, end];
    }
    if (/^(?:text|f)color$|^(?:raise|make)box$/.test(name))
      return readArgument(skipGroup(from, to), to, mode, depth + 1);
    if (name === 'texorpdfstring') return readArgument(skipGroup(from, to), to, 'text', depth + 1);
    const isText =
      mode === 'text'
        ? !/^(?:math|ensuremath|operatorname|[dt]?frac|sqrt|binom|boldsymbol|bm$)/.test(name)
        : /^(?:text|mbox|hbox|mathrm$|mathtt$)/.test(name);
    const [body, next] = readArgument(from, to, isText ? 'text' : 'math', depth + 1);
    if (/^[dt]?frac$/.test(name)) {
      const [under, end] = readArgument(next, to, 'math', depth + 1);
      return [`${asFactor(body)}/${asFactor(under)}`, end];
    }
    if (/^[dt]?binom$/.test(name)) {
      const [under, end] = readArgument(next, to, 'math', depth + 1);
      return [`(${body} choose ${under})`, end];
    }
    if (name === 'sqrt') return [`√${asFactor(body)}`, next];
    if (name === 'textsuperscript') return [toScript('^', body), next];
    if (name === 'textsubscript') return [toScript('_', body), next];
    if (/^(?:cite[a-z]*|[a-z]*cite)$/.test(name)) return [`[${body}]`, next];
    if (name === 'footnote' || name === 'thanks') return [` (${body})`, next];
    if (name === 'unicode') return [fromHex(body), next];
    return [inAlphabet(name, body) ?? body, next];
  }

  function skipGroup(at: number, to: number): number {
    const group = groupAt(at, to);
    return group ? group[1] + 1 : at;
  }

  /** `[...]` between a command and its argument. */
  function skipOption(at: number, to: number): number {
    if (text[at] !== '[') return at;
    const end = nextOf(']', at);
    return end === -1 || end >= to || end - at > 200 || text[end + 1] !== '{' ? at : end + 1;
  }

  /** An address in braces: only escapes are undone. */
  function readRaw(at: number, to: number): Read {
    const group = groupAt(at, to);
    if (!group) return ['', at];
    return [
      text
        .slice(group[0], group[1])
        .replace(/\\([%_#&~{}])/g, '$1')
        .trim(),
      group[1] + 1,
    ];
  }

  return { read };
}
