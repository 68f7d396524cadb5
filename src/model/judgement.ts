/** Defines what a language model says of papers, for everything that reads it. */
import type { PaperId } from './channel-id.ts';

/** What a model said of one paper and one criterion. */
export interface Judgement {
  holds: boolean;
  /** Why, or what the paper says, in one plain sentence. */
  said: string;
}

/** By paper, then by the key of the criterion. */
export type Judgements = ReadonlyMap<PaperId, ReadonlyMap<string, Judgement>>;

/** Reads what was said of these papers for these criteria; what is absent was not judged. */
export type ReadJudgements = (papers: readonly PaperId[], criteria: readonly string[]) => Promise<Judgements>;

/** In place of a criterion: the sentence sums the paper up. */
export const SUMMARY = '';

/** How the model is, for people. */
export interface ModelState {
  name: string;
  /** Requests of today, and how many there may be. */
  used: number;
  perDay: number;
  /** Why it is not asked now, as a sentence. */
  problem?: string;
}
