/** Measures matching a day's papers against subscriptions: build time, memory, speed, and how the cost grows. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Paper } from '../src/model/paper.ts';
import { createPercolator } from '../src/percolator/percolator.ts';
import { readPaper } from '../src/query/document.ts';
import { predicateOf } from '../src/query/meaning.ts';
import type { Query } from '../src/query/tree.ts';
import type { Options } from './options.ts';
import { somePapers } from './papers.ts';
import { bytesInUse, MB, quantile, type Report, type Row } from './report.ts';
import { makeSubscriptions } from './subscriptions.ts';

const sizes = [1000, 100_000, 1_000_000];
const days = [100, 3000];
/** Pairs of query and paper that the naive way is timed on; the rest is reckoned from them. */
const naivePairs = 2_000_000;

/** Papers of the last days: those a channel would meet next. Subscriptions are made from all of them. */
function lastOf(papers: readonly Paper[], count: number): Paper[] {
  const sorted = papers.toSorted((a, b) => (b.publishedOn ?? '').localeCompare(a.publishedOn ?? ''));
  return sorted.slice(0, count);
}

function naiveTime(queries: readonly Query[], papers: readonly Paper[], all: number): number {
  const documents = papers.slice(0, 100).map(readPaper);
  const compiled = queries.map(predicateOf);
  const start = performance.now();
  let matches = 0;
  for (const document of documents) for (const holds of compiled) if (holds(document)) matches++;
  const time = performance.now() - start;
  if (matches < 0) throw new Error('Nothing counted.');
  return (time / (documents.length * queries.length)) * all * papers.length;
}

/** One size of subscriptions against days of papers, measured in the process this runs in. */
export function measure(docs: string | undefined, subscriptions: number): Row[] {
  const { papers } = somePapers(docs);
  const before = bytesInUse();
  const percolator = createPercolator();
  const sample: Query[] = [];
  let build = 0;
  for (const [key, query] of makeSubscriptions(papers, subscriptions)) {
    if (sample.length < naivePairs / 100 / 10) sample.push(query);
    const start = performance.now();
    percolator.add(key, query);
    build += performance.now() - start;
  }
  const memory = bytesInUse() - before;
  return days.map((count) => {
    const day = lastOf(papers, count);
    percolator.match(day.slice(0, 50), () => undefined);
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now();
      let matches = 0;
      percolator.match(day, () => {
        matches++;
      });
      return { time: performance.now() - start, matches };
    });
    const time = quantile(
      times.map((one) => one.time),
      0.5,
    );
    const { matches } = times[0]!;
    const naive = naiveTime(sample, day, subscriptions);
    return {
      subscriptions,
      topics: percolator.distinct,
      papers: day.length,
      'build s': build / 1000,
      'memory MB': memory / MB,
      'match ms': time,
      'papers/s': Math.round((day.length / time) * 1000),
      matches,
      'matches/s': Math.round((matches / time) * 1000),
      'naive s (reckoned)': naive / 1000,
      'times faster': Math.round(naive / time),
      'ns/match': (time * 1e6) / Math.max(matches, 1),
    };
  });
}

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const { source, papers } = somePapers(options.docs);
  const rows: Row[] = [];
  for (const size of options.subscriptions ? [options.subscriptions] : sizes) {
    say(`topics: ${size.toLocaleString('en')} subscriptions`);
    // A process of its own for each size, so that memory is told apart.
    const child = spawnSync(
      process.execPath,
      [
        '--expose-gc',
        '--max-old-space-size=8000',
        fileURLToPath(import.meta.url),
        String(size),
        options.docs ?? '',
      ],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    if (child.status !== 0) throw new Error(`topics: ${child.stderr.trim().split('\n').at(-1)}`);
    rows.push(...(JSON.parse(child.stdout) as Row[]));
  }
  return [{ bench: 'topics', title: 'Topics', facts: { source, from: papers.length }, rows }];
}

if (import.meta.main) {
  const [size, docs] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(measure(docs || undefined, Number(size))));
}
