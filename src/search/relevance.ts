/** Scores how well papers match a channel's topics: a paper's score is the one that search gives for any of the topics. */
import type { PaperId } from '../model/channel-id.ts';
import { parseQuery } from '../query/parse.ts';
import { anyOf } from '../query/tree.ts';
import type { SearchIndex } from './search-index.ts';

/** Takes topics as written and ids of papers; returns the scores of those that match, by id. */
export type Relevance = (
  topics: readonly { query: string }[],
  ids: readonly PaperId[],
) => ReadonlyMap<PaperId, number>;

export function createRelevance(search: Pick<SearchIndex, 'scores'>): Relevance {
  return (topics, ids) => {
    const typed = topics.map(({ query }) => query);
    const parsed = typed.map(parseQuery).filter((one) => one.ok);
    const any = anyOf(parsed.map(({ query }) => query));
    return any === undefined || ids.length === 0 ? new Map() : search.scores(any, ids, typed.join('\n'));
  };
}
