/**
 * Parses an input, bytes or text in any of the supported forms, into digests, oldest first.
 *
 * The form is detected by how the text begins, a reader for that form finds the values, and `build-paper.ts` builds papers
 * from them.
 * A bad paper is skipped with its line and the reason; for input that is not a digest it throws.
 */
import { badUsage, messageOf, PaperboyError } from '../model/errors.ts';
import { Day, type Digest } from '../model/paper.ts';
import { readAnswer } from './api-response.ts';
import { decode } from './decode.ts';
import { isJsonFeed, rootOf } from './feed/detect-feed.ts';
import { readFeedPage } from './feed-file.ts';
import { withoutFuture, withoutLaterDates } from './future-dates.ts';
import { readHtmlPage } from './html-page.ts';
import { readJson } from './json.ts';
import { hasJsonLine, isJsonLines, readJsonLines } from './json-lines.ts';
import { isOwn, readOwn } from './paperboy-json.ts';
import { badDigest, type Reading, type Undated } from './reader.ts';
import { readTextPage } from './text-page.ts';
import { dayInName } from './written-date.ts';

/** The format a person may specify; `json` includes JSON Lines. */
type Format = 'text' | 'html' | 'json';
type Form = 'text page' | 'HTML page' | 'feed' | 'JSON' | 'JSON Lines';

export interface ParseOptions extends Omit<Reading, 'nameDay'> {
  /** The format of the input, if known; else it is detected. */
  format?: Format;
  /** The name of the file, whose day is used where the content has none. */
  fileName?: string;
}

/** Each throws `bad-digest` for input in another form. */
const READERS: Record<Form, (text: string, reading: Reading) => Digest[]> = {
  'text page': readTextPage,
  'HTML page': readHtmlPage,
  feed: readFeedPage,
  JSON: readJsonDocument,
  'JSON Lines': readJsonLines,
};

/**
 * Reads one or more digests, oldest first, one for each day.
 * With `asOf` the whole input is that day's digest. `now` (ms since 1970) dates what has no date of its own, and `onGuess`
 * is then called with the day. The day in `fileName` takes precedence over the clock's.
 * Throws `bad-digest` for input that is not a digest, with what was found and what was expected.
 */
export function parseDigests(raw: string | Uint8Array, options: ParseOptions = {}): Digest[] {
  const { format, fileName, ...reading } = options;
  if (reading.asOf !== undefined && !Day.safeParse(reading.asOf).success) {
    throw badUsage(`"${reading.asOf}" isn't a valid day. Write it as YYYY-MM-DD, such as 2025-12-12.`);
  }
  const text = decode(raw);
  const guessed = new Map<Day, Undated | undefined>();
  const onGuess: NonNullable<Reading['onGuess']> = (day, undated) => guessed.set(day, undated);
  const watched: Reading = { ...reading, nameDay: dayInName(fileName), onGuess };
  const form = detect(text, format);
  const found = withoutFuture(read(text, form, watched, format !== undefined), reading);
  // On a text page, a date without a year has the page's.
  const digests = form === 'text page' ? found : withoutLaterDates(found, reading);
  // A reader that failed may have guessed too, so only the days of the result are reported, each once.
  for (const { date } of digests) if (guessed.has(date)) reading.onGuess?.(date, guessed.get(date));
  return digests.toSorted((a, b) => a.date.localeCompare(b.date));
}

/** The form of the text, by the specified format or by its first character. */
function detect(text: string, format?: Format): Form {
  const sign = /\S/.exec(text)?.[0] ?? '';
  if (format === 'html' || (format === undefined && sign === '<'))
    return rootOf(text) === undefined ? 'HTML page' : 'feed';
  const isJson = format === 'json' || (format === undefined && (sign === '{' || sign === '['));
  if (!isJson) return 'text page';
  return isJsonLines(text) ? 'JSON Lines' : 'JSON';
}

function read(text: string, form: Form, reading: Reading, isTold: boolean): Digest[] {
  try {
    return READERS[form](text, reading);
  } catch (error) {
    if (!(error instanceof PaperboyError)) {
      throw badDigest(`it could not be read as a ${form}`, ` (${messageOf(error).slice(0, 200)})`, error);
    }
    // A text page may begin with any character, and JSON Lines with a damaged line; the first error is the most useful.
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
