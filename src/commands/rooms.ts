/** What the answers stand on: the rooms they read and change, handed in by `app`. */
import type { Archive } from '../archive/archive.ts';
import type { Channel } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { Schedule } from '../channels/schedule.ts';
import type { Plan } from '../delivery/delivery.ts';
import type { Slot } from '../delivery/due.ts';
import type { Ledger } from '../delivery/ledger.ts';
import type { Block, Card } from '../message.ts';
import type { Clock, Person, Place, Shelf } from '../ports.ts';
import type { SearchIndex } from '../search/index.ts';

/** How a source is doing, for `status`. */
export interface SourceState {
  name: string;
  lastFetch?: number;
  problem?: string;
  skipped?: { line: number; reason: string }[];
}

/** What delivery can tell about a channel without sending anything. */
export interface Outlook {
  schedule(channel: Channel): Schedule;
  zone(channel: Channel): string;
  next(channel: Channel): Promise<Slot>;
  /** The post as it would be now. */
  preview(channel: Channel): Promise<{ plan: Plan; blocks: Block[] }>;
  /** Cards of a post's papers beyond those it showed. */
  rest(key: string): Promise<{ channel: string; cards: Card[] } | undefined>;
  /** Something was planned or changed: send what is ready. */
  wake(): void;
}

export interface Rooms {
  archive: Archive;
  search: SearchIndex;
  channels: Channels;
  ledger: Ledger;
  /** Reading lists: paper ids by person, newest first. */
  saved: Shelf<string[]>;
  outlook: Outlook;
  sources: () => SourceState[];
  clock: Clock;
}

/** Who asks, where. */
export interface Asker {
  place: Place;
  person: Person;
  channel: Channel;
}
