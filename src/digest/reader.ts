/** Defines what every reader of digests takes and returns, and the errors they throw. */
import { PaperboyError } from '../model/errors.ts';
import type { Day } from '../model/paper.ts';

/** Context for reading an input. */
export interface Reading {
  /** The day of the whole input, whatever its content says. */
  asOf?: Day | undefined;
  /** The day in the file's name, for content without a day of its own. */
  nameDay?: Day | undefined;
  /** The current time in milliseconds since 1970; without it, nothing is dated by the day of reading. */
  now?: number;
  /** Called with the day of each digest that was dated by the clock because it has no date of its own. */
  onGuess?: (day: Day, undated?: Undated) => void;
}

/** How many papers had no date, although others had one. */
export interface Undated {
  count: number;
  of: number;
}

const EXPECTED =
  'Paperboy reads Daily Papers pages saved as text or HTML, the JSON of /api/daily_papers, its own JSON, ' +
  "JSON Lines with one paper per line, and feeds (RSS, Atom, RDF, JSON Feed, arXiv's answers).";

/**
 * The error for input that is not a digest: what was found, and what is accepted.
 * @param quote words of the input that continue `seen`, shown only to the person who gave the input
 */
export function badDigest(seen: string, quote = '', cause?: unknown): PaperboyError {
  const message = `Can't read this as a digest: ${seen}${visible(quote)}. ${EXPECTED}`;
  return new PaperboyError('bad-digest', message, { cause, gist: `${seen}.` });
}

/** The error for a digest without a day. */
export function undated(what: string): PaperboyError {
  return new PaperboyError('bad-digest', `${what}, so its day is unknown. Set it with --as-of YYYY-MM-DD.`);
}

/** The beginning of an input, for messages. */
export function glimpse(text: string, length = 60): string {
  const start = visible(text.slice(0, length * 4)).trim();
  return start.length > length ? `"${start.slice(0, length).toWellFormed()}…"` : `"${start}"`;
}

/** On one line, with a space for what cannot be seen: a parser's message quotes the input too. */
function visible(text: string): string {
  return text.toWellFormed().replace(/[\s\p{Cc}\p{Cf}\p{DI}]+/gu, ' ');
}

/**
 * The day of content without one: the day in the file's name, else the clock's, which is passed to `onGuess`.
 * Undefined without either.
 */
export function dayWithoutDate(reading: Reading, undated?: Undated): Day | undefined {
  if (reading.nameDay !== undefined) return reading.nameDay;
  const today = dayOf(reading.now);
  if (today !== undefined) reading.onGuess?.(today, undated);
  return today;
}

/** The clock's day in UTC, which is the zone of the dates on the site. */
export function dayOf(now: number | undefined): Day | undefined {
  if (now === undefined || !(Math.abs(now) < 8.64e15)) return undefined;
  const day = new Date(now).toISOString().slice(0, 10);
  return /^\d{4}-/.test(day) ? day : undefined;
}

/** Tomorrow, which has begun already in some zones. Without a clock, no day is too late. */
export function tomorrow(now: number | undefined): Day {
  return (now === undefined ? undefined : dayOf(now + 24 * 3_600_000)) ?? '9999-12-31';
}
