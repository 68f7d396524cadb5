/** The port of jobs that a database keeps for all processes on it: each is worked on by one of them. */
import type { Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** The transaction in which jobs are added and taken off. */
export interface JobTx {
  readonly query: Transaction<Tables>;
}

export interface NewJob {
  /** A queue holds one job of a key at a time; a second is left out. */
  key: string;
  /** Not before so many milliseconds from now, by the database's clock. */
  inMs?: number;
}

/** A job that this process works on. */
export interface Job {
  readonly key: string;
  /** Takes the job off the queue in the transaction that writes its result. */
  finish(tx: JobTx): Promise<void>;
}

export interface WorkOptions {
  /** Jobs of the queue that this process works on at once. */
  atOnce: number;
}

export interface Jobs {
  /** Adds jobs in the transaction that writes what they are about. */
  enqueue(tx: JobTx, queue: string, jobs: readonly NewJob[]): Promise<void>;
  /**
   * Works on a queue's jobs as they come. A job whose work rejects, or whose process dies, is worked on again, by any process;
   * one whose work resolves is off the queue.
   */
  work(queue: string, options: WorkOptions, work: (job: Job) => Promise<void>): Promise<void>;
  /**
   * Asks for the work of a minute: of all processes that do, one does it, once for each `minute`, and not while the work of
   * another is under way. Without `minute`, it is done at once.
   */
  round(work: () => Promise<void>, minute?: number): Promise<void>;
  /** Why jobs can't be worked on, as a sentence; undefined while they can. */
  trouble(): string | undefined;
  /** What is wrong though jobs are worked on, as a sentence; undefined when nothing is known to be. */
  warning(): string | undefined;
  /** Takes no more jobs, and resolves when those at work have ended, or after `withinMs`: the rest are handed back. */
  stop(withinMs: number): Promise<void>;
}
