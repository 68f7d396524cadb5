/** How well papers match a channel's topics: the scores that search gives for any of the topics. */

import { parseQuery } from '../query/parse.ts';
import { anyOf } from '../query/shape.ts';
import type { Query } from '../query/tree.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { RoundRooms } from './round.ts';

export function createRelevance(search: Pick<SearchIndex, 'scores'>): RoundRooms['relevance'] {
  return (topics, ids) => {
    const trees = topics.flatMap(({ query }): Query[] => {
      const parsed = parseQuery(query);
      return parsed.ok ? [parsed.query] : [];
    });
    const [first, ...others] = trees;
    return first === undefined || ids.length === 0
      ? new Map()
      : search.scores(anyOf([first, ...others]), ids, topics.map(({ query }) => query).join('\n'));
  };
}
