/** Finds the words of a text: where each begins and ends, and what separates it from the one before. */
import { codeAt, kindOf, kinds, knownKind } from './character-kinds.ts';
import { finishHash, hashUnits, mixUnit } from './word-cache.ts';

/** What separates a word from the one before it. */
export const joints = {
  /** Punctuation, or the beginning of the text. */
  apart: 0,
  /** Only white space. */
  space: 1,
  /** One hyphen of any kind, without spaces; LaTeX's `--` counts as one, and so does the `&` of `R&D`. */
  hyphen: 2,
  /** Nothing at all: the words of a Chinese sentence, `C++` and `17`. */
  touch: 3,
} as const;
export type Joint = (typeof joints)[keyof typeof joints];

/** Called for each word in order, with the hash of its units. */
export type VisitWord = (start: number, end: number, joint: Joint, hash: number) => void;

/** Text of a script without spaces is segmented in pieces of at most this many units, to stay linear. */
const denseRun = 4096;

/** Calls `take` for each word. `units` are the text's, with `paddedUnitsOf`. */
export function eachWord(text: string, units: Uint16Array, take: VisitWord): void {
  let at = 0;
  let joint = joints.apart as Joint;
  while (at < text.length) {
    const known = knownKind(units[at] as number);
    // Fast path: most words are letters, separated by one space.
    if (known === kinds.space) {
      joint = joint === joints.touch || joint === joints.space ? joints.space : joints.apart;
      at++;
      continue;
    }
    if (known === kinds.letter) {
      let end = at;
      let mixed = 0;
      let kind: number = known;
      do {
        mixed = mixUnit(mixed, units[end++] as number);
        kind = knownKind(units[end] as number);
      } while (kind === kinds.letter);
      let hashed = finishHash(mixed);
      if (kind !== kinds.space) {
        const letters = end;
        end = wordEnd(units, at, end, kinds.letter);
        if (end > letters) hashed = hashUnits(units, at, end);
      }
      take(at, end, joint, hashed);
      at = end;
      joint = joints.touch;
      continue;
    }
    const code = codeAt(units, at);
    const kind = kindOf(code);
    if (kind === kinds.letter || kind === kinds.digit) {
      const end = wordEnd(units, at, at, kinds.other);
      take(at, end, joint, hashUnits(units, at, end));
      at = end;
      joint = joints.touch;
    } else if (kind === kinds.dense) {
      const end = denseEnd(units, at);
      takeDense(text.slice(at, end), at, joint, units, take);
      at = end;
      joint = joints.touch;
    } else if (code === dot && isDotNet(units, at)) {
      take(at, at + 4, joint, hashUnits(units, at, at + 4));
      at += 4;
      joint = joints.touch;
    } else {
      joint = jointAfter(joint, kind, units, at);
      at += code > 0xffff ? 2 : 1;
    }
  }
}

/** The joint after the character at `at`, given the joint so far and the character's kind. */
function jointAfter(joint: Joint, kind: number, units: Uint16Array, at: number): Joint {
  if (kind === kinds.nothing) return joint;
  if (kind === kinds.space)
    return joint === joints.touch || joint === joints.space ? joints.space : joints.apart;
  if (units[at] === ampersand) return joint === joints.touch ? joints.hyphen : joints.apart;
  if (kind !== kinds.hyphen) return joints.apart;
  if (joint === joints.touch) return joints.hyphen;
  const isSecond =
    joint === joints.hyphen && units[at] === minus && units[at - 1] === minus && units[at - 2] !== minus;
  return isSecond ? joints.hyphen : joints.apart;
}

const minus = 0x2d;
const dot = 0x2e;
const ampersand = 0x26;
const comma = 0x2c;
const plus = 0x2b;
const hash = 0x23;
const star = 0x2a;
const widePlus = 0xff0b;
const wideHash = 0xff03;

function isWordPart(code: number): boolean {
  const kind = kindOf(code);
  return kind === kinds.letter || kind === kinds.digit;
}

/**
 * Where the word that begins at `start` ends: letters, digits and what holds them together. Up to `from` it is read already, and
 * the last character there is of the kind `before`.
 */
function wordEnd(units: Uint16Array, start: number, from: number, before: number): number {
  let at = from;
  let end = from;
  let last = before;
  for (;;) {
    const code = codeAt(units, at);
    const kind = kindOf(code);
    if (kind === kinds.letter || kind === kinds.digit || kind === kinds.mark) {
      at += code > 0xffff ? 2 : 1;
      end = at;
      if (kind !== kinds.mark) last = kind;
    } else if (kind === kinds.nothing) at++;
    else if (
      kind === kinds.apostrophe &&
      last === kinds.letter &&
      kindOf(codeAt(units, at + 1)) === kinds.letter
    )
      at++;
    else if (last === kinds.digit && holdsDigits(units, at, code)) at++;
    else return end + suffixLength(units, start, end);
  }
}

/** The point of `0.07` and `Qwen2.5`, the comma of `1,000` (three digits after it, not more). */
function holdsDigits(units: Uint16Array, at: number, code: number): boolean {
  if (code === dot) return isDigit(units, at + 1);
  if (code !== comma) return false;
  return (
    isDigit(units, at + 1) && isDigit(units, at + 2) && isDigit(units, at + 3) && !isDigit(units, at + 4)
  );
}

function isDigit(units: Uint16Array, at: number): boolean {
  const unit = units[at] ?? 0;
  return unit >= 0x30 && unit <= 0x39;
}

/** `++` after any word (`C++`, `PointNet++`); `#` and `*` after one letter (`C#`, `A*`). */
function suffixLength(units: Uint16Array, start: number, end: number): number {
  const first = units[end];
  if (first === plus || first === widePlus) {
    if (units[end + 1] !== first || units[end + 2] === first) return 0;
    return kindOf(codeAt(units, end + 2)) === kinds.letter ? 0 : 2;
  }
  if (first !== hash && first !== wideHash && first !== star) return 0;
  if (end - start !== 1 || units[end + 1] === first || isWordPart(codeAt(units, end + 1))) return 0;
  return first === star && units[start - 1] === star ? 0 : 1;
}

/** `.NET` at a dot that follows no word and begins no longer one. */
function isDotNet(units: Uint16Array, at: number): boolean {
  const isNet = [0x6e, 0x65, 0x74].every(
    (letter, offset) => ((units[at + 1 + offset] ?? 0) | 0x20) === letter,
  );
  return isNet && (at === 0 || !isWordPart(codeAt(units, at - 1))) && !isWordPart(codeAt(units, at + 4));
}

function denseEnd(units: Uint16Array, start: number): number {
  let at = start;
  while (at - start < denseRun) {
    const code = codeAt(units, at);
    const kind = kindOf(code);
    if (kind !== kinds.dense && kind !== kinds.mark && kind !== kinds.nothing) break;
    at += code > 0xffff ? 2 : 1;
  }
  return at;
}

let segmenter: Intl.Segmenter | undefined;

/** Words of a run without spaces, by the dictionaries of ICU; made only when such a run is met, as it is slow to make. */
function takeDense(run: string, offset: number, joint: Joint, units: Uint16Array, take: VisitWord): void {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' });
  let before = joint;
  for (const { segment, index, isWordLike } of segmenter.segment(run)) {
    if (!isWordLike) continue;
    const start = offset + index;
    const end = start + segment.length;
    take(start, end, before, hashUnits(units, start, end));
    before = joints.touch;
  }
}
