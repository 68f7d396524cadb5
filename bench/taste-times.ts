/** Times learning a taste, and ranking a day of 1,000 papers for 10,000 channels. */
import type { Paper } from '../src/model/paper.ts';
import { readPaper } from '../src/query/document.ts';
import { vectorOfDocument } from '../src/query/like.ts';
import { toBackground } from '../src/taste/background.ts';
import { learnTaste } from '../src/taste/model.ts';
import { numberWeights, rowOf, scoreRows } from '../src/taste/rows.ts';
import type { Row } from './report.ts';

const CHANNELS = 10_000;
const DAY = 1_000;
/** Tastes that are learned for the measure: the channels share them. */
const LEARNED = 20;

export function tasteTimes(papers: readonly Paper[]): Row[] {
  const vectors = papers.slice(0, 4_000).map((paper) => vectorOfDocument(readPaper(paper)).vector);
  const background = toBackground(vectors.slice(1_000, 3_000));
  const signals = (count: number, from: number) =>
    vectors.slice(from, from + count).map((vector) => ({ vector, isLiked: true }));
  const time = (work: () => void): number => {
    // Of the processor: the machine may be busy with other work.
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  learnTaste(signals(100, 0), background);
  const rows: Row[] = [10, 100, 1_000].map((count) => ({
    what: `learning from ${count} signals`,
    'ms of CPU': time(() => learnTaste(signals(count, 0), background)),
  }));
  const tastes = Array.from({ length: LEARNED }, (_, at) =>
    numberWeights(learnTaste(signals(30, at * 30), background).weights),
  );
  const day = vectors.slice(3_000, 3_000 + DAY).map(rowOf);
  const ranking = time(() => {
    for (let at = 0; at < CHANNELS; at++) {
      const scores = scoreRows(tastes[at % LEARNED]!, day);
      Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
    }
  });
  rows.push({ what: `ranking ${day.length} papers for ${CHANNELS} channels`, 'ms of CPU': ranking });
  return rows;
}
