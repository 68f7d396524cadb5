/** Paperboy's own index. Words are typed as they are: operators and quotes have no part in these benches. */
import type { Paper } from '../../src/model/paper.ts';
import { readBare } from '../../src/query/bare-leaves.ts';
import { parseQuery } from '../../src/query/parse.ts';
import type { Query } from '../../src/query/tree.ts';
import {
  createSearchIndex,
  loadSearchIndex,
  type SearchIndex,
  type SearchOptions,
  type SearchResult,
} from '../../src/search/search-index.ts';
import type { Ready } from './engine.ts';

function toQuery(text: string): Query {
  const of = readBare(text, 'any');
  return of.length === 1 ? of[0]! : { kind: 'and', of };
}

function ready(index: SearchIndex): Ready {
  return {
    search(text, mode, limit) {
      const query = toQuery(text);
      const found = mode === 'any' ? index.closest(query, { limit }) : index.search(query, { limit });
      return found.hits.map((hit) => hit.id);
    },
    add: (papers) => putAll(index, papers),
    save: () => index.save('bench'),
    load: (saved) => ready(loadSearchIndex(saved as Uint8Array, 'bench') as SearchIndex),
  };
}

function putAll(index: SearchIndex, papers: readonly Paper[]): void {
  index.putMany(papers);
  // Part of building: the last papers wait for the first search.
  index.search({ kind: 'all' }, { limit: 1 });
}

export function build(papers: readonly Paper[]): Ready {
  const index = createSearchIndex();
  putAll(index, papers);
  return ready(index);
}

/** The text as a person types it, operators and all: the page that is shown. */
export function buildPage(papers: readonly Paper[]): Ready {
  return asTyped(papers, (index, query, options) => index.page(query, options));
}

/** The same without filling up: any of the words only where no paper has all. */
export function buildUnfilled(papers: readonly Paper[]): Ready {
  return asTyped(papers, (index, query, options) => {
    const found = index.search(query, options);
    return found.total > 0 ? found : index.closest(query, options);
  });
}

type Find = (index: SearchIndex, query: Query, options: SearchOptions) => Pick<SearchResult, 'hits'>;

/** A text that is refused finds nothing. */
function asTyped(papers: readonly Paper[], find: Find): Ready {
  const index = createSearchIndex();
  index.putMany(papers);
  return {
    search(text, _mode, limit) {
      const parsed = parseQuery(text);
      if (!parsed.ok) return [];
      return find(index, parsed.query, { limit, asTyped: text }).hits.map(({ id }) => id);
    },
  };
}
