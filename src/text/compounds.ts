/** Loads the compounds of `compounds.txt` as a tree of words, and looks them up. */
import { readFileSync } from 'node:fs';
import { termOf } from './term.ts';

/** A compound of the list. */
export interface Compound {
  /** In the inflection of the list. */
  parts: readonly string[];
  /**
   * One word (`fine-tuning`): its parts with a space mean the compound, not each part.
   * Otherwise several words (`machine learning`): its parts are searched for separately, and are also found written together.
   */
  oneWord: boolean;
}

/** A node of the tree: continued by the next word, or ended by the term of the last word. */
export interface Branch {
  on: Map<string, Branch>;
  ends: Map<string, Compound>;
}

const source = readFileSync(new URL('./compounds.txt', import.meta.url), 'utf8');

/** Changes with the list. An index saved with another version must be rebuilt. */
export const compoundsVersion = Number(/version (\d+)/.exec(source)?.[1]);

/**
 * A Bloom filter: every pair of words of every text is looked up, and most are not compounds. One bit for each hash of a first
 * word and the term of a second. 64 KB, a bit in a hundred set: a pair that passes costs three look-ups by strings.
 */
const pairBits = new Uint8Array(1 << 16);

const root: Branch = { on: new Map(), ends: new Map() };
const joined = new Map<string, Compound>();

/** Terms of words that end a compound or come second in one: many compounds end alike. */
const terms = new Map<string, string>();

function knownTermOf(word: string): string {
  const known = terms.get(word) ?? termOf(word);
  terms.set(word, known);
  return known;
}

function addCompound(line: string): void {
  const parts = line.split(/[ -]/);
  setPair(hashOf(parts[0] as string) || 1, hashOf(knownTermOf(parts[1] as string)));
  const compound: Compound = { parts, oneWord: !line.includes(' ') };
  let branch = root;
  for (const part of parts.slice(0, -1)) {
    let next = branch.on.get(part);
    if (next === undefined) {
      next = { on: new Map(), ends: new Map() };
      branch.on.set(part, next);
    }
    branch = next;
  }
  branch.ends.set(knownTermOf(parts.at(-1) as string), compound);
  if (!compound.oneWord) joined.set(termOf(parts.join('')), compound);
}

export function hashOf(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length; at++) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0;
  return hash;
}

function pairAt(first: number, second: number): number {
  const hash = Math.imul(first, 0x2c1b3c6d) ^ second;
  return (hash ^ (hash >>> 16)) & (8 * pairBits.length - 1);
}

function setPair(first: number, second: number): void {
  const at = pairAt(first, second);
  pairBits[at >> 3] = (pairBits[at >> 3] as number) | (1 << (at & 7));
}

/** False where no compound begins with these two: the hash of the first word, and of the term of the second. */
export function mayBegin(first: number, second: number): boolean {
  const at = pairAt(first, second);
  return ((pairBits[at >> 3] as number) & (1 << (at & 7))) !== 0;
}

for (const line of source.split('\n')) if (line !== '' && !line.startsWith('#')) addCompound(line);
terms.clear();

/** The continuations of a word that begins a compound. */
export function compoundsFrom(word: string): Branch | undefined {
  return root.on.get(word);
}

/** The compound of several words that is written as one word: `machinelearning`. */
export function compoundWrittenAsOne(term: string): Compound | undefined {
  return joined.get(term);
}
