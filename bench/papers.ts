/** Reads or makes as many papers as a bench asks for. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Paper } from '../src/model/paper.ts';
import { createRandom } from './report.ts';

const usual = fileURLToPath(new URL('../../shared/data/arxiv-days.jsonl.gz', import.meta.url));

interface Row {
  id: string | number;
  title?: string | null;
  text?: string | null;
  abstract?: string | null;
  authors?: string[] | null;
  categories?: string[] | null;
  date?: string | null;
}

function toPaper(row: Row): Paper {
  return {
    id: String(row.id),
    title: row.title ?? '',
    abstract: row.abstract ?? row.text ?? '',
    ...(row.authors && { authors: row.authors }),
    ...(row.categories && { categories: row.categories }),
    ...(row.date && { publishedOn: row.date }),
  };
}

/** Rows of a JSONL file, gzipped when its name says so. Read whole: the benches measure what comes after. */
export function readRows<T>(file: string): T[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

export function readPapers(file: string): Paper[] {
  return readRows<Row>(file).map(toPaper);
}

/** Words with a distribution like that of real text, for where no real papers are at hand. */
export function generatePapers(count: number): Paper[] {
  const random = createRandom(7);
  const syllables = 'ba de fi go lu ma ne po ra si tu ver con tion al ing ment net graph mod el data'.split(
    ' ',
  );
  const words = Array.from({ length: 30_000 }, (_, i) => {
    let word = '';
    for (let rest = i + 20; rest > 0; rest = Math.floor(rest / syllables.length))
      word += syllables[rest % syllables.length];
    return word;
  });
  // Zipf's law by inverse transform: the r-th word is about 1/r as frequent as the first.
  const draw = () => words[Math.floor(words.length ** random.next()) - 1]!;
  const sentence = (length: number) => Array.from({ length }, draw).join(' ');
  return Array.from({ length: count }, (_, i) => ({
    id: `g${i}`,
    title: sentence(6 + random.below(8)),
    abstract: sentence(120 + random.below(120)),
    authors: [sentence(2), sentence(2)],
    categories: [`cs.${'ABCDEFGHIJ'[random.below(10)]}`],
    publishedOn: `2025-0${1 + random.below(9)}-1${random.below(10)}`,
  }));
}

/** Papers of a file (or the usual ones, or generated ones), and where they came from. */
export function somePapers(file: string | undefined): { papers: Paper[]; source: string } {
  if (file !== undefined) return { papers: readPapers(file), source: file.split('/').at(-1)! };
  if (existsSync(usual)) return { papers: readPapers(usual), source: 'arxiv-days' };
  return { papers: generatePapers(20_000), source: 'generated' };
}

/** Repeats papers with renamed ids until there are `count`, or cuts them there. */
export function repeat(papers: readonly Paper[], count: number): Paper[] {
  return Array.from({ length: count }, (_, i) => {
    const paper = papers[i % papers.length]!;
    return i < papers.length ? paper : { ...paper, id: `${paper.id}~${Math.floor(i / papers.length)}` };
  });
}

/** Queries of one to three words, each drawn from one paper's title; the same for the same seed. */
export function titleQueries(papers: readonly Paper[], count: number, seed = 1): string[] {
  const random = createRandom(seed);
  const queries: string[] = [];
  while (queries.length < count) {
    const { title } = papers[random.below(papers.length)]!;
    const words = [...new Set(title.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu))];
    if (words.length === 0) continue;
    const length = Math.min(words.length, 1 + random.below(3));
    const chosen = Array.from({ length }, () => words.splice(random.below(words.length), 1)[0]!);
    queries.push(chosen.join(' '));
  }
  return queries;
}
