/** The text of one author element in, its names out. Whatever a feed writes there, the work grows with its length alone. */

/** A collaboration of thousands in one element is far below this. Characters. */
const MOST_TEXT = 100_000;
/** Longer is no name. Characters. */
const MOST_NAME = 1_000;

/** Names apart by commas, semicolons, lines or "and". `Surname, A. B., Other, C.` is split where initials end. */
export function namesIn(text: string): string[] {
  const short = collapsed(text);
  const parts = /\b[A-Z]\. ?,/.test(short) ? short.split(/(?<=\b[A-Z]\.) ?,/) : short.split(/[;,\n]| and /);
  // The name that the cut went through is none.
  if (text.length > MOST_TEXT) parts.pop();
  return parts.map((part) => part.trim()).filter((part) => part !== '' && part.length <= MOST_NAME);
}

/** The name of one element; RSS writes `mail@host (Name)`. Undefined for what is too long to be one. */
export function nameIn(text: string): string | undefined {
  const name = collapsed(text).trim();
  if (name === '' || name.length > MOST_NAME) return undefined;
  return /^[^\s@]+@\S+\s\((.*)\)$/s.exec(name)?.[1] ?? name;
}

/** Runs of white space made one character first: a pattern that begins with such a run would try each of its places. */
function collapsed(text: string): string {
  return text.slice(0, MOST_TEXT).replace(/\s+/g, (space) => (space.includes('\n') ? '\n' : ' '));
}
