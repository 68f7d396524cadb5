/** The ways in which papers write one person's name: in either order, given names as initials, with a middle initial or without. */
import { isGroup } from '../model/author-name.ts';
import { firstTerm, followedTerm, initialTerm, lastTerm, MOST_SKIPPED } from '../text/initials.ts';
import { joints } from '../text/word-segmenter.ts';
import type { WordSequence } from '../text/words.ts';
import { wordsOf } from './text-leaf.ts';
import { type Phrase, pathsOf, type Word } from './tree.ts';

/** Several words in letters that initials can be made of. */
const ALPHABETIC =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}'’.-]+(?: [\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}'’.-]+)+$/u;
/** Names with more given names are looked for as they are written. */
const MOST_GIVEN = 3;
const PARTICLE = /^(?:al|bin|da|dal|de|del|della|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|zu|zur|zum)$/;

interface Parts {
  given: string[];
  family: string[];
}

/**
 * The leaf of a name with the other ways to write it: `yann lecun` is also found as `LeCun, Yann`, `Y. LeCun`, `LeCun Y`,
 * `Yann A. LeCun` and `Yann André LeCun`. An initial stands for all given names that begin with it: `y lecun` is found as
 * `Yann LeCun` too; one that contradicts another is not. Of three words or more, the last two may be the family name, as in
 * `josé garcía márquez`. A single word, a group and a very long name stay as they are.
 * @param leaf its text is the name with the family name last, or with initials last
 */
export function withVariants(leaf: Word | Phrase): Word | Phrase {
  if (leaf.kind === 'word' || !ALPHABETIC.test(leaf.text) || isGroup(leaf.text)) return leaf;
  const paths = [...leaf.paths, ...partings(wordsOf(leaf.text, leaf.field)).flatMap(formsOf)];
  return { ...leaf, paths: [...new Map(paths.map((path) => [path.join(' '), path])).values()] };
}

/** Whether one of a leaf's forms is another name as it is typed, or with what stands for its initials. */
export function holdsName(leaf: Word | Phrase, typed: Word | Phrase): boolean {
  const [name] = formsIn(typed);
  return formsIn(leaf).includes(name ?? '');
}

const formsIn = (leaf: Word | Phrase) => pathsOf(leaf).map((path) => path.join(' ').replace(/[<>^]/g, ''));

/** Where the family name may begin. Initials at the end are given names. */
function partings(words: WordSequence): Parts[] {
  const terms = words.entries.map(({ term }) => term);
  const splitAt = (at: number): Parts => ({ given: terms.slice(0, at), family: terms.slice(at) });
  let last = terms.length;
  while (last > 1 && isInitial(terms[last - 1] ?? '')) last--;
  const one = familyFrom(words, terms, terms.length - 1);
  const two = familyFrom(words, terms, one - 1);
  const isOfTwo = words.joints[terms.length - 1] !== joints.hyphen && !isInitial(terms[one - 1] ?? '');
  const found =
    last < terms.length
      ? [{ family: terms.slice(0, last), given: terms.slice(last) }]
      : [splitAt(one), ...(isOfTwo ? [splitAt(two)] : [])];
  return found.filter(({ given }) => given.length > 0 && given.length <= MOST_GIVEN);
}

/** Particles and words joined with a hyphen belong to the family name. */
function familyFrom({ joints: before }: WordSequence, terms: readonly string[], at: number): number {
  let first = Math.max(at, 0);
  while (first > 0 && before[first] === joints.hyphen) first--;
  while (first > 1 && PARTICLE.test(terms[first - 1] ?? '')) first--;
  return first;
}

/** All forms of a name, in both orders. Turned around, a name with more given names begins as one without. */
function formsOf({ given: [first = '', ...middle], family }: Parts): string[][] {
  const before = (forms: string[][]) => forms.map((form) => [...form, ...family]);
  const behind = (forms: string[][]) => forms.map((form) => [...family, ...form]);
  const alone = (forms: string[][]) => forms.map(wholeName);
  const whole = wholeForms(first, middle);
  if (middle.length > 0) {
    // A paper that lacks the other given names has no more words: an initial behind another name is another one's.
    const only = headsOf(first).map((head) => [head]);
    return [...before(whole), ...behind(whole), ...alone([...before(only), ...behind(only)])];
  }
  const turned = behind([
    ...whole,
    ...(isInitial(first) ? [[initialTerm(first, 1)]] : [[followedTerm(initialOf(first), 1)]]),
  ]);
  return [
    ...(isInitial(first) ? alone(before(whole)) : before(whole)),
    ...before(followedForms(first)),
    ...turned,
  ];
}

/** The path of a name that has these words and no more. */
function wholeName(path: readonly string[]): string[] {
  return [firstTerm(path[0] ?? ''), ...path.slice(1, -1), lastTerm(path.at(-1) ?? '')];
}

const headsOf = (first: string) => (isInitial(first) ? [anyOf(first)] : [first, initialOf(first)]);

/** All given names, in full or as initials, apart or together. */
function wholeForms(first: string, middle: readonly string[]): string[][] {
  const names = middle.map(anyOf);
  const initials = middle.map(initialOf);
  return [
    ...headsOf(first).flatMap((head) => [
      [head, ...names],
      ...(middle.every(isInitial) ? [] : [[head, ...initials]]),
    ]),
    ...(middle.length > 0 ? [[initialOf(first) + initials.join('')]] : []),
  ];
}

/** The first given name with others behind it that were not typed: one term for all of them. */
function followedForms(first: string): string[][] {
  const over = Array.from({ length: MOST_SKIPPED }, (_, at) => at + 1);
  if (isInitial(first)) return over.map((skipped) => [initialTerm(first, skipped)]);
  return [first, initialOf(first)].flatMap((name) => over.map((skipped) => [followedTerm(name, skipped)]));
}

const initialOf = (name: string) => name.slice(0, 1);
const isInitial = (name: string) => name.length === 1;
/** What an initial stands for: each name that begins with it. A name stands for itself. */
const anyOf = (name: string) => (isInitial(name) ? initialTerm(name) : name);
