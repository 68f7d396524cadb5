/**
 * Measures matching a day's papers against subscriptions: build time, memory, speed, and how the cost grows; the percolator beside
 * the simplest exact way, which has to find the same.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Paper } from '../src/model/paper.ts';
import { createPercolator } from '../src/percolator/percolator.ts';
import { readPaper } from '../src/query/document.ts';
import type { Query } from '../src/query/tree.ts';
import type { Options } from './options.ts';
import { somePapers } from './papers.ts';
import { createSimpleTopics } from './peers/simple-topics.ts';
import { bytesInUse, MB, quantile, type Report, type Row } from './report.ts';
import { makeSubscriptions } from './subscriptions.ts';

const sizes = [10_000, 100_000, 1_000_000];
const days = [100, 3000];
const ways = { percolator: createPercolator, simple: createSimpleTopics };
type Way = keyof typeof ways;
/** Each day is matched this often; the median counts. */
const turns = 3;
/** Pairs of paper and subscription up to which the simple way is measured: more would take minutes. */
const mostSimple = 1e8;
/** Papers for which it is checked that both ways find the same. */
const checked = 50;
/** Subscriptions that are made before any is added, so that making them counts for nothing. */
const PAGE = 10_000;

/** Papers of the last days: those a channel would meet next. Subscriptions are made from all of them. */
function lastOf(papers: readonly Paper[], count: number): Paper[] {
  const sorted = papers.toSorted((a, b) => (b.publishedOn ?? '').localeCompare(a.publishedOn ?? ''));
  return sorted.slice(0, count);
}

/** Adds subscriptions a page at a time. Returns what adding them took, in seconds. */
function addAll(to: { add(key: string, query: Query): void }, papers: readonly Paper[], count: number) {
  let took = 0;
  let page: [string, Query][] = [];
  const add = () => {
    const start = performance.now();
    for (const [key, query] of page) to.add(key, query);
    took += performance.now() - start;
    page = [];
  };
  for (const one of makeSubscriptions(papers, count)) if (page.push(one) === PAGE) add();
  add();
  return took / 1_000;
}

/** Equal for the same pairs of subscription and paper, in whatever order they are found. */
function pairsOf({ match }: ReturnType<typeof createSimpleTopics>, papers: readonly Paper[]): string {
  let sum = 0;
  match(papers, (key, paper) => {
    sum = (sum + Number(key.slice('channel-'.length)) * (paper + 1)) % 1e9;
  });
  return `${sum}`;
}

/** One way with one size of subscriptions against days of papers, measured in the process this runs in. */
export function measure(way: Way, docs: string | undefined, subscriptions: number): Row[] {
  const { papers } = somePapers(docs);
  const lasts = days.map((count) => lastOf(papers, count));
  const before = bytesInUse();
  const topics = ways[way]();
  const build = addAll(topics, papers, subscriptions);
  const memory = bytesInUse() - before;
  const pairs = pairsOf(topics, lasts[0]?.slice(0, checked) ?? []);
  const measured = lasts.filter(({ length }) => way !== 'simple' || length * subscriptions <= mostSimple);
  return measured.map((day) => {
    let matches = 0;
    const times = Array.from({ length: turns }, () => {
      const start = performance.now();
      matches = 0;
      topics.match(day, () => {
        matches++;
      });
      return performance.now() - start;
    });
    const reading = performance.now();
    day.forEach(readPaper);
    const read = performance.now() - reading;
    const time = quantile(times, 0.5);
    return {
      subscriptions,
      papers: day.length,
      way,
      'add s': build,
      'memory MB': memory / MB,
      'match ms': time,
      'best ms': Math.min(...times),
      // What of it is the analysis of the papers' texts.
      'read ms': read,
      matches,
      pairs,
    };
  });
}

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const { source, papers } = somePapers(options.docs);
  const rows: Row[] = [];
  for (const size of options.subscriptions ? [options.subscriptions] : sizes)
    for (const way of Object.keys(ways)) {
      say(`topics: ${size.toLocaleString('en')} subscriptions, ${way}`);
      // A process of its own for each, so that memory is told apart.
      const child = spawnSync(
        process.execPath,
        [
          ...['--expose-gc', '--max-old-space-size=8000', fileURLToPath(import.meta.url)],
          ...[way, String(size), options.docs ?? ''],
        ],
        { encoding: 'utf8', maxBuffer: 1 << 26 },
      );
      if (child.status !== 0) throw new Error(`topics: ${child.stderr.trim().split('\n').at(-1)}`);
      rows.push(...(JSON.parse(child.stdout) as Row[]));
    }
  return [{ bench: 'topics', title: 'Topics', facts: { source, from: papers.length }, rows }];
}

if (import.meta.main) {
  const [way, size, docs] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(measure(way as Way, docs || undefined, Number(size))));
}
