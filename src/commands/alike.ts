/** Finds the stored papers that are most like some papers, with the words that they share. */
import type { Line } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { readPaper } from '../query/document.ts';
import { vectorOfDocument } from '../query/like.ts';
import { withoutTold, writtenTerms } from '../query/written-terms.ts';
import { heaviest, type Vector } from '../vectors/vector.ts';
import type { Context } from './context.ts';

/** Shared words in a reason: the first three carry most of the likeness. */
const MOST_WORDS = 4;

/** Papers less alike than this share a common word or two. Of 21,000 papers, each has hundreds that are more like it. */
const LEAST_LIKE = 0.02;

export interface Alike {
  paper: Paper;
  /** The words that it shares, as it writes them, the most telling first. */
  shared: string[];
}

/** The papers most like any of these, without them, most like first. Several ask for what they have in common. */
export async function alikeTo(
  papers: readonly Paper[],
  limit: number,
  { archive, search }: Pick<Context, 'archive' | 'search'>,
): Promise<Alike[]> {
  const vector = sumOf(papers.map((paper) => vectorOfDocument(readPaper(paper)).vector));
  const hits = search.like(vector, limit, new Set(papers.map(({ id }) => id)));
  const near = hits.filter(({ score }) => score >= LEAST_LIKE);
  const found = await archive.getMany(near.map(({ id }) => id));
  return found.map((paper) => ({ paper, shared: sharedWords(paper, vector) }));
}

function sumOf(vectors: readonly Vector[]): Vector {
  const [first, ...others] = vectors;
  if (first === undefined || others.length === 0) return first ?? new Map();
  const sum = new Map(first);
  for (const vector of others)
    for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight);
  return sum;
}

/** The words of a paper that weigh most in what it has in common with a vector, as the paper writes them. */
export function sharedWords(paper: Paper, vector: Vector, most = MOST_WORDS): string[] {
  const document = readPaper(paper);
  const own = vectorOfDocument(document).vector;
  const common = new Map<string, number>();
  for (const [term, weight] of own) {
    const product = weight * (vector.get(term) ?? 0);
    if (product > 0) common.set(term, product);
  }
  const written = writtenTerms([document], new Set(common.keys()));
  return withoutTold(
    heaviest(common, common.size).map(([term]) => written.get(term) ?? ''),
    most,
  );
}

/** The reason of a card: the shared words. */
export function reasonOf(words: readonly string[]): Line {
  return words.length === 0 ? [] : [{ text: words.join(', '), style: 'match' }];
}
