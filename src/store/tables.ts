/** The columns of the tables that the migrations make, for Kysely's types. Moments are milliseconds since 1970. */
import type { Generated } from 'kysely';

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
  name: string | null;
  /** Who changed the query last, and when. */
  edited_by_id: string | null;
  edited_by_name: string | null;
  edited_at: number | null;
}

/** A change of a channel that can be undone. `record` and `undone` are JSON. */
export interface ChannelChangeRow {
  id: string;
  channel: string;
  by_id: string;
  at: number;
  record: string;
  /** Who undid it, and when. */
  undone: string | null;
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
  done_at: number | null;
  note: string | null;
}

/** What a person said of a paper in a channel; `channel` is empty for what is the person's own. */
export interface SignalRow {
  person: string;
  channel: string;
  paper: string;
  kind: string;
  at: number;
  /** Of a paper that is not stored: its title and abstract. */
  text: string | null;
}

/** A counter that processes on one store share. */
export interface RevisionRow {
  name: string;
  value: number;
}

/** A paper's first arrival: `seq` in the order of coming, `rev` in the order of changes. */
export interface ArrivalRow {
  seq: number;
  paper: string;
  day: string;
  rev: number;
  hash: string;
  work: string;
  /** 1 for what channels may be sent, 0 for what is only searched. */
  news: number;
}

/** The votes of a paper at the end of a day. */
export interface VoteCountRow {
  paper: string;
  day: string;
  votes: number;
}

/** What a language model said of a paper; an empty criterion stands for a sentence that sums the paper up. */
export interface JudgementRow {
  paper: string;
  model: string;
  criterion: string;
  holds: number;
  said: string;
  at: number;
}

/** A paper of a library that was read in: a channel's, or a person's. `key` is what it goes by in its origin. */
export interface LibraryItemRow {
  owner: string;
  paper: string;
  origin: 'file' | 'zotero';
  key: string | null;
  title: string;
  abstract: string;
  at: number;
}

/** How often language models were asked on a day. */
export interface ModelDayRow {
  day: string;
  requests: number;
}

/** Another id that a paper goes by; the paper is empty where several papers name it. */
export interface AliasRow {
  alias: string;
  paper: string;
}

/** One row, which tells this store from another. */
export interface IdentityRow {
  one: number;
  id: string;
}

/** A delivery of the ledger. `plan` and `receipts` are JSON. */
export interface DeliveryRow {
  key: string;
  channel: string;
  day: string;
  slot_at: number;
  state: 'planned' | 'posting' | 'posted' | 'failed' | 'skipped' | 'unknown';
  reason: string | null;
  plan: string;
  up_to: number | null;
  newest: string | null;
  receipts: Generated<string>;
  attempts: Generated<number>;
  not_before: number | null;
  owner: string | null;
  lease_until: number | null;
  updated_at: number;
}

/**
 * A paper that a channel got or is about to get. Kept permanently: a row is some 60 bytes, and as long as it stands the paper
 * cannot come twice, however old.
 */
export interface SentRow {
  channel: string;
  paper: string;
  delivery: string;
  day: string;
  /** JSON: the topics it matched, as people wrote them. */
  topics: string;
}

/** The moment from which the next request to a host may be made, or until which a claim holds. */
export interface TurnRow {
  name: string;
  open_at: number;
}

/** An answer of a server; `body` is compressed. */
export interface AnswerRow {
  url: string;
  etag: string | null;
  modified: string | null;
  link: string | null;
  body: Uint8Array;
  at: number;
  charset: string | null;
}

export interface Tables {
  channels: ChannelRow;
  subscriptions: SubscriptionRow;
  removals: RemovalRow;
  channel_changes: ChannelChangeRow;
  saved: SavedRow;
  signals: SignalRow;
  revisions: RevisionRow;
  arrivals: ArrivalRow;
  vote_counts: VoteCountRow;
  judgements: JudgementRow;
  model_days: ModelDayRow;
  library_items: LibraryItemRow;
  aliases: AliasRow;
  identity: IdentityRow;
  deliveries: DeliveryRow;
  sent: SentRow;
  turns: TurnRow;
  answers: AnswerRow;
}

/** The columns of each table, to tell whether a table of that name is ours. */
export const COLUMNS: { [T in keyof Tables]: readonly (keyof Tables[T] & string)[] } = {
  channels: ['id', 'record', 'version', 'rev'],
  subscriptions: [
    ...['key', 'channel', 'query', 'meaning', 'by_id', 'by_name', 'at', 'rev'],
    ...['name', 'edited_by_id', 'edited_by_name', 'edited_at'],
  ] as (keyof SubscriptionRow)[],
  removals: ['kind', 'key', 'rev'],
  channel_changes: ['id', 'channel', 'by_id', 'at', 'record', 'undone'],
  saved: ['person', 'paper', 'seq', 'done_at', 'note'],
  signals: ['person', 'channel', 'paper', 'kind', 'at', 'text'],
  revisions: ['name', 'value'],
  arrivals: ['seq', 'paper', 'day', 'rev', 'hash', 'work', 'news'],
  vote_counts: ['paper', 'day', 'votes'],
  judgements: ['paper', 'model', 'criterion', 'holds', 'said', 'at'],
  model_days: ['day', 'requests'],
  library_items: ['owner', 'paper', 'origin', 'key', 'title', 'abstract', 'at'],
  aliases: ['alias', 'paper'],
  identity: ['one', 'id'],
  deliveries: [
    ...['key', 'channel', 'day', 'slot_at', 'state', 'reason', 'plan', 'up_to', 'newest', 'receipts'],
    ...['attempts', 'not_before', 'owner', 'lease_until', 'updated_at'],
  ] as (keyof DeliveryRow)[],
  sent: ['channel', 'paper', 'delivery', 'day', 'topics'],
  turns: ['name', 'open_at'],
  answers: ['url', 'etag', 'modified', 'link', 'body', 'at', 'charset'],
};

/** The table of a store that another one is being moved into. */
export const MOVING = 'moving';

/** Names that no shelf can have. */
export const TABLE_NAMES: ReadonlySet<string> = new Set([...Object.keys(COLUMNS), MOVING]);
