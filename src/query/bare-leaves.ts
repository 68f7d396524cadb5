/** Reads bare words as leaves with their synonyms: a paper with the one has the other too. */
import { umlautsSpelledOut } from '../text/umlauts.ts';
import { acronymsFor, longestForm, longFormsFor, mayBeginLongForm } from './acronyms.ts';
import { isNameField, isOfPeople } from './fields.ts';
import { type BareLeaf, isPassedOver, readLeaves } from './text-leaf.ts';
import type { Field, Or, Phrase, Synonym, Word } from './tree.ts';

/**
 * The leaves of bare words, as `readLeaves` gives them. An acronym of the list has what it stands for, and each word of
 * what an acronym stands for has the acronym. Names have no synonyms.
 */
export function readBare(text: string, field: Field): (Word | Phrase)[] {
  const leaves = readLeaves(text, field);
  if (!isNameField(field)) {
    for (const bare of leaves) addTo(bare, longFormsFor(bare));
    for (let at = 0; at < leaves.length; at++) addAcronyms(leaves, at);
  }
  return leaves.map(({ leaf }) => leaf);
}

/** As `readBare`; a word of a person's name that has an umlaut is either of its spellings: `Müller` or `Mueller`. */
export function readSpellings(text: string, field: Field): (Word | Phrase | Or)[] {
  const leaves = readBare(text, field);
  const spelled = isOfPeople(field) ? umlautsSpelledOut(text) : text;
  if (spelled === text) return leaves;
  const others = readBare(spelled, field);
  return leaves.map((leaf, at) => {
    const other = others[at];
    return other === undefined || other.text === leaf.text ? leaf : { kind: 'or', of: [leaf, other] };
  });
}

function addTo({ leaf }: BareLeaf, synonym: Synonym | undefined): void {
  if (synonym !== undefined) leaf.synonyms = [...(leaf.synonyms ?? []), synonym];
}

/** Adds the acronyms of every long form that begins with this leaf. No long form crosses punctuation. */
function addAcronyms(leaves: readonly BareLeaf[], from: number): void {
  const [first = ''] = (leaves[from] as BareLeaf).terms;
  if (!mayBeginLongForm(first)) return;
  const terms: string[] = [];
  for (let to = from; to < leaves.length && terms.length < longestForm; to++) {
    const bare = leaves[to] as BareLeaf;
    if (to > from && (!bare.follows || isPassedOver(bare.leaf))) return;
    terms.push(...bare.terms);
    for (const acronym of acronymsFor(terms.join(' ')))
      for (const within of leaves.slice(from, to + 1)) addTo(within, acronym);
  }
}
