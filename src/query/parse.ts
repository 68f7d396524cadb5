/** Parses what a person typed into a query tree, or into a problem with its place in the text. */
import { readLatex } from '../text/latex.ts';
import { readQuery } from './grammar.ts';
import { meaningKey, printQuery } from './print.ts';
import { Misread, type Note, type QueryProblem } from './problem.ts';
import { isProse, isSurelySentence, plainReadings } from './prose.ts';
import { leavesOf, type Query, queryLimits } from './tree.ts';

export type { Note, QueryProblem } from './problem.ts';
export type ParseResult = { ok: true; query: Query } | { ok: false; problem: QueryProblem };

/** Parses any string into a tree or a problem, in time linear in its length. Never throws. */
export function parseQuery(text: string): ParseResult {
  const { notes: _, readAs: __, ...parsed } = read(text);
  if (parsed.ok || parsed.problem.suggestion === undefined) return parsed;
  // A suggestion must itself be a valid query.
  if (!attempt(parsed.problem.suggestion).ok) delete parsed.problem.suggestion;
  return parsed;
}

/** The text as it was read: LaTeX as characters, a sentence as its words. Undefined for what is no valid query. */
export function readAs(text: string): string | undefined {
  return read(text).readAs;
}

/** Notes that are given on one query: each suggestion is parsed, and nobody reads more. */
const mostNotes = 4;

/** Other plausible readings of a valid query, the first few. Each suggestion is a valid query too. */
export function notesOn(text: string): Note[] {
  return read(text)
    .notes.slice(0, mostNotes)
    .filter(({ suggestion }) => attempt(suggestion).ok);
}

/** Printing never makes a query of this length exceed the limits. */
const surelyWithin = 50;

/**
 * Printed queries are stored and parsed again, so they must parse to the same query. Printing can make a query longer and
 * deeper: `keyword:(a b)` is `keyword:a keyword:b`. Short queries of plain words, the common case, are not checked.
 */
function checkPrintable(query: Query, text: string): void {
  if (text.length <= surelyWithin && isPlain(query)) return;
  const printed = printQuery(query);
  if (printed === text) return;
  const whole = { at: 0, end: text.length };
  const again = readAgain(printed);
  if (again === undefined) {
    const message = 'Written out in full, this query is too long or too deeply nested. Shorten it.';
    throw new Misread(whole, message);
  }
  if (printQuery(again) === printed && meaningKey(again) === meaningKey(query)) return;
  throw new Misread(whole, 'Part of this is ambiguous. Put its words in quotes.');
}

/** Whether all of its words are made of the letters `a` to `z`, which mean the same wherever they are printed. */
function isPlain(query: Query): boolean {
  return leavesOf(query).every((leaf) => {
    if (leaf.kind === 'word' || leaf.kind === 'phrase') return /^[a-z]+(?:[ -][a-z]+)*$/.test(leaf.text);
    return leaf.kind === 'prefix' ? /^[a-z]+$/.test(leaf.start) : leaf.kind !== 'id';
  });
}

function readAgain(printed: string): Query | undefined {
  try {
    return readQuery(printed).query;
  } catch (error) {
    if (error instanceof Misread) return undefined;
    throw error;
  }
}

type Attempt = ParseResult & { notes: Note[]; readAs?: string };

/** A sentence that is no valid query, or has signs by accident, is read as plain words, with a note that says so. */
function read(text: string): Attempt {
  const first = attempt(text);
  if (first.ok ? !isSurelySentence(text) || isPrinted(first.query, text) : !isProse(text)) return first;
  for (const plain of plainReadings(text)) {
    const plainly = attempt(plain);
    if (plainly.ok) return { ...plainly, notes: noteOnProse(first, plain) };
  }
  return first;
}

/** Whether a text is a query as it is printed and stored: it is read as it was written, however many words it has. */
function isPrinted(query: Query, text: string): boolean {
  return printQuery(query).toLowerCase() === text.toLowerCase();
}

/** From so many words on, a sentence may have been cut. */
const mayBeCut = 60;
/** Words of a shorter search that is suggested in its place. */
const shorter = 12;

function noteOnProse(first: Attempt, plain: string): Note[] {
  const words = plain.split(' ');
  if (words.length >= mayBeCut) {
    const message = `This is long, so at most its first ${words.length} telling words are searched for.`;
    return [{ message, suggestion: words.slice(0, shorter).join(' ') }];
  }
  const message = 'This is searched for as a sentence, word by word.';
  const suggestion = first.ok ? undefined : first.problem.suggestion;
  return suggestion === undefined ? [] : [{ message, suggestion }];
}

function attempt(text: string): Attempt {
  // Pasted titles contain LaTeX: `na\"{\i}ve`. Offsets are lost by converting it, so a problem covers the whole text.
  const plain = text.includes('\\') && text.length <= queryLimits.length ? readLatex(text) : text;
  try {
    const { query, notes } = readQuery(plain);
    checkPrintable(query, text);
    return { ok: true, query, readAs: plain, notes: [...notes, ...notesOnSurname(plain, query)] };
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    const { problem } = error;
    const place = plain === text ? problem : { ...problem, at: 0, length: text.length };
    return { ok: false, problem: place, notes: [] };
  }
}

/** Two or three words of which the last is a common word and a common surname. */
const endsInSurname = /^\p{L}[\p{L}\p{M}'-]*(?: \p{L}[\p{L}\p{M}'-]*)? (?:he|an|so|do)$/iu;

/** A last word that is left out as a common word may be a surname: `kaiming he`. */
function notesOnSurname(text: string, query: Query): Note[] {
  const typed = text.trim().replace(/\s+/g, ' ');
  const leaves = query.kind === 'and' ? query.of : [query];
  const isOnlyWords = leaves.every((leaf) => leaf.kind === 'word' && leaf.field === 'any');
  if (!isOnlyWords || !endsInSurname.test(typed) || leaves.length !== typed.split(' ').length - 1) return [];
  const last = typed.slice(typed.lastIndexOf(' ') + 1);
  return [{ message: `\`${last}\` is a common word, so it is left out.`, suggestion: `author:"${typed}"` }];
}
