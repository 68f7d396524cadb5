/** Measures search engines on papers, each in a process of its own: speed, memory, build and load time. */
import { fileURLToPath } from 'node:url';
import { answerApart, measureApart } from './apart.ts';
import type { Options } from './options.ts';
import { repeat, somePapers, titleQueries } from './papers.ts';
import { engines } from './peers/all.ts';
import type { Mode, Ready } from './peers/engine.ts';
import { bytesInUse, MB, quantile, type Report, type Row } from './report.ts';

const usualCount = 100_000;
/** Beyond this many papers only these engines are asked, unless named: the others need hours or tens of gigabytes. */
const manyPapers = 300_000;
const engineOfMany = ['paperboy', 'fts5'];
/** What is only compared for quality is not timed. */
const timed = Object.keys(engines).filter((name) => name !== 'paperboy-unfilled');
/** Queries an engine is timed on, or as many as it manages in this time (ms). */
const queryCount = 2000;
const patience = 15_000;

function time<T>(work: () => T): [T, number] {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}

function timeQueries(ready: Ready, queries: readonly string[], mode: Mode): Row {
  const end = performance.now() + patience;
  for (const query of queries.slice(0, 200)) {
    ready.search(query, mode, 10);
    if (performance.now() > end - patience * 0.8) break;
  }
  const times: number[] = [];
  for (const query of queries) {
    times.push(time(() => ready.search(query, mode, 10))[1]);
    if (performance.now() > end) break;
  }
  return {
    [`${mode} p50 ms`]: quantile(times, 0.5),
    [`${mode} p99 ms`]: quantile(times, 0.99),
    [`${mode} queries`]: times.length,
  };
}

function timeLoad(ready: Ready): Row {
  if (!ready.save || !ready.load) return {};
  const [saved, saveTime] = time(() => ready.save!());
  const loads = Array.from({ length: 3 }, () => time(() => ready.load!(saved))[1]);
  return { 'save ms': saveTime, 'load ms': quantile(loads, 0.5) };
}

/** One engine, measured in the process this runs in. */
export async function measure(name: string, docs: string | undefined, count: number): Promise<Row> {
  const engine = await engines[name]!();
  const papers = repeat(somePapers(docs).papers, count);
  const before = bytesInUse();
  const residentBefore = process.memoryUsage.rss();
  const start = performance.now();
  const ready = await engine.build(papers);
  const buildTime = performance.now() - start;
  const memory = bytesInUse() - before + (ready.hiddenBytes?.() ?? 0);
  const resident = process.memoryUsage.rss() - residentBefore;
  const queries = titleQueries(papers, queryCount);
  return {
    engine: name,
    ...timeQueries(ready, queries, 'any'),
    ...timeQueries(ready, queries, 'all'),
    'build s': buildTime / 1000,
    'index MB': memory / MB,
    'rss MB': resident / MB,
    ...timeLoad(ready),
  };
}

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const count = options.count ?? usualCount;
  const names = options.engines ?? (count >= manyPapers ? engineOfMany : timed);
  const rows: Row[] = [];
  for (const name of names) {
    say(`search: ${name} with ${count.toLocaleString('en')} papers`);
    rows.push(measureApart(fileURLToPath(import.meta.url), name, options.docs, count));
  }
  const { source, papers } = somePapers(options.docs);
  const facts = { papers: count, source, distinct: papers.length };
  return [{ bench: 'search', title: 'Search speed', facts, rows }];
}

if (import.meta.main) await answerApart(measure);
