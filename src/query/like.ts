/**
 * Reads and writes `like:`, which asks for papers like one. What it means depends on the query alone, so the query carries
 * the paper's words: `like:2508.01234` as typed becomes `like:"2508.01234: lora^5 adapter^3 rank"`. Where the paper is gone,
 * the topic still means the same; weights come from a shipped table.
 */
import type { Paper } from '../model/paper.ts';
import { idKey } from '../model/paper-id.ts';
import { analyse } from '../text/analyse.ts';
import { isListed } from '../vectors/document-frequencies.ts';
import {
  cosine,
  dotOf,
  heaviest,
  MOST_COUNTED,
  squareOf,
  termCounts,
  type Vector,
  vectorOf,
} from '../vectors/vector.ts';
import { type Document, readPaper } from './document.ts';
import type { LikeFilter, Query } from './tree.ts';

/**
 * Papers at least this alike match: on average 25 of 21,000 computer science papers, about two a week of arXiv's. Of those
 * within .12 to .2 of each other, people share authors 15 times as often as by chance.
 */
export const LIKE_THRESHOLD = 0.12;
/** Words in a query: 20 find a tenth fewer of an author's related papers, 100 a twentieth more. */
const MOST_WORDS = 30;
/** A word that is not in the query's own signs, with how often the paper has it, the title counted twice. */
const WORD = /^([\p{L}\p{N}][\p{L}\p{M}\p{N}.+#'&/-]{0,59})(?:\^(\d{1,2}))?$/u;

/** The value of `like:` as it is stored: an id and words. Undefined where it is anything else, such as an id alone. */
export function readLike(value: string): LikeFilter | undefined {
  const [head = '', ...words] = value.trim().split(/\s+/);
  const id = /^([^\s"\u201c\u201d]{1,200}):$/.exec(head)?.[1];
  const isRead = words.length > 0 && words.length <= MOST_WORDS && words.every((word) => WORD.test(word));
  return isRead && id !== undefined ? { kind: 'like', id: idKey(id), words } : undefined;
}

/** The value that `readLike` reads. */
export function printLike({ id, words }: LikeFilter): string {
  return [`${id}:`, ...words].join(' ');
}

/** What asks for papers like this one. Undefined for one with no words to go by. */
export function likeOf(paper: Paper): LikeFilter | undefined {
  const { tokens } = readPaper(paper);
  const counts = termCounts(tokens);
  const spellings = new Map<string, string>();
  for (const { term, word } of [...tokens.title, ...tokens.abstract, ...tokens.keyword])
    if (!spellings.has(term) && WORD.test(word) && termOfWord(word) === term) spellings.set(term, word);
  const words: string[] = [];
  for (const [term] of heaviest(vectorOf(counts), counts.size)) {
    const word = spellings.get(term);
    const count = Math.min(counts.get(term)!, MOST_COUNTED);
    // A rare word that is said once is a number or a slip as often as a name.
    if (word === undefined || (count === 1 && !isListed(term))) continue;
    words.push(count === 1 ? word : `${word}^${count}`);
    if (words.length === MOST_WORDS) break;
  }
  return words.length > 0 ? { kind: 'like', id: idKey(paper.id), words } : undefined;
}

function termOfWord(word: string): string | undefined {
  return analyse(word)[0]?.term;
}

interface Read {
  vector: Vector;
  square: number;
}
const vectors = new WeakMap<LikeFilter | Document, Read>();

function once(key: LikeFilter | Document, make: () => Vector): Read {
  const known = vectors.get(key);
  if (known !== undefined) return known;
  const vector = make();
  const read = { vector, square: squareOf(vector) };
  vectors.set(key, read);
  return read;
}

/** The vector of a filter's words, with the sum of the squares of its weights. */
export function vectorOfLike(filter: LikeFilter): Read {
  return once(filter, () =>
    vectorOf(
      filter.words.flatMap((typed): [string, number][] => {
        const [, word = '', count = '1'] = WORD.exec(typed) ?? [];
        const term = termOfWord(word);
        return term === undefined ? [] : [[term, Number(count)]];
      }),
    ),
  );
}

/** The vector of a document's words. */
export function vectorOfDocument(document: Document): Read {
  return once(document, () => vectorOf(termCounts(document.tokens)));
}

/** What a query asks to be like, without what it excludes. */
export function likesIn(query: Query): LikeFilter[] {
  if (query.kind === 'and' || query.kind === 'or') return query.of.flatMap(likesIn);
  return query.kind === 'like' ? [query] : [];
}

/** Whether two papers are alike, from what `dotOf` and `squareOf` return of their vectors. */
export function areAlike(dot: number, squareA: number, squareB: number): boolean {
  return cosine(dot, squareA, squareB) >= LIKE_THRESHOLD;
}

/** Whether a paper is like the one that the filter is of. It is like itself. */
export function isLike(filter: LikeFilter, document: Document): boolean {
  const like = vectorOfLike(filter);
  const own = vectorOfDocument(document);
  return areAlike(dotOf(like.vector, own.vector), like.square, own.square);
}

/** `like:"2508.01234: lora^5 ..."` as people write it: `like:2508.01234`. Other text as it is. */
export function withoutLikeWords(text: string): string {
  return text.replace(
    /\blike:("\S+: [^"]*"(?:,"\S+: [^"]*")*)/g,
    (_, list: string) => `like:${list.replace(/"(\S+): [^"]*"/g, '$1')}`,
  );
}
