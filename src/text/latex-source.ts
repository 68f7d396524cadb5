/** A view of a text with LaTeX: where its groups, options and addresses begin and end. */
import { createFinder, pairBraces } from './latex-scan.ts';

/** Deeper than this, braces and commands are passed on as they are. */
export const MAX_DEPTH = 40;
/** A formula longer than this, in characters, is a pair of stray dollar signs. */
export const MAX_FORMULA = 4000;

export type LatexMode = 'text' | 'math';
/** The text read, and the position after it. */
export type Read = readonly [out: string, next: number];

/** The functions that the readers of text, formulas, commands and accents share. All read from `at` and never beyond `to`. */
export interface LatexReader {
  read(from: number, to: number, mode: LatexMode, depth: number): string;
  /** A whole formula, its spaces collapsed. */
  readFormula(from: number, to: number, depth: number): string;
  /** One argument: a group, a command or a sign. */
  readArgument(at: number, to: number, mode: LatexMode, depth: number): Read;
  readCommand(at: number, to: number, mode: LatexMode, depth: number): Read;
}

export type LatexSource = ReturnType<typeof createSource>;

export function createSource(text: string) {
  const partners = pairBraces(text);
  const nextOf = createFinder(text);

  /** The content of the braces that open at `at`, if they close before `to`. */
  function groupAt(at: number, to: number): readonly [from: number, to: number] | undefined {
    const close = text[at] === '{' ? partners.get(at) : undefined;
    return close === undefined || close >= to ? undefined : [at + 1, close];
  }

  function skipEmptyGroup(at: number, to: number): number {
    return at + 1 < to && text[at] === '{' && text[at + 1] === '}' ? at + 2 : at;
  }

  function skipBlank(at: number, to: number): number {
    while (at < to && text[at] === ' ') at += 1;
    return at;
  }

  /** The path after a drive letter (`C:\temp`), whose folders are not commands. */
  function readPath(at: number, to: number): Read {
    const sticky = /\S+/y;
    sticky.lastIndex = at;
    const end = Math.min(to, at + (sticky.exec(text)?.[0].length ?? 1));
    return [text.slice(at, end), end];
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

  return { text, nextOf, groupAt, skipEmptyGroup, skipBlank, readPath, skipGroup, skipOption, readRaw };
}
