/**
 * Simulates readers: of one topic, whose word is taken out of every paper, since else the word alone would rank; and of people who
 * publish together, whose later papers are to be found.
 */
import type { Paper } from '../src/model/paper.ts';
import { readPaper } from '../src/query/document.ts';
import { toBackground } from '../src/taste/background.ts';
import type { Example } from '../src/taste/model.ts';
import { rowOf } from '../src/taste/rows.ts';
import { termCounts, type Vector, vectorOf } from '../src/vectors/vector.ts';
import { createRandom, type Row } from './report.ts';
import { methods } from './taste-methods.ts';

/** Signals of a reader. */
const SIZES = [3, 5, 10, 20, 50];
const TOPICS = 45;
/** Papers of a day, and how many of them are of the topic. */
const POOL = 240;
const WANTED = 8;
const BACKGROUND = 2_000;

type Random = ReturnType<typeof createRandom>;

function drawn<T>(items: readonly T[], count: number, random: Random): T[] {
  const left = [...items];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(random.below(left.length), 1)[0]!,
  );
}

/** What one reader says, the day's papers, and which of them are wanted. */
interface Trial {
  examples: Example[];
  pool: Vector[];
  wanted: ReadonlySet<number>;
}

const like = (vector: Vector): Example => ({ vector, isLiked: true });
const dislike = (vector: Vector): Example => ({ vector, isLiked: false });

export function readerRows(papers: readonly Paper[]): Row[] {
  const random = createRandom(5);
  const counts = papers.map((paper) => termCounts(readPaper(paper).tokens));
  const vectors = counts.map(vectorOf);
  const background = toBackground(drawn(vectors, BACKGROUND, random));
  const topics = topicsOf(counts, random);
  const without = (at: number, terms: readonly string[]): Vector => {
    const kept = [...vectors[at]!].filter(([term]) => !terms.some((topic) => term.includes(topic)));
    return new Map(kept);
  };
  const trial = (
    signals: readonly number[],
    wanted: readonly number[],
    terms: readonly string[],
    avoid: ReadonlySet<number>,
    against: readonly number[] = [],
    distracting: readonly number[] = [],
  ): Trial => {
    const others: number[] = [...distracting];
    while (others.length + wanted.length < POOL) {
      const at = random.below(papers.length);
      if (!avoid.has(at)) others.push(at);
    }
    return {
      examples: [
        ...against.map((at) => dislike(without(at, terms))),
        ...signals.map((at) => like(without(at, terms))),
      ],
      pool: [...wanted, ...others].map((at) => without(at, terms)),
      wanted: new Set(wanted.keys()),
    };
  };
  const rows: Row[] = [];
  const add = (name: string, trials: readonly Trial[], depth: number) => {
    const row: Row = { reader: name };
    for (const [method, rank] of Object.entries(methods)) {
      const shares = trials.map(({ examples, pool, wanted }) => {
        const scores = rank(examples, background, pool.map(rowOf));
        const order = [...scores.keys()].sort(
          (a, b) => scores[b]! - scores[a]! || ((a * 131) % 241) - ((b * 131) % 241),
        );
        return order.slice(0, depth).filter((at) => wanted.has(at)).length / Math.min(depth, wanted.size);
      });
      row[method] = shares.reduce((sum, one) => sum + one, 0) / shares.length;
    }
    rows.push(row);
  };
  for (const size of SIZES) {
    const trials = topics.map(({ term, holders }) => {
      const [own, wanted] = split(drawn(holders, size + WANTED, random), WANTED);
      return trial(own, wanted, [term], new Set(holders));
    });
    add(`a topic, ${size} signals`, trials, 10);
  }
  add(
    'a topic, 20 signals, 10% noise',
    topics.map(({ term, holders }) => {
      const [own, wanted] = split(drawn(holders, 18 + WANTED, random), WANTED);
      const noise = [random.below(papers.length), random.below(papers.length)];
      return trial(drawn([...own, ...noise], 20, random), wanted, [term], new Set(holders));
    }),
    10,
  );
  add(
    'a new topic, 20 signals, after 40 of an old one',
    topics.map(({ term, holders }, at) => {
      const old = topics[(at + 1) % topics.length]!;
      const [own, wanted] = split(drawn(holders, 20 + WANTED, random), WANTED);
      return trial([...own, ...drawn(old.holders, 40, random)], wanted, [term, old.term], new Set(holders));
    }),
    10,
  );
  add(
    'likes a topic but not with another, 10 signals and 5 against',
    dislikeTrials(counts, topics, trial, random),
    10,
  );
  for (const interests of [1, 3])
    add(
      `${interests === 1 ? 'one interest' : 'three interests'}, later papers in the top 4%`,
      groupTrials(papers, interests, trial, random),
      Math.round(POOL * 0.04),
    );
  return rows;
}

function split(list: readonly number[], wanted: number): [number[], number[]] {
  return [list.slice(wanted), list.slice(0, wanted)];
}

interface Topic {
  term: string;
  holders: number[];
}

/** Terms that some hundred papers have, so that the longest history and a day's papers are there. */
function topicsOf(counts: readonly ReadonlyMap<string, number>[], random: Random): Topic[] {
  const holders = new Map<string, number[]>();
  counts.forEach((terms, at) => {
    // Said twice or in the title: what the paper is about.
    for (const [term, count] of terms)
      if (count > 1 && /^[a-z]{5,}$/.test(term)) {
        const known = holders.get(term);
        if (known === undefined) holders.set(term, [at]);
        else known.push(at);
      }
  });
  const fit = [...holders].filter(([, list]) => list.length >= 70 && list.length <= 250);
  return drawn(fit, TOPICS, random).map(([term, list]) => ({ term, holders: list }));
}

type MakeTrial = (
  signals: readonly number[],
  wanted: readonly number[],
  terms: readonly string[],
  avoid: ReadonlySet<number>,
  against?: readonly number[],
  distracting?: readonly number[],
) => Trial;

/** Of each topic, the papers with the term that most of them split by: with it they are disliked. */
function dislikeTrials(
  counts: readonly ReadonlyMap<string, number>[],
  topics: readonly Topic[],
  trial: MakeTrial,
  random: Random,
): Trial[] {
  return topics.flatMap(({ term, holders }) => {
    const common = new Map<string, number[]>();
    for (const at of holders)
      for (const [other] of counts[at]!)
        if (/^[a-z]{5,}$/.test(other) && other !== term)
          common.set(other, [...(common.get(other) ?? []), at]);
    const half = [...common.values()].find(
      (list) => list.length > holders.length * 0.3 && list.length < holders.length * 0.5,
    );
    if (half === undefined || half.length < 5 + WANTED) return [];
    const plain = holders.filter((at) => !half.includes(at));
    if (plain.length < 10 + WANTED) return [];
    const [own, wanted] = split(drawn(plain, 10 + WANTED, random), WANTED);
    const bad = drawn(half, 5 + WANTED, random);
    return [trial(own, wanted, [term], new Set(holders), bad.slice(WANTED), bad.slice(0, WANTED))];
  });
}

/** Papers with more authors are of large collaborations, whose members have little in common. */
const MOST_AUTHORS = 30;

/**
 * Papers of two people together, six or more: what one group works on. Names alone are not told apart: of those with eight papers among
 * 21,000, most are several people, whose papers have no topic in common. No paper is of two groups.
 */
function groupsOf(papers: readonly Paper[]): number[][] {
  const byPair = new Map<string, number[]>();
  papers.forEach(({ authors = [] }, at) => {
    if (authors.length > MOST_AUTHORS) return;
    authors.forEach((one, i) => {
      for (const other of authors.slice(i + 1)) {
        const pair = [one, other].sort().join('\n');
        const known = byPair.get(pair);
        if (known === undefined) byPair.set(pair, [at]);
        else known.push(at);
      }
    });
  });
  const taken = new Set<number>();
  const groups: number[][] = [];
  for (const list of [...byPair.values()]
    .filter(({ length }) => length >= 6)
    .sort((a, b) => b.length - a.length)) {
    if (list.some((at) => taken.has(at))) continue;
    for (const at of list) taken.add(at);
    groups.push(list.slice(0, 14));
  }
  return groups;
}

/** The older half of each group's papers are signals. */
function groupTrials(papers: readonly Paper[], interests: number, trial: MakeTrial, random: Random): Trial[] {
  const dated = groupsOf(papers).map((list) =>
    list.toSorted((a, b) => (papers[a]!.publishedOn ?? '').localeCompare(papers[b]!.publishedOn ?? '')),
  );
  // Each round puts other groups together.
  return Array.from({ length: interests }, () => drawn(dated, dated.length, random)).flatMap((order) =>
    Array.from({ length: Math.floor(order.length / interests) }, (_, at) => {
      const group = order.slice(at * interests, (at + 1) * interests);
      const signals = group.flatMap((list) => list.slice(0, Math.floor(list.length / 2)));
      const later = group.flatMap((list) => list.slice(Math.floor(list.length / 2)));
      const newest = signals.toSorted((a, b) =>
        (papers[b]!.publishedOn ?? '').localeCompare(papers[a]!.publishedOn ?? ''),
      );
      return trial(newest, drawn(later, WANTED, random), [], new Set([...signals, ...later]));
    }),
  );
}
