/** Loosens a query that requires all its words to one that requires any, to find the papers closest to it. */
import { readBare } from '../query/bare-leaves.ts';
import { isNameField } from '../query/fields.ts';
import {
  all,
  allOf,
  anyOf,
  type Field,
  isPlainWords,
  isTextLeaf,
  type Phrase,
  positiveLeaves,
  type Query,
  type TextLeaf,
  type Word,
} from '../query/tree.ts';
import { analyse, analyseName } from '../text/analyse.ts';
import { isFunctionWord, scoredLeaves } from './score.ts';

export interface LooseQuery {
  query: Query;
  /** Compounds, each with one of its words: where that word occurs, the compound is not counted again. */
  shadows: ReadonlyMap<TextLeaf, Word>;
  /** The leaves that make up the score, where they are more than those of the query: others are not required. */
  scored?: readonly TextLeaf[];
}

/** Queries of so many telling words or fewer have little else to be ranked by than their common words. */
const fewTelling = 2;

/**
 * A query as it is. Where it has few words, the common words that were typed beside them count for the order: `know me`,
 * `agents cannot`.
 */
export function strictly(query: Query, asTyped = ''): LooseQuery {
  const leaves = asTyped !== '' && isPlainWords(query) ? positiveLeaves(query) : [];
  if (leaves.length === 0 || leaves.length > fewTelling) return { query, shadows: new Map() };
  const typed = readBare(asTyped, 'any');
  const has = (text: string) => leaves.some((leaf) => leaf.kind !== 'prefix' && leaf.text === text);
  const own = typed.filter((leaf) => !isFunctionWord(leaf));
  const isWhole = own.length === leaves.length && own.every(({ text }) => has(text));
  return isWhole && typed.length > own.length
    ? { query, shadows: new Map(), scored: typed }
    : { query, shadows: new Map() };
}

function holdsText(query: Query): boolean {
  if (query.kind === 'and' || query.kind === 'or') return query.of.some(holdsText);
  return isTextLeaf(query);
}

/** Whether a query asks for words of a text. Names only filter: by whom a paper is says nothing of how close it comes. */
function holdsBody(query: Query): boolean {
  return positiveLeaves(query).some(({ field }) => !isNameField(field));
}

/** The words of `fine-tuning` or of a phrase, one by one. */
function partsOf(text: string, field: Field): Word[] {
  const read = isNameField(field) ? analyseName : analyse;
  const tokens = text.split(/[-\s]+/).flatMap((part) => read(part));
  return tokens.map(({ term, word }) => wordOf(term, word, field)).filter((word) => !isFunctionWord(word));
}

/**
 * Words, phrases and prefixes become alternatives; filters and exclusions stay strict. Function words are dropped where
 * there are other words, as they occur in nearly every paper. Phrases and compounds are split into words, since proximity
 * rewards words that occur together anyway; counting a compound besides its words cost half a point of nDCG@10 on four of
 * five collections. The compound itself is kept for papers that write it as one word and so have none of its words.
 * Synonyms of a compound go to its first word.
 */
export function loosen(query: Query): LooseQuery {
  const shadows = new Map<TextLeaf, Word>();
  const spread = (leaf: Query) =>
    leaf.kind === 'word' || leaf.kind === 'phrase' ? spreadLeaf(leaf, shadows) : [loosenTree(leaf)];

  function loosenTree(tree: Query): Query {
    if (tree.kind === 'word' || tree.kind === 'phrase') return anyOf(spreadLeaf(tree, shadows));
    if (tree.kind === 'or') return anyOf(tree.of.flatMap(spread)) ?? tree;
    if (tree.kind !== 'and') return tree;
    const strict = tree.of.filter((operand) => !holdsText(operand));
    const loose = tree.of.filter(holdsText);
    const telling = loose.filter((operand) => !isFunctionWord(operand));
    return allOf([...strict, anyOf((telling.length > 0 ? telling : loose).flatMap(spread)) ?? all]);
  }

  return { query: loosenTree(query), shadows };
}

/** The leaf in its words, and the compound itself, which its first word shadows. */
function spreadLeaf(leaf: Word | Phrase, shadows: Map<TextLeaf, Word>): [TextLeaf, ...TextLeaf[]] {
  const [first, ...others] = partsOf(leaf.text, leaf.field);
  if (!first || others.length === 0) return [leaf];
  const terms =
    leaf.kind === 'word' ? [leaf.term] : leaf.paths.flatMap((path) => (path.length === 1 ? path : []));
  const whole = terms.map((term) => wordOf(term, leaf.text, leaf.field));
  const begins = leaf.synonyms === undefined ? first : { ...first, synonyms: leaf.synonyms };
  for (const compound of whole) shadows.set(compound, begins);
  return [begins, ...others, ...whole];
}

/** Of so few words, each two are also looked for as one. */
const fewToJoin = 3;

/** Each two words side by side as one: `gel fand` is close to Gel'fand, which is one word there. */
function joinedWords(leaves: readonly (Word | Phrase)[]): Word[] {
  return leaves.slice(1).flatMap(({ text }, at) => {
    const tokens = analyse(`${leaves[at]!.text}${text}`);
    return tokens.length === 1 ? tokens.map(({ term, word }) => wordOf(term, word, 'any')) : [];
  });
}

function wordOf(term: string, text: string, field: Field): Word {
  return { kind: 'word', field, term, text };
}

/**
 * Loosens only the plain words of a query. What was typed in quotes, with a field, a star or an `OR` stays required, as
 * filters and exclusions do; where a text is required so, the plain words only add to the score.
 * @param quoted the texts that were typed in quotes
 * @returns undefined where nothing can be loosened, as with a single word
 */
export function loosenPlain(query: Query, quoted: ReadonlySet<string>): LooseQuery | undefined {
  const shadows = new Map<TextLeaf, Word>();
  const optional: TextLeaf[] = [];
  let isLoosened = false;
  const isPlain = (leaf: Query): leaf is Word | Phrase =>
    (leaf.kind === 'word' || leaf.kind === 'phrase') && leaf.field === 'any' && !quoted.has(leaf.text);

  function loosenEach(operands: readonly Query[]): Query {
    const plain = operands.filter(isPlain);
    const strict = operands.filter((operand) => !isPlain(operand));
    const telling = plain.filter((leaf) => !isFunctionWord(leaf));
    const spread = (telling.length > 0 ? telling : plain).flatMap((leaf) => spreadLeaf(leaf, shadows));
    const words = plain.length <= fewToJoin ? [...spread, ...joinedWords(plain)] : spread;
    const any = anyOf(words);
    const isHeld = strict.some(holdsBody);
    if (any === undefined || (plain.length === 1 && words.length === 1 && !isHeld)) return allOf(operands);
    isLoosened = true;
    if (!isHeld) return allOf([...strict, any]);
    optional.push(...words);
    return allOf(strict);
  }

  function loosenTree(tree: Query): Query {
    if (tree.kind === 'and') return loosenEach(tree.of);
    if (tree.kind === 'or') return anyOf(tree.of.map(loosenTree)) ?? tree;
    return tree;
  }

  const loose = query.kind === 'phrase' ? loosenEach([query]) : loosenTree(query);
  if (!isLoosened) return undefined;
  if (optional.length === 0) return { query: loose, shadows };
  return { query: loose, shadows, scored: [...scoredLeaves(loose), ...optional] };
}
