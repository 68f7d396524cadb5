/** Paperboy's own index. Words are typed as they are: operators and quotes have no part in these benches. */
import type { Paper } from '../../src/model/paper.ts';
import { readBare } from '../../src/query/bare-leaves.ts';
import type { Query } from '../../src/query/tree.ts';
import { createSearchIndex, loadSearchIndex, type SearchIndex } from '../../src/search/search-index.ts';
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
