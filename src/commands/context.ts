/** Defines what commands read and change, passed in by `app`; each command names the few parts that it uses. */
import type { Channel } from '../channels/channel.ts';
import type { Written } from '../channels/channels.ts';
import type { Editor } from '../channels/edit.ts';
import type { RecordedChange } from '../channels/recorded-change.ts';
import type { DeliveryContext } from '../delivery/context.ts';
import type { DeliveryView } from '../delivery/delivery-view.ts';
import type { LibraryEntry } from '../library/entry.ts';
import type { LibraryItems } from '../library/items.ts';
import type { Addresses } from '../model/addresses.ts';
import type { ChannelId, PersonId, SpaceId } from '../model/channel-id.ts';
import type { CommandSpec } from '../model/command-spec.ts';
import type { ModelState } from '../model/judgement.ts';
import type { LibraryState } from '../model/library.ts';
import type { Block, Message } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import type { Person, Place } from '../model/ports.ts';
import type { Subject } from '../model/traces.ts';
import type { People } from '../people/people.ts';
import type { ReadingLists } from '../reading-lists.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { SourceState } from '../sources/source-state.ts';
import type { Signals } from '../taste/signals.ts';

/** Papers that are not kept here. */
export interface ExternalSearch {
  /** Where they come from, such as `Hugging Face`. */
  name: string;
  /** Best first; not kept yet. Throws when it cannot be asked in the time that a person waits. */
  search(words: string, limit: number): Promise<Paper[]>;
  /** Fetches one paper and keeps it; undefined when there is none. Throws as `search` does. */
  paper(id: string): Promise<Paper | undefined>;
}

/** Reaches a person alone, on the platform of the channel that they ask in. Throws as `Messenger` does. */
export interface Direct {
  /** Undefined where the platform has no such places. */
  open(from: ChannelId, person: Person): Promise<Place | undefined>;
  /**
   * Tells a person something in their own conversation, once for all processes that are asked to at the same time.
   * @param again they were told before, but nothing arrives there by now
   */
  greet(own: ChannelId, person: Person, message: Message, again: boolean): Promise<void>;
}

export interface Context
  extends Pick<
    DeliveryContext,
    'archive' | 'channels' | 'ledger' | 'judged' | 'tastes' | 'defaults' | 'clock' | 'log'
  > {
  search: SearchIndex;
  saved: ReadingLists;
  /** The libraries that channels and people handed over. */
  libraries: {
    items: Pick<LibraryItems, 'clear' | 'forgetSpace'>;
    add(
      owner: string,
      origin: 'file',
      entries: readonly LibraryEntry[],
    ): Promise<{ added: number; known: number; over: number }>;
    state(owner: string): Promise<LibraryState>;
  };
  /** What is stored of people, to be given or forgotten. */
  people: People & {
    subjectOf(person: PersonId): Subject;
    /** Takes one of the person's scans of the whole store. Returns how long to wait where none is left, or 0. Milliseconds. */
    takeScan(person: PersonId): Promise<number>;
    /** An export as JSON text: its further pages are of the text that the first was. Or how long to wait, in milliseconds. */
    exportText(subject: Subject, isFirst: boolean): Promise<string | { wait: number }>;
    /** All that the core holds of a workspace: what a platform keeps of it is deleted by the platform itself. */
    forgetSpace(space: SpaceId): Promise<void>;
  };
  /** What people said of papers, from which taste is learned. */
  signals: Signals;
  tasteResets: {
    canUndo(channel: ChannelId): Promise<boolean>;
    /** Returns how many signals there were; `id` undoes it, where it can be undone. */
    reset(channel: ChannelId): Promise<{ count: number; id?: string }>;
    /** False where it is too old, or undone. */
    undo(channel: ChannelId, id: string): Promise<boolean>;
    /** The channel is gone. */
    forget(channel: ChannelId): Promise<void>;
  };
  delivery: DeliveryView;
  sources: () => SourceState[];
  /** How the language model is; absent where none is set up. */
  languageModel?: () => Promise<ModelState>;
  /** Whether the store answers. */
  storeHealth: () => Promise<{ ok: boolean; line?: string | undefined }>;
  /** How long the statement that waits longest has waited for its answer. Milliseconds. */
  storeWaitedMs: () => number;
  /** How often both are looked at while a command is running; absent: the usual. Milliseconds. */
  storeLookMs?: number;
  /** Absent without a live source. */
  external?: ExternalSearch;
  /** Tells a channel in one line what a person changed there. Absent: nobody is told. */
  announce?: (channel: ChannelId, message: Message, by: Person) => Promise<void>;
  /** A person's own conversation with Paperboy, on the platform that a channel is of; absent: nobody has one. */
  direct?: Direct;
  /** Reaches addresses of people, who confirm first; absent, or undefined: nothing here can. */
  addresses?: () => Addresses | undefined;
  /** Marks a channel as out of reach, with the reason, as after a post that its platform refused. */
  park: (channel: ChannelId, why: string) => Promise<void>;
  /** All commands, in the order of help. */
  commands: readonly CommandSpec[];
}

/** Who asks, where. */
export interface Caller {
  place: Place;
  person: Person;
  /** Where on the network the person is, for limits alone. */
  client?: string | undefined;
  channel: Channel;
  /** It is the person's own conversation, and the person is elsewhere. */
  isElsewhere?: true;
  /**
   * Changes the channel in one write, and stores it if it is new. What changed is recorded, so that it can be undone.
   * @param undone the change that is undone by this one
   */
  change(edit: Editor, undone?: RecordedChange): Promise<Written>;
  /** Records what was just written, so that the answer says so even if the rest of it cannot be prepared. */
  wrote(blocks: readonly Block[]): void;
}
