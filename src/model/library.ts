/** Defines how a library that was read in stands, for people. */

export interface LibraryState {
  papers: number;
  /** The newest few, the newest first. */
  newest: { paper: string; title: string }[];
  /** Where Zotero fills it: when it was read last, in milliseconds, why it could not be, and whether it has more than was read. */
  zotero?: { readAt?: number | undefined; problem?: string | undefined; isPart?: boolean | undefined };
}
