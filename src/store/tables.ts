/** The columns of the tables that the migrations make, for Kysely's types. Moments are milliseconds since 1970. */

/** A channel's settings as JSON. `version` grows with every change of the channel or its topics. */
export interface ChannelRow {
  id: string;
  record: string;
  version: number;
  /** The revision of the last change: a process reads what is above the revision it has seen. */
  rev: number;
}

export interface SubscriptionRow {
  key: string;
  channel: string;
  query: string;
  meaning: string;
  by_id: string;
  by_name: string;
  at: number;
  rev: number;
}

/** What was deleted lately, so that other processes hear of it. */
export interface RemovalRow {
  kind: 'channel' | 'subscription';
  key: string;
  rev: number;
}

/** One paper on one person's reading list; the highest `seq` is the newest. */
export interface SavedRow {
  person: string;
  paper: string;
  seq: number;
}

/** A counter that processes on one store share. */
export interface RevisionRow {
  name: string;
  value: number;
}

export interface Tables {
  channels: ChannelRow;
  subscriptions: SubscriptionRow;
  removals: RemovalRow;
  saved: SavedRow;
  revisions: RevisionRow;
}
