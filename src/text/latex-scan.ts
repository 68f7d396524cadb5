/** Scans for the LaTeX reader: pairs of braces, positions of strings, and what looks like a formula. */

/** Whether the text between two dollar signs is a formula rather than `$5 and $10` or `$HOME/$USER`. */
export function isFormula(body: string, after: string): boolean {
  const edges = Number(/^\s/.test(body)) + Number(/\s$/.test(body));
  const marked = /\\[a-zA-Z,;!{}%|]|[\^{]|_./.test(body);
  if (/^[.=<>+,:/-]{1,2}$/.test(body)) return true;
  if (body.trim() === '' || edges === 1 || (edges === 2 && !marked)) return false;
  if (marked) return true;
  if (/\d/.test(after) || body.length > 80 || /\p{L}{3,}.*\s.*\p{L}{3,}/su.test(body)) return false;
  return !/\p{L}/u.test(after) || (body.length <= 3 && /[\p{L}\d]$/u.test(body));
}

/** A numerator, denominator or root: in parentheses when it is more than one sign or number. */
export function asFactor(body: string): string {
  const tight = body.trim();
  return /^[\p{L}\p{N}\p{M}.]*$/u.test(tight) || /^\([^()]*\)$/.test(tight) ? tight : `(${tight})`;
}

export function fromHex(body: string): string {
  const code = Number.parseInt(/^x?([0-9a-f]{2,6})$/i.exec(body.trim())?.[1] ?? '', 16);
  return code >= 0xa0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    ? String.fromCodePoint(code)
    : '';
}

/** Where each opening brace closes; escaped braces do not count. */
export function pairBraces(text: string): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  const brace = /\\.|[{}]/gs;
  for (let found = brace.exec(text); found !== null; found = brace.exec(text)) {
    if (found[0] === '{') open.push(found.index);
    else if (found[0] === '}') {
      const start = open.pop();
      if (start !== undefined) partners.set(start, found.index);
    }
  }
  return partners;
}

/** Finds the next occurrence of a string from a position on. A distant result is cached for later calls. */
export function createFinder(text: string): (what: string, from: number) => number {
  const kept = new Map<string, readonly [from: number, at: number]>();
  return (what, from) => {
    const known = kept.get(what);
    if (known && from >= known[0] && (known[1] === -1 || from <= known[1])) return known[1];
    const at = text.indexOf(what, from);
    kept.set(what, [from, at]);
    return at;
  };
}
