/** Measures nDCG@10 and recall@100 of each engine on collections with judged questions. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options } from './options.ts';
import { readPapers, readRows } from './papers.ts';
import { engines } from './peers/all.ts';
import type { Ready } from './peers/engine.ts';
import type { Report, Row } from './report.ts';

interface Question {
  id: string;
  text: string;
  /** Paper id to grade; what is not here is taken to be of no use. */
  grades: Map<string, number>;
}

const usual = ['cacm', 'scifact-train'].map((name) =>
  fileURLToPath(new URL(`../../shared/data/ir/${name}`, import.meta.url)),
);

/** Questions that have at least one relevant paper; others say nothing about an engine. */
function readQuestions(folder: string): Question[] {
  const grades = new Map<string, Map<string, number>>();
  for (const line of readFileSync(`${folder}/qrels.tsv`, 'utf8').split('\n')) {
    const fields = line.trim().split(/\t/);
    // Three columns, or four as TREC writes them; a heading has no number at its end.
    const [question, paper, grade] = fields.length > 3 ? [fields[0], fields[2], fields[3]] : fields;
    if (!question || !paper || !(Number(grade) > 0)) continue;
    grades.set(question, (grades.get(question) ?? new Map()).set(paper, Number(grade)));
  }
  return readRows<{ id: string | number; text: string }>(`${folder}/queries.jsonl`).flatMap(
    ({ id, text }) => {
      const known = grades.get(String(id));
      return known ? [{ id: String(id), text, grades: known }] : [];
    },
  );
}

/** Normalised discounted cumulative gain of the first ten, with linear gains as trec_eval counts them. */
export function gainAtTen(found: readonly string[], grades: ReadonlyMap<string, number>): number {
  const sum = (gains: number[]) =>
    gains.slice(0, 10).reduce((total, gain, rank) => total + gain / Math.log2(rank + 2), 0);
  const ideal = sum([...grades.values()].sort((a, b) => b - a));
  return sum(found.map((id) => grades.get(id) ?? 0)) / ideal;
}

/** The share of relevant papers among the first hundred. */
export function recallAtHundred(found: readonly string[], grades: ReadonlyMap<string, number>): number {
  return found.slice(0, 100).filter((id) => grades.has(id)).length / grades.size;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function judge(ready: Ready, questions: readonly Question[]): Row {
  const answers = questions.map(({ text, grades }) => ({ grades, found: ready.search(text, 'any', 100) }));
  return {
    'nDCG@10': mean(answers.map(({ found, grades }) => gainAtTen(found, grades))),
    'recall@100': mean(answers.map(({ found, grades }) => recallAtHundred(found, grades))),
  };
}

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const folders =
    options.collections.length > 0 ? options.collections : usual.filter((path) => existsSync(path));
  if (folders.length === 0) say('quality: no collection here; give one with --collection FOLDER.');
  const reports: Report[] = [];
  for (const folder of folders) {
    const papers = readPapers(`${folder}/docs.jsonl`);
    const questions = readQuestions(folder);
    const rows: Row[] = [];
    for (const name of options.engines ?? Object.keys(engines)) {
      say(`quality: ${name} on ${basename(folder)}`);
      const ready = await (await engines[name]!()).build(papers);
      rows.push({ engine: name, ...judge(ready, questions) });
    }
    const facts = { papers: papers.length, questions: questions.length };
    reports.push({ bench: 'quality', title: `Quality on ${basename(folder)}`, facts, rows });
  }
  return reports;
}
