/** Decides whether two papers are the same work under two ids, as when two sources list one paper. */
import { isArxivId } from '../model/arxiv-id.ts';
import { nameKey, nameParts } from '../model/author-name.ts';
import { readDoi } from '../model/doi.ts';
import { authorCountOf, idFromTitle, type Paper } from '../model/paper.ts';
import { idKeysOf } from '../model/paper-id.ts';
import { fold } from '../text/fold.ts';

/** Titles shorter than this many words (`Attention`, `A Survey`) name different works too often to go by alone. */
const TELLING_WORDS = 4;
/** Of so many names one may be written in a way that cannot be compared. */
const NAMES_PER_MISS = 5;

/** Equal for titles that differ only in case, spacing or punctuation. */
export function workKey(paper: Paper): string {
  return idFromTitle(paper.title);
}

/** Same title, no contradicting ids, and authors that agree as far as known; without authors, the title must be telling. */
export function isSameWork(a: Paper, b: Paper): boolean {
  if (workKey(a) !== workKey(b) || haveOtherIds(a, b)) return false;
  if (a.authors?.length && b.authors?.length) return agree(a.authors, b.authors);
  const counts = [authorCountOf(a), authorCountOf(b)];
  if (counts[0] !== undefined && counts[1] !== undefined) return counts[0] === counts[1];
  return a.title.trim().split(/\s+/).length >= TELLING_WORDS;
}

/** Whether one registry gave the two different ids: it gives each work one. */
function haveOtherIds(a: Paper, b: Paper): boolean {
  const ofA = idsByRegistry(a);
  return [...idsByRegistry(b)].some(([registry, id]) => (ofA.get(registry) ?? id) !== id);
}

/** A paper's first id in each registry: the registry as the ids tell it, and the id without its version. */
function idsByRegistry(paper: Paper): Map<string, string> {
  const ids = new Map<string, string>();
  for (const id of idKeysOf(paper)) {
    const registry = registryOf(id);
    if (registry !== undefined && !ids.has(registry)) ids.set(registry, id.replace(/(?<=\d)[/.]?v\d+$/, ''));
  }
  return ids;
}

/** arXiv, the registrant of a DOI, or all ids of one form (`2024.acl-long.17`). Undefined for numbers and own ids. */
function registryOf(id: string): string | undefined {
  if (isArxivId(id)) return 'arxiv';
  if (readDoi(id) === id) return id.split('/', 1)[0];
  const form = id.replace(/\d+/g, '#');
  return /^t-[0-9a-f]{12}$/.test(id) || !/#/.test(form) || !/\p{L}{2}/u.test(form) ? undefined : form;
}

/** Nearly all people of the shorter list are in the longer, which begins with the same one: lists are cut off at the end. */
function agree(a: readonly string[], b: readonly string[]): boolean {
  const [short = [], long = []] = [a, b].sort((one, other) => one.length - other.length).map(peopleOf);
  const [first, firstOfLong] = [short[0], long[0]];
  if (first === undefined || firstOfLong === undefined) return false;
  if (short.length < long.length && !isSamePerson(first, firstOfLong)) return false;
  const byName = Map.groupBy(
    long.flatMap((person) => person.names.map((name) => ({ name, person }))),
    ({ name }) => name,
  );
  const isThere = (one: Person) =>
    one.names.some((name) => byName.get(name)?.some(({ person }) => isSamePerson(one, person)));
  const missing = short.filter((one) => !isThere(one)).length;
  return missing <= Math.floor(short.length / NAMES_PER_MISS);
}

interface Person {
  /** The family name's last word, and all words in order of the alphabet: some write the family name first. */
  names: [family: string, all: string];
  /** First letter of the given name; '' when none is known. */
  initial: string;
}

function peopleOf(names: readonly string[]): Person[] {
  return names.map((name) => {
    const { family, given, isGroup } = nameParts(name);
    const words = family.split(/[\s.]+/).filter((word) => word !== '');
    return {
      names: [fold(isGroup ? family : (words.at(-1) ?? family)), `${nameKey(name)} `],
      initial: fold(given).charAt(0),
    };
  });
}

/** Sources write given names in full or as initials: where both have one, they must begin alike. */
function isSamePerson(a: Person, b: Person): boolean {
  if (a.names[1] === b.names[1]) return true;
  return a.names[0] === b.names[0] && (a.initial === b.initial || a.initial === '' || b.initial === '');
}
