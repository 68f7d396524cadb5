/**
 * Takes from what matched the topics whose criterion a paper does not meet, by what a language model said ahead. Nothing is asked
 * here: a paper that was not judged counts by the criterion's own words.
 */
import type { PaperId } from '../model/channel-id.ts';
import type { Judgements, ReadJudgements } from '../model/judgement.ts';
import type { Paper } from '../model/paper.ts';
import type { TopicMatches } from '../percolator/topic-matcher.ts';
import { aboutsIn, criterionKey } from '../query/about.ts';
import { type Document, readPaper } from '../query/document.ts';
import { judgedTree } from '../query/judged-tree.ts';
import { aboutsFor, meets } from '../query/meaning.ts';
import type { About, Query } from '../query/tree.ts';

/** What was said of a paper for one topic; without `said`, it counts by words, as it was not judged. */
export interface Told {
  topic: string;
  said?: string;
}

/** What holds by what was said, and what that was. */
interface Settled {
  matches: TopicMatches;
  /** By paper, then by the topic's query. */
  told: Map<PaperId, Map<string, Told>>;
}

/**
 * Returns a function that gives the matches without the papers that do not meet the criterion of a topic.
 * @param read absent: no model is set up, so nothing was judged
 */
export function createJudgedTopics(read: ReadJudgements | undefined) {
  const trees = new Map<string, Query | undefined>();
  const treeOf = (query: string) => {
    if (!trees.has(query)) trees.set(query, judgedTree(query));
    return trees.get(query);
  };
  return async (matches: TopicMatches, papers: readonly Paper[]): Promise<Settled> => {
    const settled: Settled = { matches, told: new Map() };
    const open = [...matches].flatMap(([query, ids]) => {
      const tree = treeOf(query);
      return tree === undefined ? [] : [{ query, ids, tree }];
    });
    if (open.length === 0) return settled;
    const criteria = open.flatMap(({ tree }) =>
      aboutsIn(tree).map(({ criterion }) => criterionKey(criterion)),
    );
    // What cannot be read now was not judged: no post waits or fails for it.
    const said = await read?.([...new Set(open.flatMap(({ ids }) => ids))], [...new Set(criteria)]).catch(
      () => undefined,
    );
    const documents = new Map(papers.map((paper) => [paper.id, lazily(() => readPaper(paper))]));
    settled.matches = new Map(matches);
    for (const { query, ids, tree } of open) {
      const holding = ids.filter((id) => {
        const document = documents.get(id)?.();
        const kept = document && tellOf(query, tree, document, said);
        const told = kept?.told;
        if (told) settled.told.set(id, (settled.told.get(id) ?? new Map()).set(query, told));
        return kept !== undefined;
      });
      settled.matches.set(query, holding);
    }
    return settled;
  };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * What is said of one paper for one topic; undefined where the topic does not hold. Nothing is told where it holds by words that
 * stand beside the criteria: `rl OR about: ...`.
 */
export function tellOf(
  query: string,
  tree: Query,
  document: Document,
  said: Judgements | undefined,
): { told?: Told } | undefined {
  const own = said?.get(document.paper.id);
  const judge = ({ criterion }: About) => own?.get(criterionKey(criterion));
  if (!meets(tree, document, (about) => judge(about)?.holds)) return undefined;
  const judged = aboutsFor(tree, document).map(judge);
  const sentences = judged.flatMap((one) => (one?.holds ? [one.said] : []));
  if (sentences.length > 0) return { told: { topic: query, said: sentences.join(' ') } };
  return judged.includes(undefined) ? { told: { topic: query } } : {};
}
