/** What commands read and change, handed in by `app`; each command names the few parts that it uses. */
import type { Archive } from '../archive/archive.ts';
import type { Channel } from '../channels/channel.ts';
import type { Changed, Channels, Editor } from '../channels/channels.ts';
import type { Schedule } from '../channels/schedule.ts';
import type { Plan } from '../delivery/delivery.ts';
import type { Slot } from '../delivery/due.ts';
import type { Ledger } from '../delivery/ledger.ts';
import type { CommandSpec } from '../model/command-spec.ts';
import type { Block, Card } from '../model/message.ts';
import type { Day, Paper, Skipped } from '../model/paper.ts';
import type { Clock, Person, Place } from '../model/ports.ts';
import type { ReadingLists } from '../reading-lists.ts';
import type { SearchIndex } from '../search/search-index.ts';

/** How a source is doing, for `status`. */
export interface SourceState {
  name: string;
  /** When it was last read well. Moments are milliseconds since 1970. */
  lastFetch?: number;
  /** When it was last asked, well or not. */
  asked?: number;
  /** Its newest digest that had papers, and how many. */
  newest?: Day;
  papers?: number;
  newestAt?: number;
  /** Why it could not be read the last time; how often in a row. */
  problem?: string;
  failures?: number;
  /** What was wrong beside what could be read. */
  problems?: string[];
  /** How many there were, where not all are listed. */
  problemCount?: number;
  /** It has given the same list since, when new ones were due. */
  staleSince?: number;
  /** That its newest list is mostly the one before, as a sentence. */
  repeat?: string;
  skipped?: Skipped[];
  /** When it is asked next; absent: every minute. */
  next?: number;
  /** Days of the past that are being fetched. */
  filling?: { done: number; of: number };
}

/** Papers that are not kept here. */
export interface ExternalSearch {
  /** Where they come from, such as `Hugging Face`. */
  name: string;
  /** Best first; not kept yet. Throws when it cannot be asked in the time that a person waits. */
  search(words: string, limit: number): Promise<Paper[]>;
  /** Fetches one paper and keeps it; undefined when there is none. Throws as `search` does. */
  paper(id: string): Promise<Paper | undefined>;
}

/** Why a paper that matches was not posted to a channel. Moments are milliseconds since 1970. */
export type Missed =
  /** It came with no new digest: to fill the archive, or because a person asked for it. */
  | { why: 'not-news' }
  | { why: 'before-channel' }
  /** The slot of `day` passed while posts were paused. */
  | { why: 'paused'; by: string; day: Day }
  /** Its digest, of `day`, came when one much newer had been there. */
  | { why: 'old-digest'; day: Day; newest: Day }
  /** The post of `day`, due `at`, was prepared from its digest and did not take it. */
  | { why: 'looked-at'; day: Day; at: number }
  | { why: 'unknown' };

/** What delivery can tell about a channel without sending anything. */
export interface Outlook {
  schedule(channel: Channel): Schedule;
  zone(channel: Channel): string;
  /** The next slot; undefined when it cannot be worked out, and `trouble` says why. */
  next(channel: Channel): Promise<Slot | undefined>;
  /** What keeps posts from this channel although its own settings are well, as a sentence. */
  trouble(channel: Channel): string | undefined;
  /** The post as it would be now. */
  preview(channel: Channel): Promise<{ plan: Plan; blocks: Block[] }>;
  /** Why a paper was not posted to the channel and is not in its next post. */
  missed(channel: Channel, paper: string): Promise<Missed>;
  /** Cards of a post's papers beyond those it showed. */
  rest(key: string): Promise<{ channel: string; cards: Card[] } | undefined>;
  /** Something was planned or changed: send what is ready. */
  wake(): void;
}

export interface Context {
  archive: Archive;
  search: SearchIndex;
  channels: Channels;
  ledger: Ledger;
  saved: ReadingLists;
  outlook: Outlook;
  sources: () => SourceState[];
  /** Absent without a live source. */
  external?: ExternalSearch;
  clock: Clock;
  /** All commands, in the order of help. */
  commands: readonly CommandSpec[];
}

/** Who asks, where. */
export interface Caller {
  place: Place;
  person: Person;
  channel: Channel;
  /** Changes the channel in one write; from then on it is known. */
  change(edit: Editor): Promise<Changed>;
  /** Notes what was just written, so that it is said even if the rest of the answer cannot be prepared. */
  wrote(blocks: readonly Block[]): void;
}
