/** Recognizes sentences that were typed or pasted as a query, and writes them so that no sign in them is an operator. */
import { fold } from '../text/fold.ts';
import { isStopWord } from '../text/stop-words.ts';
import { fieldOf, nearestField } from './fields.ts';
import { isNegator } from './negation.ts';
import { queryLimits } from './tree.ts';

/** Fewer words than this are a query, whatever signs stand among them. */
const fewest = 6;
/** A sentence of so many words has signs by accident. */
const surely = 20;
/** Longer texts are none that a person searches for. UTF-16 units. */
const longest = 4_000;

/** Operators that no sentence has: `OR` in capitals beside lowercase words, `|`. */
const operators = /(?:^|\s)(?:AND|OR|NOT|ANDNOT)(?=\s|$)|\|/;
/** Where a sentence for a language model begins. */
const criterionSign = /(?:^|[\s(-])about:/;
const fieldName = /(?<![\p{L}\p{N}])(\p{L}+):(?=[^\s/])/gu;
/** Signs that a short sentence does not have: an exclusion, a star, a quote or a group that opens the text. */
const signs = /(?:^|\s)[-!](?:\(?"|\(?(?!(?:and|or|the|of|to|a)\b))\p{L}|\p{L}{2}\*(?=\s|$)|^\s*["(]/u;

/** Whether a text that is no valid query reads as a sentence, a title or a piece of an abstract. */
export function isProse(text: string): boolean {
  if (text.length > longest || criterionSign.test(text)) return false;
  const words = wordsIn(text);
  if (words.length < fewest || (operators.test(text) && /\p{Ll}/u.test(text))) return false;
  if ([...text.matchAll(fieldName)].some(([, name = '']) => isFieldMeant(name))) return false;
  if (words.length < surely && signs.test(text)) return false;
  const isWritten = /^[^\p{L}]{0,3}\p{Lu}/u.test(text) || /[.?!]["\u201d)]?\s*$/.test(text);
  return isWritten || words.some((word) => isStopWord(fold(word)));
}

/** Function words besides `and` and `or` that a sentence has, and a list of alternatives has not. */
const fewestFunctionWords = 3;
const joining = /^(?:and|or)$/i;
const quote = /["'\u2018-\u201f\u00ab\u300c]/;
/** Nobody types a query with a capital and a full stop: such a sentence may be shorter. */
const fewestWritten = 8;
const written = /^[^\p{L}]{0,3}\p{Lu}[\s\S]*[.?!]["\u201d)]?\s*$/u;

/**
 * Whether a text is surely a sentence, so that an `or` or a quote in it is none of the language, though it can be read so:
 * `Hashing or indexing methods are usually applied.` does not ask for everything with `hashing`.
 */
export function isSurelySentence(text: string): boolean {
  const words = wordsIn(text);
  const isLong = words.length >= surely;
  const isShort = words.length >= fewestWritten && written.test(text) && !quote.test(text);
  if (!(isLong || isShort) || !(/\bor\b/i.test(text) || quote.test(text))) return false;
  if (signs.test(text) || !isProse(text)) return false;
  const counted = words.filter((word) => !joining.test(word) && isStopWord(fold(word)));
  return counted.length >= fewestFunctionWords;
}

/** Whether a text is a sentence from its capital to its full stop, or a long one: no signs in it are sure to be meant. */
export function isWholeSentence(text: string): boolean {
  return isProse(text) && (written.test(text) || wordsIn(text).length >= surely);
}

/** Whether it is a field's name, or nearly one. */
function isFieldMeant(name: string): boolean {
  return fieldOf(name) !== undefined || (name.length > 3 && nearestField(name, 1) !== undefined);
}

function wordsIn(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'\u2019-]*/gu) ?? [];
}

/** The most words of a sentence that are searched for, and fewer where so many are still no valid query. */
const lengths = [95, 60, 40, 20, 10];

/** The sentence in plain words, as long as a query may be: the fullest first. None is sure to be a valid query. */
export function* plainReadings(text: string): Generator<string> {
  const linkless = text.replace(/<?(?:https?:\/\/|www\.)\S+/gi, ' ');
  const shouted = linkless === linkless.toUpperCase() ? linkless.toLowerCase() : linkless;
  const words = wordsIn(shouted.replace(/\b(?:or|and)\s+not\b/gi, ' '))
    .map((word) => word.replace(/[-'\u2019]+$/, ''))
    .filter((word) => !joining.test(word));
  const telling = words.filter((word) => isNegator(word) || /^not$/i.test(word) || !isStopWord(fold(word)));
  yield within(words, queryLimits.leaves);
  const apart = telling.flatMap((word) => word.split('-'));
  for (const most of lengths) yield within(apart, most);
}

/** The first words, as many as fit in a query. */
function within(words: readonly string[], most: number): string {
  const text = words.slice(0, most).join(' ');
  const cut = text.slice(0, queryLimits.length);
  return cut === text ? text : cut.slice(0, cut.lastIndexOf(' '));
}
