/** The search index: finds, ranks and counts papers, and is updated as papers are added and removed. */
import type { Paper } from '../model/paper.ts';
import type { Query } from '../query/tree.ts';
import { wordsInCapitals } from '../text/analyse.ts';
import { type IndexStats, statsOf } from './index-stats.ts';
import { type LooseQuery, loosen } from './loosen.ts';
import { prepareQuery } from './prepared-query.ts';
import { nearnessDepth, orderByNearness } from './proximity.ts';
import { matchingDocs, type Ranker, rankerOf, scoreDocs } from './rank.ts';
import type { Segment } from './segment.ts';
import { createSegmentSet, type SegmentSet } from './segments.ts';
import { fromSnapshot, toSnapshot, type Unusable } from './snapshot.ts';
import { stringAt } from './string-table.ts';
import { suggest } from './suggest.ts';
import { createTop, type Ranked } from './top-papers.ts';

export type Sort = 'relevance' | 'date' | 'votes';

export interface SearchOptions {
  /** How many papers at most. */
  limit: number;
  /** How many of the first papers are skipped. */
  from?: number;
  /** The text as it was typed: its words in capitals (CLIP) prefer papers that write them so. */
  asTyped?: string;
  /** `relevance` by default. Papers of equal rank are ordered newest first, then by id. */
  sort?: Sort;
}

export interface SearchResult {
  /** How many papers match the query, returned or not. */
  total: number;
  hits: { id: string; score: number }[];
}

export interface SearchIndex {
  readonly size: number;
  /** Its papers, terms and bytes. */
  stats(): IndexStats;
  /** Adds a paper, or replaces the one with its id. Updating only its counts is cheap. */
  put(paper: Paper): void;
  putMany(papers: Iterable<Paper>): void;
  /** False where there was no such paper. */
  remove(id: string): boolean;
  /** The papers that match the query. */
  search(query: Query, options: SearchOptions): SearchResult;
  /** Those of these papers that match the query, in the order given: without ranking, which takes most of a search. */
  matching(query: Query, ids: readonly string[]): string[];
  /** The papers with any of the query's words, for when none has all. Filters and exclusions stay strict. */
  closest(query: Query, options: SearchOptions): SearchResult;
  /**
   * The scores that `search` gives these papers for the query, by id, for ordering a few papers without a search.
   * @param asTyped as of `search`
   */
  scores(query: Query, ids: readonly string[], asTyped?: string): Map<string, number>;
  /** The whole query with misspelled words corrected; undefined when no word seems misspelled. */
  suggest(query: Query): string | undefined;
  /**
   * A snapshot for the disk. The caller's fingerprint must change whenever the archive does: such as its number of papers
   * with the time it was last written.
   */
  save(fingerprint: string): Uint8Array;
}

/** Offers every matching paper by one of its numbers. */
const rankBy =
  (columnOf: (segment: Segment) => Int32Array): Ranker =>
  (prepared, part, top) => {
    const docs = matchingDocs(prepared, part);
    const column = columnOf(part.segment);
    for (const doc of docs) top.offer(part.segment, doc, column[doc]!);
    return docs.length;
  };
const byDate = rankBy(({ days }) => days);
const byVotes = rankBy(({ numbers }) => numbers.upvotes);

export function createSearchIndex(): SearchIndex {
  return toIndex(createSegmentSet());
}

/**
 * Loads a snapshot. The index takes ownership of the bytes. Returns why when they are damaged, of another version, or saved with
 * another fingerprint: then the index must be rebuilt from the archive.
 */
export function loadSearchIndex(bytes: Uint8Array, fingerprint: string): SearchIndex | Unusable {
  const segments = fromSnapshot(bytes, fingerprint);
  return typeof segments === 'string' ? segments : toIndex(createSegmentSet(segments));
}

function toIndex(parts: SegmentSet): SearchIndex {
  const prepare = (loose: LooseQuery, asTyped: string) =>
    prepareQuery(loose, parts.current(), parts.whole(), wordsInCapitals(asTyped));

  function find(
    loose: LooseQuery,
    { limit, from = 0, sort = 'relevance', asTyped = '' }: SearchOptions,
  ): SearchResult {
    const prepared = prepare(loose, asTyped);
    const isRanked = sort === 'relevance';
    const top = createTop(isRanked ? Math.max(from + limit, nearnessDepth) : from + limit);
    const byNumber = sort === 'date' ? byDate : byVotes;
    const rank = isRanked ? rankerOf(prepared) : byNumber;
    let total = 0;
    for (const part of prepared.parts) total += rank(prepared, part, top);
    const ranked = isRanked ? orderByNearness(prepared, top.ranked()) : top.ranked();
    const hits = ranked.slice(from, from + limit).map(({ segment, doc, key }) => ({
      id: stringAt(segment.ids, doc),
      score: isRanked ? key : 0,
    }));
    return { total, hits };
  }

  function scores(query: Query, ids: readonly string[], asTyped = ''): Map<string, number> {
    const prepared = prepare({ query, shadows: new Map() }, asTyped);
    const places = ids.flatMap((id) => parts.find(id) ?? []);
    const ranked = prepared.parts.flatMap((part) => {
      const { segment } = part;
      const own = places.filter((place) => place.part.segment === segment).map(({ doc }) => doc);
      const docs = Uint16Array.from(own).sort();
      const sums = scoreDocs(prepared, part, docs);
      return Array.from(docs, (doc, at): Ranked => ({ segment, doc, key: sums[at]! }));
    });
    const nearer = orderByNearness(prepared, ranked, ranked.length);
    return new Map(nearer.map(({ segment, doc, key }) => [stringAt(segment.ids, doc), key]));
  }

  function matching(query: Query, ids: readonly string[]): string[] {
    const prepared = prepare({ query, shadows: new Map() }, '');
    const matched = new Map(
      prepared.parts.map((part) => [part.segment, new Set(matchingDocs(prepared, part))]),
    );
    return ids.filter((id) => {
      const place = parts.find(id);
      return place !== undefined && matched.get(place.part.segment)?.has(place.doc) === true;
    });
  }

  return {
    get size() {
      return parts.size;
    },
    stats: () => statsOf(parts.built(), parts.size),
    put: parts.put,
    putMany(papers) {
      for (const paper of papers) parts.put(paper);
    },
    remove: parts.remove,
    search: (query, options) => find({ query, shadows: new Map() }, options),
    matching,
    closest: (query, options) => find(loosen(query), options),
    scores,
    suggest: (query) => suggest(parts.current(), query),
    save(fingerprint) {
      const segments = parts.current().map(({ segment }) => segment);
      return toSnapshot(segments, fingerprint);
    },
  };
}
