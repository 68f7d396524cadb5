/** The ways in which papers write one person's name: in either order, given names as initials, with a middle initial or without. */
import { isGroup } from '../model/author-name.ts';
import { initialTerm, MOST_SKIPPED } from '../text/initials.ts';
import { wordsOf } from './text-leaf.ts';
import type { Phrase, Word } from './tree.ts';

/** Several words in letters that initials can be made of. */
const ALPHABETIC =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}'’.-]+(?: [\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}'’.-]+)+$/u;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
/** Names with more given names are looked for as they are written. */
const MOST_GIVEN = 3;
const PARTICLE = /^(?:al|bin|da|dal|de|del|della|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|zu|zur|zum)$/;

/**
 * The leaf of a name with the other ways to write it: `yann lecun` is also found as `LeCun, Yann`, `Y. LeCun`, `LeCun Y` and
 * `Yann A. LeCun`. An initial stands for all given names that begin with it: `y lecun` is found as `Yann LeCun` too. A single word,
 * a group and a very long name stay as they are.
 * @param leaf its text is the name with the family name last, or with initials last
 */
export function withVariants(leaf: Word | Phrase): Word | Phrase {
  if (leaf.kind === 'word' || !ALPHABETIC.test(leaf.text) || isGroup(leaf.text)) return leaf;
  const { given, family } = partsOf(wordsOf(leaf.text, leaf.field).entries.map(({ term }) => term));
  if (family.length === 0 || given.length === 0 || given.length > MOST_GIVEN) return leaf;
  const forms = formsOf(given);
  const paths = [
    ...leaf.paths,
    ...forms.map((form) => [...form, ...family]),
    ...forms.map((form) => [...family, ...form]),
    // Turned around, a name with a middle initial begins as one without.
    ...(given.length > 1 ? [] : withMiddle(given[0] as string).map((form) => [...form, ...family])),
    ...(given.length > 1 ? [] : together(given[0] as string).map((form) => [...family, form])),
  ];
  return { ...leaf, paths: [...new Map(paths.map((path) => [path.join(' '), path])).values()] };
}

/** Initials at the end are given names; particles belong to the family name. */
function partsOf(terms: readonly string[]): { given: string[]; family: string[] } {
  let last = terms.length;
  while (last > 1 && terms[last - 1]?.length === 1) last--;
  if (last < terms.length) return { family: terms.slice(0, last), given: terms.slice(last) };
  let first = terms.length - 1;
  while (first > 1 && PARTICLE.test(terms[first - 1] ?? '')) first--;
  return { given: terms.slice(0, first), family: terms.slice(first) };
}

/** Given names in full, as initials, apart or together, and without the middle ones. */
function formsOf(given: readonly string[]): string[][] {
  const [first = '', ...middle] = given;
  const whole = middle.map(anyOf);
  const initials = middle.map(initialOf);
  const heads = isInitial(first) ? [anyOf(first)] : [first, initialOf(first)];
  return [
    ...heads.flatMap((head) => [
      [head, ...whole],
      ...(middle.every(isInitial) ? [] : [[head, ...initials]]),
      [head],
    ]),
    ...(middle.length > 0 ? [[initialOf(first) + initials.join('')]] : []),
  ];
}

/**
 * With a middle initial after the name as it is typed: with both as initials, there would be dozens more, which common names cannot
 * afford. An initial has one term for itself with any middle names.
 */
function withMiddle(first: string): string[][] {
  if (isInitial(first)) return Array.from({ length: MOST_SKIPPED }, (_, at) => [initialTerm(first, at + 1)]);
  return [...LETTERS.map((letter) => [first, letter]), ...together(first).map((form) => [form])];
}

/** `ya`, as in `LeCun YA`; of an initial, which stands for these too, none. */
function together(first: string): string[] {
  return isInitial(first) ? [] : LETTERS.map((letter) => initialOf(first) + letter);
}

const initialOf = (name: string) => name.slice(0, 1);
const isInitial = (name: string) => name.length === 1;
/** What an initial stands for: each name that begins with it. A name stands for itself. */
const anyOf = (name: string) => (isInitial(name) ? initialTerm(name) : name);
