/**
 * Counts in how many papers each term occurs (a JSONL file of papers, plain or gzipped, of `title` and `text` or `abstract`)
 * and writes the table that weighs terms:
 *
 *     npm exec -- node scripts/document-frequencies.ts papers.jsonl.gz src/vectors/document-frequencies.txt.gz
 *
 * The table decides what `like:` means, so it is shipped, and a changed one needs a new version. Version 1 was counted in
 * 21,192 computer science papers on arXiv, those of 91 days between March 2025 and July 2026.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { analyse } from '../src/text/analyse.ts';
import { readLatex } from '../src/text/latex.ts';
import { isStopWord } from '../src/text/stop-words.ts';

/** The version of the table. It must change with every change of the table. */
const version = 1;
/** A term must occur in at least this many papers: all others weigh as much as one that occurs in one paper less. */
const fewest = 3;

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error('Name a file of papers and the file to write.');
const bytes = readFileSync(from);
const text = (from.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');

const counts = new Map<string, number>();
/** For each term how much more often it is written as a function word than as another. */
const functional = new Map<string, number>();
let papers = 0;
for (const line of text.split('\n')) {
  if (line.trim() === '') continue;
  const row = JSON.parse(line) as { title?: string; text?: string; abstract?: string };
  const words = [row.title ?? '', row.abstract ?? row.text ?? ''].map(readLatex);
  const tokens = words.flatMap(analyse);
  for (const { term, word } of tokens)
    functional.set(term, (functional.get(term) ?? 0) + (isStopWord(word) ? 1 : -1));
  for (const term of new Set(tokens.map(({ term }) => term))) counts.set(term, (counts.get(term) ?? 0) + 1);
  papers++;
}

const kept = [...counts].filter(([, count]) => count >= fewest);
// Sorted by term, so that what terms have in common at their start compresses.
const sorted = kept.sort(([a], [b]) => (a < b ? -1 : 1));
// Function words say nothing of what a paper is about: as if they were in every paper, they weigh nothing.
const lines = sorted.map(([term, count]) => `${term} ${functional.get(term)! > 0 ? papers : count}`);
const head = `# version ${version}, ${papers} papers, terms in ${fewest} papers or more`;
writeFileSync(to, gzipSync([head, ...lines, ''].join('\n'), { level: 9 }));
process.stdout.write(`${kept.length} terms of ${counts.size}\n`);
