/**
 * Parses an input, bytes or text in any of the supported forms, into digests, oldest first.
 *
 * Detect, read, build: `detect.ts` tells the form, one reader for each form finds what it says, `build-paper.ts` makes
 * papers of it. One bad paper is skipped with its line and the reason; input that is no digest is refused.
 */
import { messageOf, PaperboyError } from '../model/errors.ts';
import { Day, type Digest } from '../model/paper.ts';
import { readAnswer } from './api-response.ts';
import { decode } from './decode.ts';
import { detect, type Form, type Format } from './detect.ts';
import { isJsonFeed } from './feed/detect-feed.ts';
import { readFeedPage } from './feed-file.ts';
import { withoutFuture, withoutLaterDates } from './future-dates.ts';
import { readHtmlPage } from './html-page.ts';
import { readJson } from './json.ts';
import { hasJsonLine, readJsonLines } from './json-lines.ts';
import { isOwn, readOwn } from './paperboy-json.ts';
import { badDigest, type DigestReader, type Reading, type Undated } from './reader.ts';
import { readTextPage } from './text-page.ts';
import { dayInName } from './written-date.ts';

export interface ParseOptions extends Omit<Reading, 'nameDay'> {
  /** The form of the input, where it is known; else it is told by its first sign. */
  format?: Format;
  /** The name of the file, whose day is taken where the content has none. */
  fileName?: string;
}

const READERS: Record<Form, DigestReader> = {
  'text page': readTextPage,
  'HTML page': readHtmlPage,
  feed: readFeedPage,
  JSON: readJsonDocument,
  'JSON Lines': readJsonLines,
};

/**
 * Reads one or more digests, oldest first, one for each day.
 * `asOf` makes all of the input that day's digest; `now` (ms since 1970) dates what does not date itself, and `onGuess`
 * is then told the day. The day in `fileName` comes before the clock's.
 * Throws `bad-digest` for input that is no digest, saying what was seen and what was expected.
 */
export function parseDigests(raw: string | Uint8Array, options: ParseOptions = {}): Digest[] {
  const { format, fileName, ...reading } = options;
  if (reading.asOf !== undefined && !Day.safeParse(reading.asOf).success) {
    throw new PaperboyError(
      'bad-usage',
      `"${reading.asOf}" is no day. Write it as YYYY-MM-DD, such as 2025-12-12.`,
    );
  }
  const text = decode(raw);
  const guessed = new Map<Day, Undated | undefined>();
  const nameDay = fileName === undefined ? undefined : dayInName(fileName);
  const watched: Reading = {
    ...reading,
    ...(nameDay === undefined ? {} : { nameDay }),
    onGuess: (day, undated) => guessed.set(day, undated),
  };
  const form = detect(text, format);
  const found = withoutFuture(read(text, form, watched, format !== undefined), reading);
  // On a page of text, a date without a year is of the page's.
  const digests = form === 'text page' ? found : withoutLaterDates(found, reading);
  // A reader that gave up may have guessed as well; only what came of it counts, and each day once.
  for (const { date } of digests) if (guessed.has(date)) reading.onGuess?.(date, guessed.get(date));
  return digests.toSorted((a, b) => a.date.localeCompare(b.date));
}

function read(text: string, form: Form, reading: Reading, isTold: boolean): Digest[] {
  try {
    return READERS[form](text, reading);
  } catch (error) {
    if (!(error instanceof PaperboyError)) {
      throw badDigest(`it could not be read as a ${form}`, error, ` (${messageOf(error).slice(0, 200)})`);
    }
    // A text page may begin with any sign, and lines of JSON with a damaged one; the first refusal says most.
    const isBroken = error.cause instanceof SyntaxError;
    const other =
      form === 'JSON' && isBroken && hasJsonLine(text) ? 'JSON Lines' : isTold ? undefined : 'text page';
    if (other === undefined || other === form || form === 'JSON Lines') throw error;
    try {
      return READERS[other](text, reading);
    } catch {
      throw error;
    }
  }
}

function readJsonDocument(text: string, reading: Reading): Digest[] {
  const value = readJson(text);
  if (isJsonFeed(value)) return readFeedPage(text, reading);
  return isOwn(value) ? readOwn(value, text, reading) : readAnswer(value, text, reading);
}
