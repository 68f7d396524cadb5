/** Reads a LaTeX command, from its backslash on, as the text it stands for. */
import { createAccentReader } from './latex-accents.ts';
import { asFactor, fromHex } from './latex-scan.ts';
import {
  type LatexMode,
  type LatexReader,
  type LatexSource,
  MAX_FORMULA,
  type Read,
} from './latex-source.ts';
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
} from './latex-tables.ts';

/** Environments that hold a formula. */
const FORMULAS = /^(?:equation|align|gather|multline|eqnarray|displaymath|math|flalign)\*?$/;

export function createCommandReader(source: LatexSource, reader: LatexReader): LatexReader['readCommand'] {
  const { text, nextOf, groupAt, skipEmptyGroup, skipBlank, readPath, skipGroup, skipOption, readRaw } =
    source;
  const readAccent = createAccentReader(source, reader);

  function readCommand(at: number, to: number, mode: LatexMode, depth: number): Read {
    const sign = at + 1 < to ? String.fromCodePoint(text.codePointAt(at + 1) ?? 32) : '';
    if (/[a-zA-Z]/.test(sign)) return readNamed(at, to, mode, depth);
    const after = at + 1 + sign.length;
    if (sign === '(' || sign === '[') {
      const end = nextOf(sign === '(' ? '\\)' : '\\]', after);
      if (end === -1 || end >= to || end - after > MAX_FORMULA) return [text.slice(at, after), after];
      return [reader.readFormula(after, end, depth), end + 2];
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
  function readNamed(at: number, to: number, mode: LatexMode, depth: number): Read {
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
      const [body, next] = reader.readArgument(after, to, 'math', depth + 1);
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

  function readLetter(letter: string, after: number, to: number): Read {
    const next = skipEmptyGroup(after, to);
    return [letter, next === after ? skipBlank(after, to) : next];
  }

  /** Commands with arguments; an unknown command is replaced by its argument. Undefined without an argument. */
  function readWithArguments(
    name: string,
    after: number,
    to: number,
    mode: LatexMode,
    depth: number,
  ): Read | undefined {
    if (name === 'item') return ['•', after];
    if (name === 'verb') return readVerbatim(after, to);
    if (name === 'etal') return ['et al.', after];
    const from = skipOption(text[after] === '*' ? after + 1 : after, to);
    if (name === 'not') {
      const [body, next] = reader.readArgument(after, to, 'math', depth + 1);
      return [`${body}\u0338`.normalize('NFC'), next];
    }
    if (
      !groupAt(from, to) &&
      !(mode === 'math' && /^(?:[dt]?frac|sqrt|math[a-z]+|bm|boldsymbol)$/.test(name))
    )
      return undefined;
    if (name.length === 1 && mode === 'text') return undefined;
    if (name === 'begin') return readEnvironment(from, to, depth);
    if (name === 'end') return ['', skipGroup(from, to)];
    if (DROPPED.has(name)) return ['', skipGroup(from, to)];
    if (name === 'url' || name === 'path') return readRaw(from, to);
    if (name === 'href') {
      const [url, next] = readRaw(from, to);
      const [label, end] = groupAt(next, to) ? reader.readArgument(next, to, 'text', depth + 1) : ['', next];
      return [label.trim() === '' || label === url ? url : `${label} (${url})`, end];
    }
    if (/^(?:(?:text|f)color|(?:raise|make)box|texorpdfstring)$/.test(name)) {
      const inside = name === 'texorpdfstring' ? 'text' : mode;
      return reader.readArgument(skipGroup(from, to), to, inside, depth + 1);
    }
    const isText =
      mode === 'text'
        ? !/^(?:math|ensuremath|operatorname|[dt]?frac|sqrt|binom|boldsymbol|bm$)/.test(name)
        : /^(?:text|mbox|hbox|mathrm$|mathtt$)/.test(name);
    const [body, next] = reader.readArgument(from, to, isText ? 'text' : 'math', depth + 1);
    if (/^[dt]?(?:frac|binom)$/.test(name)) {
      const [under, end] = reader.readArgument(next, to, 'math', depth + 1);
      const isFraction = name.endsWith('frac');
      return [isFraction ? `${asFactor(body)}/${asFactor(under)}` : `(${body} choose ${under})`, end];
    }
    if (name === 'sqrt') return [`√${asFactor(body)}`, next];
    if (name === 'textsuperscript') return [toScript('^', body), next];
    if (name === 'textsubscript') return [toScript('_', body), next];
    if (/^(?:cite[a-z]*|[a-z]*cite)$/.test(name)) return [`[${body}]`, next];
    if (name === 'footnote' || name === 'thanks') return [` (${body})`, next];
    if (name === 'unicode') return [fromHex(body), next];
    return [inAlphabet(name, body) ?? body, next];
  }

  /** `\verb|x|`: between two signs of the writer's choice everything is literal. */
  function readVerbatim(at: number, to: number): Read | undefined {
    const from = text[at] === '*' ? at + 1 : at;
    const sign = text[from] ?? ' ';
    const end = /[\p{L}\d\s{*]/u.test(sign)
      ? -1
      : text.slice(from + 1, Math.min(to, from + 201)).indexOf(sign);
    return end === -1 ? undefined : [text.slice(from + 1, from + 1 + end), from + end + 2];
  }

  /** `\begin{equation}…\end{equation}` is a formula; of other environments only the content is kept. */
  function readEnvironment(at: number, to: number, depth: number): Read {
    const from = skipGroup(at, to);
    const name = text.slice(at + 1, from - 1);
    if (!FORMULAS.test(name)) return ['', from];
    const close = `\\end{${name}}`;
    const end = nextOf(close, from);
    if (end === -1 || end + close.length > to || end - from > MAX_FORMULA) return ['', from];
    return [reader.readFormula(from, end, depth), end + close.length];
  }

  return readCommand;
}
