/**
 * Measures papers like one, and taste, on authors' other papers and on simulated readers, beside what others do. Judged papers come
 * from the papers themselves: no collection is needed.
 */

import type { Paper } from '../src/model/paper.ts';
import { readPaper } from '../src/query/document.ts';
import { vectorOfDocument } from '../src/query/like.ts';
import { createSearchIndex } from '../src/search/search-index.ts';
import type { Options } from './options.ts';
import { repeat, somePapers } from './papers.ts';
import { engines } from './peers/all.ts';
import { readerRows } from './readers.ts';
import { quantile, type Report, type Row } from './report.ts';
import { tasteTimes } from './taste-times.ts';

const QUERIES = 150;
const DEPTH = 20;

/** Papers with whom a paper shares two authors or more. Names of many papers are left out: they are several people. */
function sharedAuthors(papers: readonly Paper[]): (at: number) => Set<string> {
  const byAuthor = new Map<string, number[]>();
  papers.forEach((paper, at) => {
    for (const name of paper.authors ?? []) byAuthor.set(name, [...(byAuthor.get(name) ?? []), at]);
  });
  return (at) => {
    const counts = new Map<string, number>();
    for (const name of papers[at]!.authors ?? []) {
      const own = byAuthor.get(name)!;
      if (own.length > 12) continue;
      for (const other of own)
        if (other !== at) counts.set(papers[other]!.id, (counts.get(papers[other]!.id) ?? 0) + 1);
    }
    return new Set([...counts].filter(([, count]) => count > 1).map(([id]) => id));
  };
}

function gain(found: readonly string[], relevant: ReadonlySet<string>): number {
  const at = (rank: number) => 1 / Math.log2(rank + 2);
  const sum = found.slice(0, DEPTH).reduce((all, id, rank) => all + (relevant.has(id) ? at(rank) : 0), 0);
  const ideal = Array.from({ length: Math.min(DEPTH, relevant.size) }, (_, rank) => at(rank));
  return sum / ideal.reduce((all, one) => all + one, 0);
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const { papers: all, source } = somePapers(options.docs);
  const papers = options.count === undefined ? all : all.slice(0, options.count);
  const facts = { papers: papers.length, source };
  say('indexing');
  const index = createSearchIndex();
  index.putMany(papers);
  const relevantTo = sharedAuthors(papers);
  const step = Math.max(1, Math.floor(papers.length / (QUERIES * 8)));
  const asked: number[] = [];
  for (let at = 0; at < papers.length && asked.length < QUERIES; at += step)
    if (relevantTo(at).size > 1) asked.push(at);

  const judge = (name: string, find: (paper: Paper) => readonly string[]): Row => {
    say(`papers like one: ${name}`);
    const times: number[] = [];
    const gains = asked.map((at) => {
      const start = performance.now();
      const found = find(papers[at]!);
      times.push(performance.now() - start);
      return gain(
        found.filter((id) => id !== papers[at]!.id),
        relevantTo(at),
      );
    });
    return {
      method: name,
      'nDCG@20': mean(gains),
      'median ms': quantile(times, 0.5),
      'p99 ms': quantile(times, 0.99),
    };
  };
  const likeIn = (of: typeof index) => (paper: Paper) =>
    of.like(vectorOfDocument(readPaper(paper)).vector, DEPTH, new Set([paper.id])).map(({ id }) => id);
  const rows = [judge('paperboy, like', likeIn(index))];
  for (const name of ['paperboy', 'fts5', 'minisearch']) {
    if (options.engines !== undefined && !options.engines.includes(name)) continue;
    const ready = await (await engines[name]!()).build(papers);
    if (name === 'paperboy')
      rows.push(judge('title, BM25', ({ title }) => ready.search(title, 'any', DEPTH + 1)));
    else
      rows.push(
        judge(`${name}, all words of title and abstract`, ({ title, abstract }) =>
          ready.search(`${title} ${abstract}`, 'any', DEPTH + 1),
        ),
      );
  }
  const reports: Report[] = [
    { bench: 'relevance', title: 'Papers like one: those of the same authors', facts, rows },
  ];
  const large = 100_000;
  if (options.count === undefined) {
    say(`indexing ${large}`);
    const many = createSearchIndex();
    many.putMany(repeat(papers, large));
    likeIn(many)(papers[0]!);
    const { 'nDCG@20': _, ...times } = judge('paperboy, like', likeIn(many));
    reports.push({
      bench: 'relevance',
      title: 'Papers like one, at scale',
      facts: { papers: large },
      rows: [times],
    });
  }
  say('taste');
  reports.push({
    bench: 'relevance',
    title: 'Taste: share of the best that is found',
    facts,
    rows: readerRows(papers),
  });
  reports.push({ bench: 'relevance', title: 'Taste: times', facts, rows: tasteTimes(papers) });
  return reports;
}
