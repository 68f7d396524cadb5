/**
 * The Porter2 stemmer, on letters in place instead of strings and regular expressions: each new word of an archive is stemmed
 * once, and that took a fifth of building an index. It gives the stems of `wink-porter2-stemmer`, which are not those of Porter2
 * everywhere, and a test holds it to them: other stems would be other terms. Over 200 lines: its steps share the letters.
 */
import { setOf, tableOf } from './word-list.ts';

/** The longest word it can stem. */
export const longestStemmed = 64;

type Rule = readonly [suffix: string, replacement: string];

/** Rules by the last letter of the suffix; of each letter the longest suffix first. */
function rulesOf(table: string): ReadonlyMap<number, readonly Rule[]> {
  const rules = table
    .trim()
    .split(/\s+/)
    .map((pair): Rule => {
      const [suffix = '', replacement = ''] = pair.split('>');
      return [suffix, replacement];
    })
    .sort(([one], [other]) => other.length - one.length);
  return Map.groupBy(rules, ([suffix]) => suffix.charCodeAt(suffix.length - 1));
}

const wholeWords = tableOf(`
  skis ski  skies sky  dying die  lying lie  tying tie  idly idl  gently gentl  ugly ugli  early earli  only onli
  singly singl  sky sky  news news  atlas atlas  cosmos cosmos  bias bias  andes andes`);
/** Only their plural's ending is taken. */
const settled = setOf('inning outing canning herring proceed exceed succeed earring');

const derivations = rulesOf(`
  ational>ate ization>ize fulness>ful ousness>ous iveness>ive tional>tion biliti>ble lessli>less iviti>ive ousli>ous
  ation>ate entli>ent alism>al aliti>al fulli>ful alli>al ator>ate izer>ize enci>ence anci>ance abli>able bli>ble ogi>og li>`);
const endings = rulesOf('ational>ate tional>tion alize>al icate>ic iciti>ic ical>ic ness> ful> ative>');
const suffixes = rulesOf('ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic');

/** The word as it is stemmed, and its length. A `y` that is a consonant is written as 3. */
const letters = Buffer.alloc(longestStemmed + 8);
let length = 0;
/** Where the regions R1 and R2 begin: each behind the first consonant that follows a vowel and is not the last letter. */
let r1 = 0;
let r2 = 0;

/** The stem of a word of the letters a to z, at most `longestStemmed` of them. */
export function stem(word: string): string {
  if (word.length < 3) return word;
  const whole = wholeWords.get(word);
  if (whole !== undefined) return whole;
  length = letters.write(word, 'latin1');
  markConsonants();
  takePlural();
  if (!(length > 5 && length < 9 && settled.has(letters.toString('latin1', 0, length)))) {
    takePast();
    if (length > 2 && (ends('y') || ends('3')) && !isVowel(length - 2)) letters[length - 1] = code('i');
    markRegions();
    replaceDerivation();
    markRegions();
    replaceEnding();
    markRegions();
    takeSuffix();
    markRegions();
    takeLast();
  }
  for (let at = 0; at < length; at++) if (letters[at] === consonantY) letters[at] = code('y');
  return letters.toString('latin1', 0, length);
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}

const consonantY = code('3');
/** 1 for the codes of vowels. */
const vowels = new Uint8Array(256);
for (const vowel of 'aeiouy') vowels[code(vowel)] = 1;

function isVowel(at: number): boolean {
  return vowels[letters[at] as number] === 1;
}

function ends(suffix: string): boolean {
  const from = length - suffix.length;
  if (from < 0) return false;
  for (let at = 0; at < suffix.length; at++) if (letters[from + at] !== suffix.charCodeAt(at)) return false;
  return true;
}

/** Puts a text in place of the last letters, `taken` of them. */
function replace(taken: number, text: string): void {
  length -= taken;
  for (let at = 0; at < text.length; at++) letters[length++] = text.charCodeAt(at);
}

/** A `y` at the beginning is a consonant, and so is the first one after a vowel. */
function markConsonants(): void {
  if (letters[0] === code('y')) letters[0] = consonantY;
  for (let at = 1; at < length; at++) {
    if (letters[at] !== code('y') || !isVowel(at - 1) || letters[at - 1] === code('y')) continue;
    letters[at] = consonantY;
    return;
  }
}

/** Where the region begins that follows the first vowel from `from` on: `length` where it is empty. */
function regionFrom(from: number): number {
  let at = from;
  while (at < length && !isVowel(at)) at++;
  while (at < length && isVowel(at)) at++;
  return Math.min(at + 1, length);
}

function markRegions(): void {
  r1 = regionFrom(0);
  // Against stems that are too short: `generate` and `general`.
  if (r1 < length) {
    if (begins('gener') || begins('arsen')) r1 = 5;
    else if (begins('commun')) r1 = 6;
  }
  r2 = regionFrom(r1);
}

function begins(start: string): boolean {
  if (length < start.length) return false;
  for (let at = 0; at < start.length; at++) if (letters[at] !== start.charCodeAt(at)) return false;
  return true;
}

/** Step 1a. */
function takePlural(): void {
  if (!ends('s') && !ends('ied')) return;
  if (length > 4 && ends('sses')) length -= 2;
  else if (length > 4 && (ends('ied') || ends('ies'))) length -= 2;
  else if (length > 3 && (ends('ied') || ends('ies'))) length -= 1;
  else if (!ends('us') && !ends('ss') && ends('s') && hasVowelBefore(length - 2)) length -= 1;
}

function hasVowelBefore(end: number): boolean {
  for (let at = 0; at < end; at++) if (isVowel(at)) return true;
  return false;
}

/** Step 1b. */
function takePast(): void {
  const ly = ends('ly') ? 2 : 0;
  length -= ly;
  const suffix = ends('eed') ? 3 : ends('ing') ? 3 : ends('ed') ? 2 : 0;
  const isEed = ends('eed');
  length += ly;
  if (suffix === 0) return;
  if (isEed) {
    markRegions();
    if (length - r1 >= suffix + ly) length -= ly + 1;
    return;
  }
  if (!hasVowelBefore(length - suffix - ly)) return;
  length -= suffix + ly;
  if (ends('at') || ends('bl') || ends('iz')) replace(0, 'e');
  else if (isDouble()) length--;
  else {
    markRegions();
    if (r1 === length && isShort()) replace(0, 'e');
  }
}

const doubled = 'bdfgmnprt';

function isDouble(): boolean {
  const last = letters[length - 1] as number;
  return length > 1 && last === letters[length - 2] && doubled.includes(String.fromCharCode(last));
}

/** Whether the word ends in a short syllable. */
function isShort(): boolean {
  if (length < 3) return length > 0 && isVowel(0) && (length === 1 || !isVowel(1));
  const last = letters[length - 1];
  if (isVowel(length - 1) || last === code('w') || last === code('x') || last === consonantY) return false;
  return isVowel(length - 2) && !isVowel(length - 3);
}

/** The longest suffix of these that the word has. */
function longestOf(rules: ReadonlyMap<number, readonly Rule[]>): Rule | undefined {
  return rules.get(letters[length - 1] as number)?.find(([suffix]) => ends(suffix));
}

/** Step 2. */
function replaceDerivation(): void {
  const rule = longestOf(derivations);
  if (rule === undefined || length - r1 < rule[0].length) return;
  const [suffix, replacement] = rule;
  const before = String.fromCharCode(letters[length - suffix.length - 1] ?? 0);
  if (suffix === 'ogi' && before !== 'l') return;
  if (suffix === 'li' && !'cdeghkmnrt'.includes(before)) return;
  replace(suffix.length, replacement);
}

/** Step 3. */
function replaceEnding(): void {
  const rule = longestOf(endings);
  if (rule === undefined || length - r1 < rule[0].length) return;
  const [suffix, replacement] = rule;
  if (suffix !== 'ative' || length - r2 >= suffix.length) replace(suffix.length, replacement);
}

/** Step 4. */
function takeSuffix(): void {
  const rule = longestOf(suffixes);
  if (rule === undefined || length - r2 < rule[0].length) return;
  const [suffix] = rule;
  if (suffix !== 'ion' || ends('sion') || ends('tion')) length -= suffix.length;
}

/** Step 5. */
function takeLast(): void {
  if (ends('e')) {
    length--;
    if (r2 <= length || (r1 <= length && !isShort())) return;
    length++;
  } else if (ends('ll') && r2 < length) length--;
}
