/** Papers in, subscriptions as people make them out: from the papers' own words, some topics far more popular than others. */
import type { Paper } from '../src/model/paper.ts';
import { type Document, readPaper } from '../src/query/document.ts';
import type { Query, Word } from '../src/query/tree.ts';
import type { Token } from '../src/text/analyse.ts';
import { isStopWord } from '../src/text/stop-words.ts';
import { createRandom } from './report.ts';

type Random = ReturnType<typeof createRandom>;

const word = (term: string, text: string, field: Word['field'] = 'any'): Word => ({
  kind: 'word',
  field,
  term,
  text,
});

/** What topics are made of: each paper is analyzed once. */
interface Source {
  paper: Paper;
  words: Word[];
  /** Words of the title that are one token each. */
  title: Token[];
}

function readSource(paper: Paper): Source {
  const { tokens } = readPaper(paper);
  return { paper, words: wordsOf(tokens), title: tokens.title.filter(({ length }) => length === 1) };
}

/** Words of one paper, as a person would pick them: no function words, no bare numbers. */
function wordsOf(tokens: Document['tokens']): Word[] {
  // Topics are about what papers are about: the title is picked from as often as the whole abstract.
  const longest = Math.max(tokens.title.length, 1);
  return [...tokens.title, ...tokens.title, ...tokens.abstract.slice(0, 2 * longest)]
    .filter((token) => token.word.length > 2 && !isStopWord(token.word) && !/^[\d.]+$/.test(token.word))
    .map((token) => word(token.term, token.word));
}

function phraseOf({ title }: Source, random: Random): Query | undefined {
  const at = random.below(Math.max(title.length - 1, 1));
  const [first, second] = title.slice(at, at + 2);
  if (!first || !second || second.position !== first.position + 1) return undefined;
  if (isStopWord(first.word) || isStopWord(second.word)) return undefined;
  return {
    kind: 'phrase',
    field: 'any',
    paths: [[first.term, second.term]],
    text: `${first.word} ${second.word}`,
  };
}

function filterOf(paper: Paper, random: Random): Query {
  const category = paper.categories?.[0]?.toLowerCase();
  const author = paper.authors?.[0]?.toLowerCase().split(/\s+/).at(-1);
  const choices: Query[] = [
    { kind: 'count', field: 'upvotes', comparison: '>=', value: 5 * random.below(4) },
    { kind: 'has', what: 'code' },
  ];
  if (category) choices.push({ kind: 'cat', value: category });
  if (author) choices.push(word(author, author, 'author'));
  return choices[random.below(choices.length)]!;
}

/** In how many of some papers each term stands: who follows one word follows a telling one. */
function countHolders(sources: readonly Source[]): Map<string, number> {
  const holders = new Map<string, number>();
  for (const { words } of sources.slice(0, 3000))
    for (const term of new Set(words.map((one) => one.term))) holders.set(term, (holders.get(term) ?? 0) + 1);
  return holders;
}

/** One topic: 45 % words, 20 % phrases, 15 % with an exclusion, 12 % with OR, 8 % with a filter. */
function topicOf(
  sources: readonly Source[],
  holders: ReadonlyMap<string, number>,
  random: Random,
): Query | undefined {
  const source = sources[random.below(sources.length)]!;
  const { words, paper } = source;
  const pick = () => words[random.below(words.length)];
  const rarity = (one: Word | undefined) => holders.get(one?.term ?? '') ?? 0;
  // The rarest of three first.
  const [a, b, c] = [pick(), pick(), pick()].sort((x, y) => rarity(x) - rarity(y));
  if (!a || !b || !c) return undefined;
  const shape = random.below(100);
  if (shape < 15) return a;
  if (shape < 35) return { kind: 'and', of: [a, b] };
  if (shape < 45) return { kind: 'and', of: [a, b, c] };
  if (shape < 65) return phraseOf(source, random);
  if (shape < 80) return { kind: 'and', of: [a, b, { kind: 'not', of: c }] };
  if (shape < 86) return { kind: 'or', of: [a, b] };
  if (shape < 92) return { kind: 'and', of: [a, { kind: 'or', of: [b, c] }] };
  return { kind: 'and', of: [a, b, filterOf(paper, random)] };
}

/**
 * So many subscriptions. Two in three make a topic of their own; the third follows one that is there, the earlier the
 * likelier, so that the most popular have thousands of followers.
 */
export function* makeSubscriptions(papers: readonly Paper[], count: number): Iterable<[string, Query]> {
  const random = createRandom(11);
  const sources = papers.map(readSource);
  const holders = countHolders(sources);
  const made: Query[] = [];
  for (let i = 0; i < count; ) {
    const follows = made.length > 10 && random.below(3) === 0;
    const topic = follows
      ? made[Math.floor(made.length ** random.next())]!
      : topicOf(sources, holders, random);
    if (!topic) continue;
    if (!follows) made.push(topic);
    yield [`channel-${i++}`, topic];
  }
}
