/** The ways in which papers write one person's name: in either order, given names as initials, with a middle initial or without. */
import { isGroup } from '../model/author-name.ts';
import { followedTerm, initialTerm, MOST_SKIPPED, onlyTerm } from '../text/initials.ts';
import { wordsOf } from './text-leaf.ts';
import type { Phrase, Word } from './tree.ts';

/** Several words in letters that initials can be made of. */
const ALPHABETIC =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}'’.-]+(?: [\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}'’.-]+)+$/u;
/** Names with more given names are looked for as they are written. */
const MOST_GIVEN = 3;
const PARTICLE = /^(?:al|bin|da|dal|de|del|della|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|zu|zur|zum)$/;

/**
 * The leaf of a name with the other ways to write it: `yann lecun` is also found as `LeCun, Yann`, `Y. LeCun`, `LeCun Y`,
 * `Yann A. LeCun` and `Yann André LeCun`. An initial stands for all given names that begin with it: `y lecun` is found as
 * `Yann LeCun` too; one that contradicts another is not. A single word, a group and a very long name stay as they are.
 * @param leaf its text is the name with the family name last, or with initials last
 */
export function withVariants(leaf: Word | Phrase): Word | Phrase {
  if (leaf.kind === 'word' || !ALPHABETIC.test(leaf.text) || isGroup(leaf.text)) return leaf;
  const { given, family } = partsOf(wordsOf(leaf.text, leaf.field).entries.map(({ term }) => term));
  const [first = '', ...middle] = given;
  if (family.length === 0 || given.length === 0 || given.length > MOST_GIVEN) return leaf;
  const whole = wholeForms(first, middle);
  const followed = middle.length > 0 ? [] : followedForms(first);
  const paths = [
    ...leaf.paths,
    ...[...whole, ...onlyForms(first, middle), ...followed].map((form) => [...form, ...family]),
    // Turned around, a name with more given names begins as one without: one that lacks the typed ones has to end there.
    ...[...whole, ...followed].map((form) => [...family, ...form]),
    ...(middle.length > 0 ? [[...family, onlyTerm(initialOf(first))]] : []),
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

/** The first given name where papers have no other: an initial that stands behind another given name is another one's. */
function onlyForms(first: string, middle: readonly string[]): string[][] {
  if (isInitial(first)) return [[onlyTerm(initialTerm(first))]];
  return middle.length > 0 ? [[first], [onlyTerm(initialOf(first))]] : [];
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
