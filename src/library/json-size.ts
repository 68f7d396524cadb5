/** Tells from a look at JSON whether parsing it would keep the process busy for long. */

/** Characters for one part (a value of a list or an object) on average, and parts that any file may have. */
const CHARACTERS = 12;
const FREE_PARTS = 100_000;
/** Levels in one another, and keys of one object. */
const MOST_DEPTH = 100;
const MOST_KEYS = 1_000;

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;

/** Whether the text has far more parts, levels, or keys of one object than a library's. Linear in time. */
export function isDenseJson(text: string): boolean {
  const most = Math.max(FREE_PARTS, text.length / CHARACTERS);
  let parts = 0;
  let depth = 0;
  let isQuoted = false;
  const keys = new Uint32Array(MOST_DEPTH + 2);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (isQuoted) {
      if (unit === BACKSLASH) at += 1;
      else if (unit === QUOTE) isQuoted = false;
    } else if (unit === QUOTE) isQuoted = true;
    else if (unit === COMMA) parts += 1;
    else if (unit === COLON && depth > 0) keys[depth] = (keys[depth] ?? 0) + 1;
    // `[` and `{`, and what closes them, two units later.
    else if (unit === 91 || unit === 123) {
      parts += 1;
      depth += 1;
      keys[depth] = 0;
    } else if (unit === 93 || unit === 125) depth -= 1;
    if (parts > most || depth > MOST_DEPTH || (keys[depth] ?? 0) > MOST_KEYS) return true;
  }
  return false;
}
