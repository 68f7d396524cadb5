/**
 * Searches for the slowest query of up to 1,000 characters: it mutates the slowest ones of many shapes. The same queries for the same
 * seed, as far as the same are slow.
 */
import { cardOf } from '../src/card.ts';
import { whyNothing } from '../src/commands/why-nothing.ts';
import type { Paper } from '../src/model/paper.ts';
import { notesOn, parseQuery } from '../src/query/parse.ts';
import type { Query } from '../src/query/tree.ts';
import { createSearchIndex, loadSearchIndex, type SearchIndex } from '../src/search/search-index.ts';
import type { Options } from './options.ts';
import { repeat, somePapers } from './papers.ts';
import { createRandom, type Report, type Row } from './report.ts';
import { createQueryMaker } from './slow-queries.ts';

const usualCount = 100_000;
const usualRounds = 250;
/** Slow queries that are mutated. */
const kept = 24;
/** Milliseconds that no query should take. */
const goal = 50;
/** Papers on a page in chat, and the last that the API goes to. */
const shown = 5;
const deepest = { from: 10_000, limit: 100 };
/** The system counts a thread's time in steps of so many milliseconds. */
const step = 4;

/** A query that was parsed, and what a search of it needs. */
interface Asked {
  index: SearchIndex;
  text: string;
  query: Query;
  /** Some papers, as of a day. */
  ids: readonly string[];
  paperOf(id: string): Paper;
  /** Names what was done since the last lap. */
  lap(name: string): void;
}

/** What people make the process do before it answers, each searched for its own slowest query. */
const asks: Record<string, (asked: Asked) => void> = {
  /** A search in chat: parsing, notes, the page, cards, a suggestion, and why nothing was found. */
  search({ index, text, query, paperOf, lap }) {
    notesOn(text);
    lap('notes');
    const { hits } = index.page(query, { limit: shown, asTyped: text });
    lap('page');
    for (const { id } of hits) cardOf(paperOf(id), { query });
    lap('cards');
    index.suggest(query);
    lap('suggest');
    if (hits.length === 0) whyNothing(text, query, index);
    lap('why');
  },
  byDate: ({ index, text, query }) => index.page(query, { limit: shown, asTyped: text, sort: 'date' }),
  deep: ({ index, text, query }) => index.page(query, { ...deepest, asTyped: text }),
  closest: ({ index, query }) => index.closest(query, { limit: 1 }),
  scores: ({ index, text, query, ids }) => index.scores(query, ids, text),
  matching: ({ index, query, ids }) => index.matching(query, ids),
};

/** Milliseconds that were taken from this thread by other work do not count. */
function createWatch(): () => number {
  const cpu = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  const [wall, begun] = [performance.now(), cpu()];
  return () => Math.min(performance.now() - wall, cpu() - begun + step);
}

interface Timed {
  text: string;
  ms: number;
  by: Row;
}

/** Undefined where the query is refused. */
function timeOf(
  ask: (asked: Asked) => void,
  text: string,
  asked: Omit<Asked, 'lap' | 'text' | 'query'>,
): Timed {
  const by: Row = {};
  const watch = createWatch();
  let at = 0;
  const lap = (name: string) => {
    const now = watch();
    by[name] = now - at;
    at = now;
  };
  const parsed = parseQuery(text);
  lap('parse');
  if (parsed.ok) ask({ ...asked, text, query: parsed.query, lap });
  return { text, ms: watch(), by };
}

/** Where the queries are asked. */
interface Ground {
  papers: readonly Paper[];
  paperOf(id: string): Paper;
  /** An index with no list in a cache, as one that was just loaded. */
  open(): SearchIndex;
}

/** The slowest queries of one ask, slowest first, and how many of all took longer than the goal. */
function slowestOf(ask: (asked: Asked) => void, rounds: number, seed: number, ground: Ground) {
  const random = createRandom(seed);
  const maker = createQueryMaker(ground.papers, random);
  const ids = ground.papers.filter((_, at) => at % 100 === 0).map(({ id }) => id);
  const time = (text: string) => timeOf(ask, text, { index: ground.open(), ids, paperOf: ground.paperOf });
  for (let i = 0; i < 50; i++) time(maker.made());
  let pool: Timed[] = [];
  let over = 0;
  const ofPool = () => pool[random.below(pool.length)]!.text;
  for (let round = 0; round < rounds; round++) {
    const isFresh = pool.length < kept || round % 3 === 0;
    const text = isFresh ? maker.made() : maker.mutated(ofPool(), ofPool());
    const first = time(text);
    if (first.ms <= Math.min(goal, pool.length === kept ? pool.at(-1)!.ms : 0)) continue;
    // Of what seems slow the faster of two runs counts.
    const again = time(text);
    const best = again.ms < first.ms ? again : first;
    if (best.ms > goal) over++;
    pool = [...pool, best].sort((a, b) => b.ms - a.ms).slice(0, kept);
  }
  return { pool, over };
}

export async function run(options: Options, say: (line: string) => void): Promise<Report[]> {
  const { count = usualCount, rounds = usualRounds, seed = 11 } = options;
  const { source, papers } = somePapers(options.docs);
  say(`slowest: indexing ${count.toLocaleString('en')} papers`);
  const repeated = repeat(papers, count);
  const index = createSearchIndex();
  index.putMany(repeated);
  const saved = index.save('bench');
  const byId = new Map(repeated.map((paper) => [paper.id, paper]));
  const ground: Ground = {
    papers,
    paperOf: (id) => byId.get(id)!,
    open: () => loadSearchIndex(saved, 'bench') as SearchIndex,
  };
  return Object.entries(asks)
    .filter(([name]) => options.engines?.includes(name) ?? true)
    .map(([name, ask]): Report => {
      say(`slowest: ${name}`);
      const { pool, over } = slowestOf(ask, rounds, seed, ground);
      const rows = pool.slice(0, 8).map(({ text, ms, by }): Row => {
        const query = text.length > 60 ? `${text.slice(0, 57)}...` : text;
        return { query, ms, ...by };
      });
      const facts = { papers: count, source, queries: rounds, 'over 50 ms': over };
      return { bench: 'slowest', title: `The slowest: ${name}`, facts, rows };
    });
}
