/** Makes queries of every shape that the language has, up to its limits, and mutates them. */
import type { Paper } from '../src/model/paper.ts';
import { likeOf, printLike } from '../src/query/like.ts';
import { queryLimits } from '../src/query/tree.ts';
import { isStopWord } from '../src/text/stop-words.ts';
import type { createRandom } from './report.ts';

type Random = ReturnType<typeof createRandom>;

/** What queries are made of. */
interface Material {
  random: Random;
  /** Words of the papers: the commonest first. */
  words: readonly string[];
  /** `like:` with the words of a paper. */
  likes: readonly string[];
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)]!;
}

const acronyms = ['rl', 'llm', 'reinforcement learning', 'large language models', 'gan', 'cnn'];
const several = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);

/** One part of a query, of every kind that the language has. */
const parts: readonly ((material: Material) => string)[] = [
  ({ random, words }) => pick(random, words.slice(0, 200)),
  ({ random, words }) => pick(random, words),
  ({ random, words }) => pick(random, words.filter(isTelling).slice(0, 100)),
  ({ random, words }) => `"${pick(random, words.slice(0, 60))} ${pick(random, words.slice(0, 60))}"`,
  ({ random, words }) =>
    `"${several(2 + random.below(5), () => pick(random, words.slice(0, 30))).join(' ')}"`,
  ({ random, words }) => `${pick(random, words).slice(0, 2)}*`,
  ({ random, words }) => `${pick(random, words).slice(0, 2 + random.below(3))}*`,
  ({ random, words }) => `-${pick(random, words)}`,
  ({ random, words }) => `-"${pick(random, words.slice(0, 40))} ${pick(random, words.slice(0, 40))}"`,
  ({ random, words }) => `title:"${pick(random, words.slice(0, 40))} ${pick(random, words.slice(0, 40))}"`,
  ({ random, words }) => `abstract:${pick(random, words).slice(0, 2)}*`,
  ({ random, words }) => several(2 + random.below(8), () => pick(random, words.slice(0, 20))).join('-'),
  ({ random, words }) => several(2 + random.below(60), () => pick(random, words).slice(0, 1)).join('-'),
  ({ random, words }) => slipped(random, pick(random, words)),
  ({ random, words }) => pick(random, words).toUpperCase(),
  ({ random }) => `stars:>${random.below(99)}`,
  ({ random }) => `year:${1990 + random.below(40)}`,
  ({ random }) => `before:20${10 + random.below(30)}-0${1 + random.below(9)}-01`,
  ({ random }) => `author:${pick(random, ['wang', 'li', 'j*', '"wei wang"', '"j. li"'])}`,
  () => 'cat:cs',
  ({ random }) => pick(random, acronyms),
  ({ random, likes }) => pick(random, likes),
  () => '*',
];

function isTelling(word: string): boolean {
  return !isStopWord(word);
}

/** A word with a slip, for suggestions. */
function slipped(random: Random, word: string): string {
  const at = 1 + random.below(Math.max(1, word.length - 1));
  return `${word.slice(0, at)}${pick(random, [...'qxzvkj'])}${word.slice(at + random.below(2))}`;
}

const joints = [' ', ' ', ' OR ', ' OR ', ' AND ', ', '];

function made(material: Material): string {
  const { random } = material;
  const kinds = several(1 + random.below(3), () => pick(random, parts));
  const joint = pick(random, joints);
  let text = '';
  for (let length = 1 + random.below(120); length > 0 && text.length < queryLimits.length; length--)
    text += `${text === '' ? '' : joint}${pick(random, kinds)(material)}`;
  return cut(text);
}

/** A part changed, added, left out, doubled, or two queries crossed. */
function mutated(material: Material, text: string, other: string): string {
  const { random } = material;
  const tokens = text.split(' ');
  const at = random.below(tokens.length);
  const part = () => pick(random, parts)(material);
  const others = other.split(' ');
  const changes = [
    () => tokens.with(at, part()),
    () => tokens.toSpliced(at, 0, part()),
    () => tokens.toSpliced(at, 1 + random.below(3)),
    () => [...tokens, ...tokens.slice(at)],
    () => [...tokens.slice(0, at), ...others.slice(random.below(others.length))],
  ];
  return cut(pick(random, changes)().join(' '));
}

/** As much as a query may have, without a quote that the cut leaves open. */
function cut(text: string): string {
  const short = text.slice(0, queryLimits.length);
  return short.split('"').length % 2 === 1 ? short : short.replace(/"[^"]*$/, '');
}

/** Distinct words of the papers, those in the most papers first; the 60 commonest function words before all others. */
function wordsOf(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of new Set(text.toLowerCase().match(/[a-z]{2,}/g)))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  const common = [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
  return [...common.filter(isStopWord).slice(0, 60), ...common.filter(isTelling).slice(0, 20_000)];
}

/** Makes queries of the words of these papers; the same for the same random numbers. */
export function createQueryMaker(papers: readonly Paper[], random: Random) {
  const words = wordsOf(papers.slice(0, 3_000).map(({ title, abstract }) => `${title} ${abstract}`));
  const likes = papers.slice(0, 200).flatMap((paper) => {
    const like = likeOf(paper);
    return like === undefined ? [] : [`like:"${printLike(like)}"`];
  });
  const material: Material = { random, words, likes };
  return {
    made: () => made(material),
    mutated: (text: string, other: string) => mutated(material, text, other),
  };
}
