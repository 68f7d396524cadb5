/** Scores how well papers match a channel's topics: a paper's score is the one that search gives for any of the topics. */
import { LRUCache } from 'lru-cache';
import type { PaperId } from '../model/channel-id.ts';
import { type ParseResult, parseQuery } from '../query/parse.ts';
import { anyOf } from '../query/tree.ts';
import type { SearchIndex } from './search-index.ts';

/** Takes topics as written and ids of papers; returns the scores by id. Papers that a search for topics so broad skips have none. */
export type Relevance = (
  topics: readonly { query: string }[],
  ids: readonly PaperId[],
) => ReadonlyMap<PaperId, number>;

/** Topics whose trees are remembered: thousands of channels share the most followed ones. Some KB each. */
const MOST_PARSED = 1_000;

export function createRelevance(search: Pick<SearchIndex, 'scores'>): Relevance {
  const trees = new LRUCache<string, ParseResult>({ max: MOST_PARSED });
  const parse = (query: string) => {
    const known = trees.get(query);
    if (known !== undefined) return known;
    const parsed = parseQuery(query);
    trees.set(query, parsed);
    return parsed;
  };
  return (topics, ids) => {
    const typed = topics.map(({ query }) => query);
    const parsed = typed.map(parse).filter((one) => one.ok);
    const any = anyOf(parsed.map(({ query }) => query));
    return any === undefined || ids.length === 0 ? new Map() : search.scores(any, ids, typed.join('\n'));
  };
}
