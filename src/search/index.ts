/** Papers and queries in, the papers found out: ranked, counted, and kept in step as papers come and go. */
import type { Paper } from '../paper.ts';
import { readPaper } from '../query/document.ts';
import type { Query, TextLeaf } from '../query/tree.ts';
import { evaluate, liveDocs } from './evaluate.ts';
import { postingsOf } from './leaf.ts';
import { loosen } from './loosen.ts';
import { createParts, type Part, removedOf } from './parts.ts';
import { frequencyOf, liveCount, type Postings, seek } from './postings.ts';
import { dampingOf, rarity, scoredLeaves, share } from './score.ts';
import { stringAt } from './strings.ts';
import { suggest } from './suggest.ts';
import { createTop } from './top.ts';

export type Sort = 'relevance' | 'date' | 'votes';

export interface SearchOptions {
  /** How many papers at most. */
  limit: number;
  /** How many of the first are passed over. */
  from?: number;
  /** `relevance` unless told. Equals are ordered newest first, then by id. */
  sort?: Sort;
}

export interface Found {
  /** How many papers hold the query, shown or not. */
  total: number;
  hits: { id: string; score: number }[];
}

export interface SearchIndex {
  readonly size: number;
  /** Adds a paper, or replaces the one with its id. New votes alone cost next to nothing. */
  put(paper: Paper): void;
  putMany(papers: Iterable<Paper>): void;
  /** Whether there was such a paper. */
  remove(id: string): boolean;
  /** The papers for which the query holds. */
  search(query: Query, options: SearchOptions): Found;
  /** The papers that hold any of the query's words: for when none holds all. Filters and exclusions stay strict. */
  closest(query: Query, options: SearchOptions): Found;
  /** The query with its misspelt words mended, whole and ready to be used; undefined when no word seems misspelt. */
  suggest(query: Query): string | undefined;
}

/** Everything that is known of a query before papers are looked at. */
interface Asked {
  query: Query;
  scored: { leaf: TextLeaf; weight: number }[];
  read: (part: Part, leaf: TextLeaf) => Postings;
}

export function createIndex(): SearchIndex {
  const parts = createParts();

  function prepare(query: Query): Asked {
    const cache = new Map<Part, Map<string, Postings>>();
    const read = (part: Part, leaf: TextLeaf): Postings => {
      const known = cache.get(part) ?? new Map<string, Postings>();
      cache.set(part, known);
      const key = keyOf(leaf);
      const postings = known.get(key) ?? postingsOf(part.segment, leaf);
      known.set(key, postings);
      return postings;
    };
    const current = parts.current();
    const { papers } = parts.whole();
    const scored = scoredLeaves(query).map((leaf) => {
      const holders = current.reduce(
        (sum, part) => sum + liveCount(part.segment, removedOf(part), read(part, leaf)),
        0,
      );
      return { leaf, weight: rarity(papers, holders) };
    });
    return { query, scored, read };
  }

  function scoresOf(asked: Asked, part: Part, docs: Uint16Array): Float64Array {
    const { base, slope } = dampingOf(parts.whole());
    const scores = new Float64Array(docs.length);
    for (const { leaf, weight } of asked.scored) {
      const postings = asked.read(part, leaf);
      let at = postings.from;
      for (let i = 0; i < docs.length; i++) {
        const doc = docs[i]!;
        at = seek(postings.docs, at, postings.to, doc);
        if (at === postings.to) break;
        if (postings.docs[at] !== doc) continue;
        const damping = base + slope * part.segment.lengths[doc]!;
        scores[i]! += weight * share(frequencyOf(postings.marks[at]!), damping);
      }
    }
    return scores;
  }

  function find(query: Query, { limit, from = 0, sort = 'relevance' }: SearchOptions): Found {
    const asked = prepare(query);
    const top = createTop(from + limit);
    let total = 0;
    for (const part of parts.current()) {
      const { segment } = part;
      const docs = liveDocs(
        segment,
        evaluate(segment, query, (leaf) => asked.read(part, leaf)),
      );
      total += docs.length;
      const scores = sort === 'relevance' ? scoresOf(asked, part, docs) : undefined;
      const column = sort === 'date' ? segment.days : segment.upvotes;
      for (let i = 0; i < docs.length; i++)
        top.offer(segment, docs[i]!, scores ? scores[i]! : column[docs[i]!]!);
    }
    const hits = top.ranked().slice(from);
    return {
      total,
      hits: hits.map(({ segment, doc, key }) => ({
        id: stringAt(segment.ids, doc),
        score: sort === 'relevance' ? key : 0,
      })),
    };
  }

  return {
    get size() {
      return parts.size;
    },
    put: (paper) => parts.put(paper, readPaper),
    putMany(papers) {
      for (const paper of papers) parts.put(paper, readPaper);
    },
    remove: parts.remove,
    search: find,
    closest: (query, options) => find(loosen(query), options),
    suggest: (query) => suggest(parts.current(), query),
  };
}

/** Equal for leaves that hold for the same papers. */
function keyOf(leaf: TextLeaf): string {
  if (leaf.kind === 'word') return `w${leaf.field}\0${leaf.term}`;
  if (leaf.kind === 'prefix') return `p${leaf.field}\0${leaf.start}`;
  return `f${leaf.field}\0${leaf.paths.map((path) => path.join('\0')).join('\0\0')}`;
}
