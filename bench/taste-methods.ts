/** Ways to rank papers by those that a reader liked: Paperboy's, and what two well-known programs do. */
import type { Background } from '../src/taste/background.ts';
import { trainLinear } from '../src/taste/linear-svm.ts';
import { type Example, learnTaste } from '../src/taste/model.ts';
import { numberWeights, type Row, scoreRows } from '../src/taste/rows.ts';
import { createRandom } from './report.ts';

/** Scores of papers, from examples that are newest first. */
export type Method = (
  examples: readonly Example[],
  background: Background,
  papers: readonly Row[],
) => Float64Array;

const paperboy: Method = (examples, background, papers) =>
  scoreRows(numberWeights(learnTaste(examples, background).weights), papers);

/**
 * zotero-arxiv-daily: the mean similarity to the library, where the i-th newest counts 1 / (1 + log10(i)). Its vectors are of a
 * sentence embedding; here they are the same as Paperboy's, so that the ways to rank are compared.
 */
const meanSimilarity: Method = (examples, _background, papers) => {
  const mean = new Map<string, number>();
  const liked = examples.filter(({ isLiked }) => isLiked);
  for (const [at, { vector }] of liked.entries()) {
    const row = [...vector];
    const length = Math.sqrt(row.reduce((sum, [, weight]) => sum + weight * weight, 0));
    const decay = 1 / (1 + Math.log10(at + 1));
    for (const [term, weight] of row) mean.set(term, (mean.get(term) ?? 0) + (decay * weight) / length);
  }
  return scoreRows(numberWeights(mean), papers);
};

/** arxiv-sanity-lite: a linear SVM on tf-idf, C .01, balanced, against all other papers; it knows no dislikes. */
const svm: Method = (examples, background, papers) => {
  const liked = examples.filter(({ isLiked }) => isLiked).map(({ vector }) => vector);
  const counts = liked.map(() => 1);
  return scoreRows(numberWeights(trainLinear(liked, counts, background, 0.01)), papers);
};

const chance = createRandom(9);

/** Without votes in these papers, an order by votes is one at random. */
const random: Method = (_examples, _background, papers) => Float64Array.from(papers, () => chance.next());

export const methods: Record<string, Method> = {
  paperboy,
  'mean similarity with decay (zotero-arxiv-daily)': meanSimilarity,
  'linear SVM, C .01 (arxiv-sanity-lite)': svm,
  'random, as votes are here': random,
};
