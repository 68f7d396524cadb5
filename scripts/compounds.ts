/**
 * Papers in (a JSONL file, plain or gzipped, of `title` and `text` or `abstract`), the compound list out, on stdout:
 *
 *     npm exec -- node scripts/compounds.ts papers.jsonl.gz > src/text/compounds.txt
 *
 * The list decides what a term means, on both sides and at all times. So it is shipped, not learned from what an
 * archive happens to hold, and a new one needs a new version: kept indexes are rebuilt when it changes.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { paddedUnitsOf } from '../src/text/character-kinds.ts';
import { fold } from '../src/text/fold.ts';
import { readLatex } from '../src/text/latex.ts';
import { isStopWord } from '../src/text/stop-words.ts';
import { termOf } from '../src/text/term.ts';
import { eachWord, type Joint, joints } from '../src/text/word-segmenter.ts';

/** Written with hyphens in at least this many papers. Of 21,000 papers, 3 gives about 7,000 compounds. */
const fewestPapers = 3;
const mostParts = 5;
/** One word, not several, once this share of what is not spaced is written without the hyphen, twice at least. */
const oneWordShare = 0.02;
const fewestAsOneWord = 2;

/** Said to be one word whatever the papers say, so that what people ask for most never hangs on a count. */
const byHand = `
  ad-hoc anti-aliasing auto-encoder auto-regressive back-bone back-propagation batch-size bench-mark bi-directional
  block-chain bottle-neck chain-of-thought chat-bot check-point co-operative co-training code-base cold-start
  common-sense cross-entropy cross-lingual cross-modal cross-validation cyber-security data-base data-set day-ahead
  de-noising deep-fake down-sampling down-stream drop-out e-commerce e-health e-learning e-mail edge-case end-to-end
  feed-back feed-forward few-shot fine-grained fine-tune fine-tuning fore-casting frame-work ground-truth hand-written
  health-care hyper-graph hyper-parameter image-net in-context in-distribution in-domain k-means k-nearest key-frame
  key-point key-word knowledge-base large-scale life-long light-weight long-context look-ahead low-rank low-resource
  mean-field meta-learning micro-service mini-batch mixture-of-experts multi-agent multi-armed multi-lingual
  multi-modal multi-task multi-view n-gram nano-particle neuro-symbolic non-convex non-linear non-parametric
  object-oriented off-line off-policy on-device on-policy one-shot open-ended open-set open-source open-world
  out-of-distribution out-of-domain over-fitting over-parameterized over-smoothing pair-wise photo-realistic pipe-line
  plug-and-play point-wise post-hoc post-training pre-print pre-processing pre-trained pre-training prompt-tuning
  q-learning quasi-newton re-identification re-ranking real-time real-world red-teaming self-attention
  self-distillation self-play self-supervised semi-supervised sim-to-real smart-phone soft-max spatio-temporal
  speech-to-text state-of-the-art sub-graph sub-optimal sub-space sub-task super-computer super-resolution t-test
  test-bed text-to-image text-to-speech text-to-video time-line time-series time-step trade-off trans-former
  two-stage un-supervised under-fitting up-sampling use-case user-friendly vice-versa warm-up wave-form web-page
  web-site white-board wi-fi word-net work-flow work-load x-ray zero-shot`;

const particles = new Set('back down off on out over per through under up'.split(' '));
/** No words of their own: what begins so is one word. */
const prefixes = new Set(
  `anti auto bi bio co counter cross cyber de electro extra geo hetero homo hyper infra inter intra iso macro
  meta micro mid mini mono multi nano neuro non omni photo poly post pre pseudo quasi re self semi socio spatio sub
  super trans tri ultra un uni`.split(/\s+/),
);
/** What begins or ends so is one word where it is seldom spaced. */
const beginnings = new Set(
  `all best big black closed coarse cold deep double dual early far fast few fine first five four full good grey half
  hard heavy high higher hot large late light long low lower many multiple narrow near one open real second shallow
  short single six slow small soft third three top triple two well white wide worst zero`.split(/\s+/),
);
const endings = new Set(
  'agnostic aware based centric dimensional free friendly grained level like lingual modal wise'.split(' '),
);

interface Compound {
  papers: number;
  lastPaper: number;
  /** How often each inflection was met: `fine-tuning`, `fine-tuned`. */
  spellings: Map<string, number>;
  /** Times it was met with spaces. */
  spaced: number;
}

const compounds = new Map<string, Compound>();
const words = new Map<string, number>();
const stems = new Map<string, string>();

function stemOf(word: string): string {
  let stem = stems.get(word);
  if (stem === undefined) {
    stem = termOf(word);
    stems.set(word, stem);
  }
  return stem;
}

function keyOf(parts: readonly string[]): string {
  return [...parts.slice(0, -1), stemOf(parts.at(-1) as string)].join('-');
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function readChain(parts: string[], paper: number): void {
  if (parts.length < 2 || parts.length > mostParts) return;
  const key = keyOf(parts);
  let compound = compounds.get(key);
  if (compound === undefined) {
    compound = { papers: 0, lastPaper: -1, spellings: new Map(), spaced: 0 };
    compounds.set(key, compound);
  }
  if (compound.lastPaper !== paper) compound.papers++;
  compound.lastPaper = paper;
  add(compound.spellings, parts.join('-'));
}

/** The words of a text in chains held together by this joint. */
function eachChain(text: string, held: Joint, take: (chain: string[]) => void): void {
  let chain: string[] = [];
  eachWord(text, paddedUnitsOf(text), (start, end, joint) => {
    if (joint !== held && chain.length > 0) {
      take(chain);
      chain = [];
    }
    chain.push(fold(text.slice(start, end)));
  });
  if (chain.length > 0) take(chain);
}

function countHyphens(text: string, paper: number): void {
  eachChain(text, joints.hyphen, (chain) => {
    readChain(chain, paper);
    for (const word of chain) add(words, stemOf(word));
  });
}

/** After all hyphens are counted: how often the same is written with spaces. */
function countSpaces(text: string): void {
  eachChain(text, joints.space, (chain) => {
    for (let at = 0; at < chain.length; at++) {
      for (let parts = 2; parts <= mostParts && at + parts <= chain.length; parts++) {
        const compound = compounds.get(keyOf(chain.slice(at, at + parts)));
        if (compound !== undefined) compound.spaced++;
      }
    }
  });
}

function timesAsOneWord(parts: readonly string[]): number {
  return words.get(stemOf(parts.join(''))) ?? 0;
}

function isUsable(parts: readonly string[], written: number): boolean {
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  if (parts.some((part) => !/^[a-z0-9]+$/.test(part) || /^\d+$/.test(part))) return false;
  if (last === 's' || parts.join('').length < 4) return false;
  if (particles.has(first) || particles.has(last)) {
    const asOne = timesAsOneWord(parts);
    return !(isStopWord(last) && !particles.has(last)) && asOne > 2 && asOne > 0.05 * written;
  }
  return !isStopWord(first) && !isStopWord(last);
}

function isOneWord(parts: readonly string[], written: number, spaced: number): boolean {
  const last = parts.at(-1) as string;
  const asOne = timesAsOneWord(parts);
  if (prefixes.has(parts[0] as string) || parts.some((part) => part.length === 1)) return true;
  if (spaced > 2 * (asOne + written)) return false;
  if (asOne >= fewestAsOneWord && asOne >= oneWordShare * (asOne + written)) return true;
  return beginnings.has(parts[0] as string) || endings.has(last);
}

/** One word with hyphens, several words with spaces. */
function listCompounds(): string[] {
  const lines = new Map<string, string>();
  for (const [key, { papers, spellings, spaced }] of compounds) {
    if (papers < fewestPapers) continue;
    const [spelling] = [...spellings].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] as [
      string,
      number,
    ];
    const written = spellings.values().reduce((sum, count) => sum + count, 0);
    const parts = spelling.split('-');
    if (isUsable(parts, written)) lines.set(key, parts.join(isOneWord(parts, written, spaced) ? '-' : ' '));
  }
  for (const compound of byHand.trim().split(/\s+/)) lines.set(keyOf(compound.split('-')), compound);
  return [...lines.values()].sort();
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Name the file of papers: node scripts/compounds.ts papers.jsonl.gz');
const bytes = readFileSync(file);
const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n');
const texts = lines.map((line) => {
  const paper = JSON.parse(line) as { title?: string; text?: string; abstract?: string };
  return readLatex(`${paper.title ?? ''}.\n${paper.text ?? paper.abstract ?? ''}`);
});
for (const [number, text] of texts.entries()) countHyphens(text, number);
for (const text of texts) countSpaces(text);
process.stdout.write(`# Compounds. version 1. Made by scripts/compounds.ts from ${lines.length} papers, not edited by hand.
# With hyphens: one word (the spaced spelling asks for the compound alone). With spaces: several words
# (the spaced spelling asks for each of them). Either way all spellings find each other.
${listCompounds().join('\n')}
`);
