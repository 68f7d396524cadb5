/** Answers what a channel or person likes: learns it when signals have changed, and remembers it as long as they have not. */
import { setImmediate as breathe } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Archive } from '../archive/archive.ts';
import type { PaperId } from '../model/channel-id.ts';
import type { Paper } from '../model/paper.ts';
import type { Clock } from '../model/ports.ts';
import { readPaper } from '../query/document.ts';
import { vectorOfDocument } from '../query/like.ts';
import { withoutTold, writtenTerms } from '../query/written-terms.ts';
import { heaviest, type Vector } from '../vectors/vector.ts';
import { type Background, shareBelow, toBackground } from './background.ts';
import { type Example, learnTaste, type TasteModel } from './model.ts';
import { numberWeights, type Row, rowOf, scoreRows } from './rows.ts';
import type { Signal, Signals, TasteOwner } from './signals.ts';

/** With fewer signals taste says nothing yet. */
export const FEWEST_SIGNALS = 5;
/** Papers at random that taste is learned against. */
const BACKGROUND = 2_000;
/** Days whose papers the background is drawn from, newest first. */
const BACKGROUND_DAYS = 60;
/** Papers analyzed between two breaths: some 20 ms. */
const BATCH = 100;
/** A day: what papers are about hardly changes from one to the next. */
const BACKGROUND_AGE = 24 * 60 * 60 * 1000;
/** Channels and people whose taste is remembered: some 100 KB each. */
const MOST_KEPT = 500;
/** Words that say why. */
const MOST_WORDS = 4;

/** What is known of an owner's taste. */
export interface Taste {
  /** Signals it was learned from, and how many of them are against a paper. */
  signals: number;
  against: number;
  /** For each paper a score: higher for papers that suit better. Some .3 us a paper, once its words were read. */
  scores(papers: readonly Paper[]): Float64Array;
  /** From 0 to 1: the share of papers at random that have a lower score. */
  shareBelow(score: number): number;
  /** The words of a paper that count most for it. */
  why(paper: Paper): string[];
  /**
   * Terms that count most, for and against, as papers write them: only those in two liked papers or more, or two disliked ones. `both`:
   * those that as many liked papers have as disliked ones, so that they are neither.
   */
  terms(most: number): { liked: string[]; disliked: string[]; both: string[] };
}

export type Tastes = ReturnType<typeof createTastes>;

interface Needs {
  signals: Signals;
  archive: Pick<Archive, 'days' | 'digestsOf' | 'getMany'>;
  clock: Clock;
}

export function createTastes({ signals, archive, clock }: Needs) {
  const kept = new LRUCache<string, { stamp: string; taste: Taste }>({ max: MOST_KEPT });
  let background: { made: Promise<Background>; at: number } | undefined;

  const currentBackground = (): Promise<Background> => {
    if (background === undefined || clock() - background.at > BACKGROUND_AGE) {
      const made = readBackground(archive);
      background = { made, at: clock() };
      // What failed is tried again.
      made.catch(() => {
        background = undefined;
      });
    }
    return background.made;
  };

  return {
    /** The owner's taste; undefined below five signals. */
    async of(owner: TasteOwner): Promise<Taste | undefined> {
      const { count, stamp } = await signals.state(owner);
      if (count < FEWEST_SIGNALS) return undefined;
      const key = JSON.stringify(owner);
      const known = kept.get(key);
      if (known?.stamp === stamp) return known.taste;
      const taste = tasteFrom(await signals.of(owner), await currentBackground(), archive);
      const made = await taste;
      if (made !== undefined) kept.set(key, { stamp, taste: made });
      return made;
    },
  };
}

async function readBackground(archive: Needs['archive']): Promise<Background> {
  const ids = new Set<PaperId>();
  for (const day of (await archive.days()).slice(0, BACKGROUND_DAYS))
    for (const { papers } of await archive.digestsOf(day)) for (const id of papers) ids.add(id);
  // By a hash of the id: at random, and the same whenever it is drawn.
  const drawn = [...ids].sort((a, b) => hashOf(a) - hashOf(b) || (a < b ? -1 : 1)).slice(0, BACKGROUND);
  const vectors: Vector[] = [];
  for (let at = 0; at < drawn.length; at += BATCH) {
    for (const paper of await archive.getMany(drawn.slice(at, at + BATCH))) vectors.push(vectorOf(paper));
    await breathe();
  }
  return toBackground(vectors);
}

function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function vectorOf(paper: Paper): Vector {
  return vectorOfDocument(readPaper(paper)).vector;
}

const rows = new WeakMap<Paper, Row>();

/** A paper is read once for all channels, as long as it is in memory. */
function rowOfPaper(paper: Paper): Row {
  const row = rows.get(paper) ?? rowOf(vectorOf(paper));
  rows.set(paper, row);
  return row;
}

async function tasteFrom(
  said: readonly Signal[],
  background: Background,
  archive: Needs['archive'],
): Promise<Taste | undefined> {
  const stored = await archive.getMany([...new Set(said.map(({ paper }) => paper))]);
  const papers = new Map(stored.map((paper) => [paper.id, paper]));
  const liked: Paper[] = [];
  const examples: Example[] = [];
  for (const { paper: id, text, kind } of said) {
    const paper = papers.get(id) ?? (text === undefined ? undefined : { id, title: '', abstract: text });
    if (paper === undefined) continue;
    const isLiked = kind !== 'not-relevant';
    examples.push({ vector: vectorOf(paper), isLiked });
    if (isLiked) liked.push(paper);
  }
  if (examples.length < FEWEST_SIGNALS) return undefined;
  const model = learnTaste(examples, background);
  const weights = numberWeights(model.weights);
  const others = scoreRows(weights, background.rows).sort();
  const against = said.filter(({ kind }) => kind === 'not-relevant').length;
  return {
    signals: said.length,
    against,
    scores: (some) => scoreRows(weights, some.map(rowOfPaper)),
    shareBelow: (score) => shareBelow(others, score),
    why: (paper) => whyIn(paper, model),
    terms: (most) => termsIn(model, [...papers.values()], most),
  };
}

function whyIn(paper: Paper, { weights, shown }: TasteModel): string[] {
  const worth = new Map<string, number>();
  for (const [term, weight] of vectorOf(paper)) {
    const part = weight * (weights.get(term) ?? 0);
    if (part > 0 && shown.has(term)) worth.set(term, part);
  }
  const terms = heaviest(worth, MOST_WORDS * 3).map(([term]) => term);
  return distinct(terms, writtenTerms([readPaper(paper)], new Set(terms)), MOST_WORDS);
}

function termsIn({ weights, shown, shownAgainst, both }: TasteModel, papers: readonly Paper[], most: number) {
  const sorted = heaviest(weights, weights.size)
    .map(([term]) => term)
    .filter((term) => !both.has(term));
  const balanced = heaviest(both, MOST_WORDS * 3).flatMap(([term, tells]) => (tells > 0 ? [term] : []));
  const liked = sorted.filter((term) => shown.has(term) && (weights.get(term) ?? 0) > 0).slice(0, most * 3);
  const isAgainst = (term: string) => shownAgainst.has(term) && (weights.get(term) ?? 0) < 0;
  const disliked = sorted
    .filter(isAgainst)
    .slice(-most * 3)
    .reverse();
  const written = writtenTerms(papers.map(readPaper), new Set([...liked, ...disliked, ...balanced]));
  return {
    liked: distinct(liked, written, most),
    disliked: distinct(disliked, written, most),
    both: distinct(balanced, written, MOST_WORDS),
  };
}

/** Written forms of terms, in lowercase, without those that say a part of one before. */
function distinct(terms: readonly string[], written: ReadonlyMap<string, string>, most: number): string[] {
  return withoutTold(
    terms.map((term) => (written.get(term) ?? '').toLowerCase()),
    most,
  );
}
