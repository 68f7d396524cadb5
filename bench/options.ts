/** What a bench can be told on the command line. */

/** All of it is optional but the list of collections, which may be empty. */
export interface Options {
  /** A JSONL file of papers, gzipped or not. */
  docs?: string;
  /** How many papers to search; the file is repeated with renamed ids to reach it. */
  count?: number;
  /** Folders with docs.jsonl, queries.jsonl and qrels.tsv. */
  collections: string[];
  subscriptions?: number;
  /** Channels that are due in the same minute, and posts a second that their platform takes. */
  channels?: number;
  perSecond?: number;
  /** How many queries are tried, and what the random numbers begin with. */
  rounds?: number;
  seed?: number;
  /** Only these engines, by name; of `slowest`, what is asked. */
  engines?: string[];
}
