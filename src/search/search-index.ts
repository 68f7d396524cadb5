/**
 * The search index: finds, ranks and counts papers, and is updated as papers are added and removed. Over 200 lines: a third is what
 * callers read of it, and the rest shares the segments.
 */
import type { Paper } from '../model/paper.ts';
import { isWholeSentence } from '../query/prose.ts';
import { quotedIn } from '../query/quoted.ts';
import { leavesOf, type Query } from '../query/tree.ts';
import { wordsInCapitals } from '../text/analyse.ts';
import { squareOf, type Vector } from '../vectors/vector.ts';
import { mostWork, type Reach, reachOf, restOf, type Work, workOf } from './budget.ts';
import { type IndexStats, statsOf } from './index-stats.ts';
import { eachLike, sharedTerms } from './likeness.ts';
import { type LooseQuery, loosen, loosenPlain, strictly } from './loosen.ts';
import { prepareQuery } from './prepared-query.ts';
import { nearnessDepth, orderByNearness } from './proximity.ts';
import { matchingDocs, matchingOf, type Ranker, rankerOf, scoreDocs } from './rank.ts';
import type { Segment } from './segment.ts';
import { createSegmentSet, type SegmentSet } from './segments.ts';
import { withBreaths } from './slices.ts';
import { fromSnapshot, snapshotInSlices, toSnapshot, type Unusable } from './snapshot.ts';
import { stringAt } from './string-table.ts';
import { suggest } from './suggest.ts';
import { compareRanked, createTop, type Ranked } from './top-papers.ts';

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
  /**
   * How many papers were looked through, the newest, where the query is too broad for all of them. The others may match,
   * and are not in the total. Absent where all were.
   */
  searched?: number;
  hits: { id: string; score: number }[];
}

/** A part of a list of papers: those that match, then those that are close. */
export interface ResultPage extends SearchResult {
  /** How many papers of the list only come close. They stand after the `total` that match. */
  close: number;
  /** As `searched`, where the search for the close ones alone is too broad for all papers. */
  closeSearched?: number;
}

/** A list of fewer matching papers than this is filled up to it with the closest. */
const filledTo = 100;

export interface SearchIndex {
  readonly size: number;
  /** Its papers, terms and bytes. */
  stats(): IndexStats;
  /** Adds a paper, or replaces the one with its id. Updating only its counts is cheap. */
  put(paper: Paper): void;
  putMany(papers: Iterable<Paper>): void;
  /**
   * Adds batches of papers, where a long build leaves others their turn every few milliseconds. Searches meanwhile may not
   * find the newest of them.
   */
  putEach(batches: AsyncIterable<readonly Paper[]>): Promise<void>;
  /** False where there was no such paper. */
  remove(id: string): boolean;
  /** The papers that match the query. */
  search(query: Query, options: SearchOptions): SearchResult;
  /**
   * The papers that match, and after them the closest: those with any of its plain words. Quotes, fields, alternatives,
   * filters and exclusions of `asTyped` hold for them too. In another order than relevance, the closest few are put in
   * that order.
   */
  page(query: Query, options: SearchOptions): ResultPage;
  /** Those of these papers that match the query, in the order given: without ranking, which takes most of a search. */
  matching(query: Query, ids: readonly string[]): string[];
  /** The papers with any of the query's words, for when none has all. Filters and exclusions stay strict. */
  closest(query: Query, options: SearchOptions): SearchResult;
  /**
   * The scores that `search` gives these papers for the query, by id, for ordering a few papers without a search; 0 for papers that are
   * not in the index yet. Those that a search so broad does not look at have none.
   * @param asTyped as of `search`
   */
  scores(query: Query, ids: readonly string[], asTyped?: string): Map<string, number>;
  /**
   * The papers that are most like the one that the vector is of, most like first; the score is the cosine.
   * @param own ids that are left out, such as the paper's own
   */
  like(vector: Vector, limit: number, own: ReadonlySet<string>): { id: string; score: number }[];
  /** The whole query with misspelled words corrected; undefined when no word seems misspelled. */
  suggest(query: Query): string | undefined;
  /**
   * A snapshot for the disk. The caller's fingerprint must change whenever the archive does: such as its number of papers
   * with the time it was last written.
   */
  save(fingerprint: string): Uint8Array;
  /** As `save`, of the index as it is now, where others get their turn every few milliseconds. */
  saveInSlices(fingerprint: string): Promise<Uint8Array>;
}

/** The numbers that papers are ordered by, largest first. */
const columns: Record<Exclude<Sort, 'relevance'>, (segment: Segment) => Int32Array> = {
  date: ({ days }) => days,
  votes: ({ numbers }) => numbers.upvotes,
};

/** Terms that papers are compared by: all of them find a twentieth more of an author's related papers, in twice the time. */
const MOST_TERMS = 40;

/** Offers every matching paper by one of its numbers. */
const rankBy =
  (columnOf: (segment: Segment) => Int32Array): Ranker =>
  (prepared, part, top) => {
    const docs = matchingDocs(prepared, part);
    const column = columnOf(part.segment);
    for (const doc of docs) top.offer(part.segment, doc, column[doc]!);
    return docs.length;
  };

/** The first papers of a query in its order, and how many there are in all. */
interface Found extends Pick<SearchResult, 'total' | 'searched'> {
  ranked: Ranked[];
  /** The work that it was estimated at. */
  work: Work;
}

/** The papers that come close, and how many were looked through for them where not all were. */
interface Close extends Pick<ResultPage, 'closeSearched'> {
  close: Ranked[];
}

/** Papers in another order than theirs. */
function sorted(ranked: readonly Ranked[], sort: Sort): Ranked[] {
  if (sort === 'relevance') return [...ranked];
  const columnOf = columns[sort];
  return ranked
    .map(({ segment, doc }): Ranked => ({ segment, doc, key: columnOf(segment)[doc]! }))
    .sort(compareRanked);
}

/** @param most the most work that one search may be estimated at, in nanoseconds */
export function createSearchIndex(most = mostWork): SearchIndex {
  return toIndex(createSegmentSet(), most);
}

/**
 * Loads a snapshot. The index takes ownership of the bytes. Returns why when they are damaged, of another version, or saved with
 * another fingerprint: then the index must be rebuilt from the archive.
 */
export function loadSearchIndex(bytes: Uint8Array, fingerprint: string): SearchIndex | Unusable {
  const segments = fromSnapshot(bytes, fingerprint);
  return typeof segments === 'string' ? segments : toIndex(createSegmentSet(segments), mostWork);
}

/** How many papers are looked through. */
function searchedIn(reach: Reach): number {
  return [...reach.values()].reduce((sum, count) => sum + count, 0);
}

function hitsOf(ranked: readonly Ranked[], sort: Sort): SearchResult['hits'] {
  return ranked.map(({ segment, doc, key }) => ({
    id: stringAt(segment.ids, doc),
    score: sort === 'relevance' ? key : 0,
  }));
}

function toIndex(parts: SegmentSet, mostOfOne: number): SearchIndex {
  const all = () => parts.all().map(({ segment }) => segment);

  function prepare(loose: LooseQuery, asTyped: string, reach?: Reach) {
    const whole = parts.whole();
    const papers = reach === undefined ? whole.papers : Math.min(whole.papers, searchedIn(reach));
    return prepareQuery(loose, parts.current(), { ...whole, papers }, wordsInCapitals(asTyped), reach);
  }

  /** How much work a query is, and how many papers are looked through for it. @param most the work that may be done */
  function weigh({ query, scored = [] }: LooseQuery, most: number) {
    const work = workOf([...leavesOf(query), ...scored], parts.current());
    return { work, reach: reachOf(work, parts.current(), most) };
  }

  /** The first `depth` papers at least, where there are as many. @param most the work that may be done */
  function find(loose: LooseQuery, depth: number, sort: Sort, asTyped: string, most: number): Found {
    const { work, reach } = weigh(loose, most);
    const prepared = prepare(loose, asTyped, reach);
    const isRanked = sort === 'relevance';
    const top = createTop(isRanked ? Math.max(depth, nearnessDepth) : depth);
    const rank = isRanked ? rankerOf(prepared) : rankBy(columns[sort]);
    let total = 0;
    for (const part of prepared.parts) total += rank(prepared, part, top);
    const ranked = isRanked ? orderByNearness(prepared, top.ranked()) : top.ranked();
    return { total, ranked, work, ...(reach && { searched: searchedIn(reach) }) };
  }

  function search(loose: LooseQuery, options: SearchOptions): SearchResult {
    const { limit, from = 0, sort = 'relevance', asTyped = '' } = options;
    const { ranked, work: _, ...counts } = find(loose, from + limit, sort, asTyped, mostOfOne);
    return { ...counts, hits: hitsOf(ranked.slice(from, from + limit), sort) };
  }

  function page(
    query: Query,
    { limit, from = 0, sort = 'relevance', asTyped = '' }: SearchOptions,
  ): ResultPage {
    const depth = Math.max(from + limit, filledTo);
    const { ranked, work, ...counts } = find(strictly(query, asTyped), depth, sort, asTyped, mostOfOne);
    const rest = restOf(mostOfOne, work);
    const isFull = counts.total >= filledTo || counts.searched !== undefined;
    const closest = (quoted: ReadonlySet<string>): Close => {
      const loose = isFull ? undefined : loosenPlain(query, quoted);
      return loose ? closeTo(loose, ranked, sort, asTyped, rest) : { close: [] };
    };
    const held = closest(quotedIn(asTyped));
    // A sentence quotes what it speaks of: where no paper has that, it is words like any other.
    const isBare = counts.total === 0 && held.close.length === 0 && isWholeSentence(asTyped);
    const { close, ...reached } = isBare ? closest(new Set()) : held;
    const list = [...ranked, ...close].slice(from, from + limit);
    return { ...counts, ...reached, close: close.length, hits: hitsOf(list, sort) };
  }

  /** The closest papers that are not among the matching ones, as many as fill the list. */
  function closeTo(
    loose: LooseQuery,
    matching: readonly Ranked[],
    sort: Sort,
    asTyped: string,
    most: number,
  ): Close {
    const found = find(loose, filledTo, 'relevance', asTyped, most);
    const isOther = ({ segment, doc }: Ranked) =>
      !matching.some((other) => other.doc === doc && other.segment === segment);
    const close = sorted(found.ranked.filter(isOther).slice(0, filledTo - matching.length), sort);
    return found.searched === undefined ? { close } : { close, closeSearched: found.searched };
  }

  function scores(query: Query, ids: readonly string[], asTyped = ''): Map<string, number> {
    const loose = strictly(query, asTyped);
    const { reach } = weigh(loose, mostOfOne);
    const prepared = prepare(loose, asTyped, reach);
    const found = new Map(ids.map((id) => [id, parts.find(id)]));
    const places = [...found.values()].flatMap((place) => place ?? []);
    const absent = [...found].flatMap(([id, place]) => (place === undefined ? [id] : []));
    const ranked = prepared.parts.flatMap((part) => {
      const { segment } = part;
      const end = reach?.get(segment) ?? segment.count;
      const here = places.filter((place) => place.part.segment === segment && place.doc < end);
      const own = here.map(({ doc }) => doc);
      const docs = Uint16Array.from(own).sort();
      const sums = scoreDocs(prepared, part, docs);
      return Array.from(docs, (doc, at): Ranked => ({ segment, doc, key: sums[at]! }));
    });
    const nearer = orderByNearness(prepared, ranked, ranked.length);
    return new Map([
      ...absent.map((id) => [id, 0] as const),
      ...nearer.map(({ segment, doc, key }) => [stringAt(segment.ids, doc), key] as const),
    ]);
  }

  function matching(query: Query, ids: readonly string[]): string[] {
    // First, so that what was added since is found in its segment.
    const segments = parts.current();
    const places = ids.map((id) => parts.find(id));
    const matched = new Map(
      segments.map(({ segment }) => {
        const own = places.flatMap((place) => (place?.part.segment === segment ? place.doc : []));
        return [segment, matchingOf(segment, query, Uint16Array.from(own).sort())];
      }),
    );
    return ids.filter((_, at) => {
      const place = places[at];
      return place !== undefined && matched.get(place.part.segment)?.(place.doc) === true;
    });
  }

  function like(vector: Vector, limit: number, own: ReadonlySet<string>) {
    const top = createTop(limit + own.size);
    const square = squareOf(vector);
    const segments = parts.current().map(({ segment }) => segment);
    const telling = sharedTerms(segments, vector, MOST_TERMS);
    for (const segment of segments)
      eachLike(segment, telling, square, (doc, cosine) => {
        if (cosine >= top.threshold) top.offer(segment, doc, cosine);
      });
    const hits = top
      .ranked()
      .map(({ segment, doc, key }) => ({ id: stringAt(segment.ids, doc), score: key }));
    return hits.filter(({ id }) => !own.has(id)).slice(0, limit);
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
    putEach: parts.putEach,
    remove: parts.remove,
    search: (query, options) => search(strictly(query, options.asTyped), options),
    page,
    matching,
    closest: (query, options) => search(loosen(query), options),
    scores,
    like,
    suggest: (query) => suggest(parts.current(), query),
    save: (fingerprint) => toSnapshot(all(), fingerprint),
    saveInSlices: (fingerprint) => withBreaths(snapshotInSlices(all(), fingerprint)),
  };
}
