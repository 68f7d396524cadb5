/** Measures what an index costs: to build, to hold, to load, and to add a day's papers to. */
import { fileURLToPath } from 'node:url';
import { answerApart, measureApart } from './apart.ts';
import type { Options } from './options.ts';
import { repeat, somePapers } from './papers.ts';
import { engines } from './peers/all.ts';
import type { Ready } from './peers/engine.ts';
import { bytesInUse, MB, quantile, type Report, type Row } from './report.ts';

const usualCount = 100_000;
const usualEngines = ['paperboy', 'fts5'];
/** The papers of a small day, and how many such days are added one after another. */
const dayPapers = 50;
const days = 10;
const loads = 5;

const seconds = (start: number) => (performance.now() - start) / 1000;

function timeLoad(ready: Ready): Row {
  if (!ready.save || !ready.load) return {};
  const saved = ready.save();
  const times = Array.from({ length: loads }, () => {
    const start = performance.now();
    ready.load!(saved);
    return performance.now() - start;
  });
  return {
    'load ms': quantile(times, 0.5),
    ...(saved instanceof Uint8Array && { 'saved MB': saved.length / MB }),
  };
}

async function measure(name: string, docs: string | undefined, count: number): Promise<Row> {
  const engine = await engines[name]!();
  const all = repeat(somePapers(docs).papers, count + days * dayPapers);
  const papers = all.slice(0, count);
  const before = bytesInUse();
  const startCpu = process.cpuUsage();
  const start = performance.now();
  const ready = await engine.build(papers);
  const wall = seconds(start);
  const { user, system } = process.cpuUsage(startCpu);
  const memory = bytesInUse() - before + (ready.hiddenBytes?.() ?? 0);
  const load = timeLoad(ready);
  const times = Array.from({ length: ready.add ? days : 0 }, (_, day) => {
    const begin = performance.now();
    ready.add!(all.slice(count + day * dayPapers, count + (day + 1) * dayPapers));
    return performance.now() - begin;
  });
  return {
    engine: name,
    'CPU s': (user + system) / 1e6,
    'wall s': wall,
    'index MB': memory / MB,
    ...load,
    ...(ready.add && { [`${dayPapers} more ms`]: quantile(times, 0.5) }),
  };
}

/** Adds to each row its CPU time as a multiple of FTS5's, where that is among them. */
function besideFts5(rows: readonly Row[]): Row[] {
  const peer = Number(rows.find(({ engine }) => engine === 'fts5')?.['CPU s']);
  return rows.map((row) =>
    peer > 0 && typeof row['CPU s'] === 'number' ? { ...row, 'CPU / FTS5': row['CPU s'] / peer } : row,
  );
}

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const count = options.count ?? usualCount;
  const rows = (options.engines ?? usualEngines).map((name) => {
    say(`build: ${name} with ${count.toLocaleString('en')} papers`);
    return measureApart(fileURLToPath(import.meta.url), name, options.docs, count);
  });
  const { source, papers } = somePapers(options.docs);
  const facts = { papers: count, source, distinct: papers.length };
  return [{ bench: 'build', title: 'Building an index', facts, rows: besideFts5(rows) }];
}

if (import.meta.main) await answerApart(measure);
