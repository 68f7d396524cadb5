/** Searches for the slowest query of up to 1,000 characters: it mutates the slowest ones of many shapes. The same for the same seed. */
import { cardOf } from '../src/card.ts';
import type { Paper } from '../src/model/paper.ts';
import { notesOn, parseQuery } from '../src/query/parse.ts';
import { queryLimits } from '../src/query/tree.ts';
import { createSearchIndex, type SearchIndex } from '../src/search/search-index.ts';
import { isStopWord } from '../src/text/stop-words.ts';
import type { Options } from './options.ts';
import { repeat, somePapers } from './papers.ts';
import { createRandom, type Report, type Row } from './report.ts';

const usualCount = 100_000;
const rounds = 250;
/** Slow queries that are mutated; a query is timed so often, and its fastest time counts. */
const kept = 24;
const times = 2;
/** Papers on a page in chat. */
const shown = 5;

type Random = ReturnType<typeof createRandom>;
/** Words of the papers: the commonest first. */
type Words = readonly string[];

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

/** One part of a query, of every kind that the language has. */
const parts: readonly ((random: Random, words: Words) => string)[] = [
  (random, words) => pick(random, words.slice(0, 200)),
  (random, words) => pick(random, words),
  (random, words) => `"${pick(random, words.slice(0, 60))} ${pick(random, words.slice(0, 60))}"`,
  (random, words) =>
    `"${Array.from({ length: 2 + random.below(5) }, () => pick(random, words.slice(0, 30))).join(' ')}"`,
  (random, words) => `${pick(random, words).slice(0, 2)}*`,
  (random, words) => `${pick(random, words).slice(0, 2 + random.below(3))}*`,
  (random, words) => `-${pick(random, words)}`,
  (random, words) => `-"${pick(random, words.slice(0, 40))} ${pick(random, words.slice(0, 40))}"`,
  (random, words) => `title:"${pick(random, words.slice(0, 40))} ${pick(random, words.slice(0, 40))}"`,
  (random, words) => `abstract:${pick(random, words).slice(0, 2)}*`,
  (random, words) =>
    Array.from({ length: 2 + random.below(8) }, () => pick(random, words.slice(0, 20))).join('-'),
  (random, words) =>
    Array.from({ length: 2 + random.below(60) }, () => pick(random, words).slice(0, 1)).join('-'),
  (random, words) => slipped(random, pick(random, words)),
  (random) => `stars:>${random.below(99)}`,
  (random) => `year:${1990 + random.below(40)}`,
  (random) => `before:20${10 + random.below(30)}-0${1 + random.below(9)}-01`,
  () => 'cat:cs',
  (random) => pick(random, ['rl', 'llm', 'reinforcement learning', 'large language models', 'gan', 'cnn']),
  () => '*',
];

/** A word with a slip, for suggestions. */
function slipped(random: Random, word: string): string {
  const at = 1 + random.below(Math.max(1, word.length - 1));
  return `${word.slice(0, at)}${pick(random, [...'qxzvkj'])}${word.slice(at + random.below(2))}`;
}

const joints = [' ', ' ', ' OR ', ' OR ', ' AND ', ', '];

function made(random: Random, words: Words): string {
  const kinds = Array.from({ length: 1 + random.below(3) }, () => pick(random, parts));
  const joint = pick(random, joints);
  let text = '';
  for (let length = 1 + random.below(120); length > 0 && text.length < queryLimits.length; length--)
    text += `${text === '' ? '' : joint}${pick(random, kinds)(random, words)}`;
  return text;
}

/** A part changed, added, left out, doubled, or two queries crossed. */
function mutated(random: Random, text: string, other: string, words: Words): string {
  const tokens = text.split(' ');
  const at = random.below(tokens.length);
  const others = other.split(' ');
  switch (random.below(5)) {
    case 0:
      return tokens.with(at, pick(random, parts)(random, words)).join(' ');
    case 1:
      return tokens.toSpliced(at, 0, pick(random, parts)(random, words)).join(' ');
    case 2:
      return tokens.toSpliced(at, 1 + random.below(3)).join(' ');
    case 3:
      return [...tokens, ...tokens.slice(at)].join(' ');
    default:
      return [...tokens.slice(0, at), ...others.slice(random.below(others.length))].join(' ');
  }
}

/** The processor's time of this thread in milliseconds: other work of the machine does not count. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** All that a search makes the process do before it answers: parsing, notes, ranking, cards and a suggestion. Milliseconds. */
function timeOf(
  index: SearchIndex,
  text: string,
  paperOf: (id: string) => Paper,
): { total: number; by: Record<string, number> } | undefined {
  const by: Record<string, number> = {};
  let at = threadTime();
  const lap = (name: string) => {
    const now = threadTime();
    by[name] = now - at;
    at = now;
  };
  const parsed = parseQuery(text);
  lap('parse');
  if (parsed.ok) {
    notesOn(text);
    lap('notes');
    const { hits } = index.page(parsed.query, { limit: shown, asTyped: text });
    lap('page');
    for (const { id } of hits) cardOf(paperOf(id), { query: parsed.query });
    lap('cards');
    index.suggest(parsed.query);
    lap('suggest');
  }
  return { total: Object.values(by).reduce((sum, time) => sum + time, 0), by };
}

/** Distinct words of the papers, those in the most papers first. */
function wordsOf(texts: readonly string[]): Words {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of new Set(text.toLowerCase().match(/[a-z]{2,}/g)))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  const common = [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
  return [
    ...common.filter(isStopWord).slice(0, 60),
    ...common.filter((word) => !isStopWord(word)).slice(0, 20_000),
  ];
}

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const count = options.count ?? usualCount;
  const { source, papers } = somePapers(options.docs);
  say(`slowest: indexing ${count.toLocaleString('en')} papers`);
  const index = createSearchIndex();
  const repeated = repeat(papers, count);
  index.putMany(repeated);
  const byId = new Map(repeated.map((paper) => [paper.id, paper]));
  const paperOf = (id: string) => byId.get(id)!;
  const words = wordsOf(papers.slice(0, 3_000).map(({ title, abstract }) => `${title} ${abstract}`));
  const random = createRandom(11);
  for (let i = 0; i < 50; i++) timeOf(index, made(random, words), paperOf);
  let pool: { text: string; time: number; by: Record<string, number> }[] = [];
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const isFresh = pool.length < kept || round % 3 === 0;
    const whole = isFresh
      ? made(random, words)
      : mutated(random, pick(random, pool).text, pick(random, pool).text, words);
    const text = whole.slice(0, queryLimits.length).replace(/"[^"]*$/, (last) => (isOpen(whole) ? '' : last));
    const runs = Array.from({ length: times }, () => timeOf(index, text, paperOf)!);
    const best = runs.reduce((a, b) => (a.total < b.total ? a : b));
    all.push(best.total);
    pool = [...pool, { text, time: best.total, by: best.by }].sort((a, b) => b.time - a.time).slice(0, kept);
  }
  const rows = pool.slice(0, 8).map(({ text, time, by }): Row => {
    const shown = text.length > 60 ? `${text.slice(0, 57)}...` : text;
    return { query: shown, ms: time, ...by };
  });
  const over = all.filter((time) => time > 50).length;
  return [
    {
      bench: 'slowest',
      title: 'The slowest queries',
      facts: { papers: count, source, queries: all.length, 'over 50 ms': over },
      rows,
    },
  ];
}

/** Whether the cut leaves a quote open. */
function isOpen(text: string): boolean {
  return (text.slice(0, queryLimits.length).split('"').length - 1) % 2 === 1;
}
