/**
 * Learns the list of acronyms from papers (a JSONL file, plain or gzipped, of `title` and `text` or `abstract`) and prints it:
 *
 *     npm exec -- node scripts/acronyms.ts papers.jsonl.gz > src/query/acronyms.txt
 *
 * The pairs come from where abstracts introduce them: see `acronym-pairs.ts`. The list decides what a query means, so it is
 * shipped, and a changed one needs a new version. Version 1 was learned from 21,192 computer science papers on arXiv, those of
 * 91 days between March 2025 and July 2026. Of 170 of these papers that have an acronym but not its long form, at least one for
 * each acronym that has any, 169 meant it, by hand; one could mean either.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { meaningKey } from '../src/query/print.ts';
import { readPhrase } from '../src/query/text-leaf.ts';
import { fold } from '../src/text/fold.ts';
import { readLatex } from '../src/text/latex.ts';
import { isStopWord } from '../src/text/stop-words.ts';
import { pairsIn, termsIn } from './acronym-pairs.ts';

/** The version of the list. It must change with every change of the list. */
const version = 1;
/** A long form must be introduced in at least this many papers. */
const fewestPapers = 10;
/** Of all papers that introduce the acronym, at least this share must mean the same. */
const dominance = 0.95;
/** Of all uses of the word, at least this share must be in capitals: `MAP` is `map` far more often. */
const capitalUses = 0.9;
/** A variant of a long form is listed too from this many papers on. */
const fewestOfVariant = 3;

/**
 * Left out by hand: of the papers that have these letters but not the long form, most mean something else, such as kilobytes,
 * k-d trees, k-NN, fault localization (FL), description logics (DL).
 */
const leftOut = new Set('bs dl fl inr kb kd mil nn uda'.split(' '));

/** One way in which papers write out an acronym, by the terms of its words. */
interface LongForm {
  /** Terms with spaces: `larg languag model`. */
  key: string;
  papers: number;
  spellings: Map<string, number>;
}

/** What papers mean by an acronym, by its letters in lowercase. */
interface Acronym {
  papers: number;
  spellings: Map<string, number>;
  forms: Map<string, LongForm>;
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function commonest(counts: ReadonlyMap<string, number>): string {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}

function learn(texts: readonly string[]): Map<string, Acronym> {
  const acronyms = new Map<string, Acronym>();
  for (const text of texts)
    for (const { short, long } of pairsIn(text)) {
      const name = fold(short);
      const acronym = acronyms.get(name) ?? { papers: 0, spellings: new Map(), forms: new Map() };
      acronyms.set(name, acronym);
      const key = termsIn(long).join(' ');
      const form = acronym.forms.get(key) ?? { key, papers: 0, spellings: new Map() };
      acronym.forms.set(key, form);
      acronym.papers++;
      form.papers++;
      add(acronym.spellings, short);
      add(form.spellings, long);
    }
  return acronyms;
}

type Acronyms = ReadonlyMap<string, Acronym>;

/** The terms of a long form without function words, and with the acronyms in it written out: `multimodal LLM`. */
function tellingTerms(key: string, name: string, acronyms: Acronyms): string[] {
  return key.split(' ').flatMap((term) => {
    const inner = term === name ? undefined : acronyms.get(term);
    const best = inner && inner.papers >= fewestPapers ? mostIntroduced(inner).key.split(' ') : [term];
    return best.filter((part) => !isStopWord(part));
  });
}

/**
 * Whether two long forms are one: one within the other (`vision-language-action model`),
 * or with two words of one family (`visual language model`).
 */
function isVariant(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [` ${a.join(' ')} `, ` ${b.join(' ')} `];
  if (left.includes(right) || right.includes(left)) return true;
  return a.length === b.length && a.every((term, at) => term.slice(0, 3) === b[at]?.slice(0, 3));
}

function byPapers({ forms }: Acronym): LongForm[] {
  return [...forms.values()].sort((a, b) => b.papers - a.papers || (a.key < b.key ? -1 : 1));
}

function mostIntroduced(acronym: Acronym): LongForm {
  return byPapers(acronym)[0] as LongForm;
}

/** Equal for the spellings of one compound: `multi-modal`, `multimodal`. */
function joinedTerms({ spellings }: LongForm): string {
  const phrase = readPhrase(commonest(spellings), 'any');
  return phrase === undefined ? '' : meaningKey(phrase);
}

/** The commonest long form of an acronym with its variants. */
function mainForms(name: string, acronym: Acronym, acronyms: Acronyms): LongForm[] {
  const main = tellingTerms(mostIntroduced(acronym).key, name, acronyms);
  const joined = joinedTerms(mostIntroduced(acronym));
  return byPapers(acronym).filter(
    (form) => joinedTerms(form) === joined || isVariant(tellingTerms(form.key, name, acronyms), main),
  );
}

/** How often each word of all texts is written in capitals (`RAG`, `RAGs`), and how often in any way. */
function countCapitals(texts: readonly string[], names: ReadonlySet<string>): Map<string, [number, number]> {
  const counts = new Map<string, [number, number]>();
  for (const text of texts)
    for (const [word] of text.matchAll(/[A-Za-z0-9]+/g)) {
      const small = word.toLowerCase();
      const name = names.has(small) ? small : small.replace(/s$/, '');
      if (!names.has(name)) continue;
      const count = counts.get(name) ?? [0, 0];
      counts.set(name, count);
      if (/.\p{Lu}/u.test(word)) count[0]++;
      count[1]++;
    }
  return counts;
}

/** Words that are written with a capital only where a title or sentence asks for it are shown without. */
function createCaser(texts: readonly string[]): (word: string) => string {
  const written = new Map<string, Map<string, number>>();
  for (const text of texts)
    for (const [word] of text.matchAll(/[A-Za-z0-9]+/g)) {
      const small = word.toLowerCase();
      const forms = written.get(small) ?? new Map<string, number>();
      written.set(small, forms);
      add(forms, word);
    }
  return (word) => {
    const forms = written.get(word.toLowerCase()) ?? new Map<string, number>();
    const total = forms.values().reduce((sum, count) => sum + count, 0);
    const small = forms.get(word.toLowerCase()) ?? 0;
    return small > 0.1 * total ? word.toLowerCase() : commonest(forms);
  };
}

/** The commonest spelling. */
function shownAs({ spellings }: LongForm, cased: (word: string) => string): string {
  const counts = new Map<string, number>();
  for (const [spelling, count] of spellings) {
    const shown = spelling.replace(/[A-Za-z0-9]+/g, cased);
    counts.set(shown, (counts.get(shown) ?? 0) + count);
  }
  return commonest(counts);
}

function readTexts(file: string): string[] {
  const bytes = readFileSync(file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n');
  return lines.map((line) => {
    const paper = JSON.parse(line) as { title?: string; text?: string; abstract?: string };
    return readLatex(`${paper.title ?? ''}.\n${paper.text ?? paper.abstract ?? ''}`);
  });
}

function listAcronyms(texts: readonly string[]): string[] {
  const acronyms = learn(texts);
  const capitals = countCapitals(texts, new Set(acronyms.keys()));
  const cased = createCaser(texts);
  const lines: string[] = [];
  for (const [name, acronym] of [...acronyms].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const forms = mainForms(name, acronym, acronyms);
    const papers = forms.reduce((sum, form) => sum + form.papers, 0);
    const [inCapitals, uses] = capitals.get(name) ?? [0, 1];
    if (papers < fewestPapers || papers < dominance * acronym.papers) continue;
    if (inCapitals < capitalUses * uses || leftOut.has(name)) continue;
    const kept = forms.filter((form, at) => at === 0 || form.papers >= fewestOfVariant);
    const written = kept.map((form) => `${shownAs(form, cased)} ${form.papers}`);
    lines.push(`${commonest(acronym.spellings)}: ${written.join(', ')}`);
  }
  return lines;
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Name the file of papers: node scripts/acronyms.ts papers.jsonl.gz');
const texts = readTexts(file);
process.stdout.write(`# Acronyms. version ${version}. Made by scripts/acronyms.ts from ${texts.length} papers, not edited by hand.
# After each long form: how many of the papers introduce the acronym with it, as in "long form (ABC)".
# Listed: from ${fewestPapers} such papers on, if ${100 * dominance}% of all that introduce the acronym mean the same.
${listAcronyms(texts).join('\n')}
`);
