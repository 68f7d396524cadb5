/**
 * Defines the ports: what the core needs from the outside, and what an adapter may ask of the core. Over 200 lines, most of them
 * comments: whoever writes an adapter reads it as a whole.
 */

import type { Addresses, AddressWish } from './addresses.ts';
import type { ChannelForm, FilledForm, FormProblem, TopicChecks } from './channel-form.ts';
import type { ChannelId, PaperId, SpaceId } from './channel-id.ts';
import type { CommandSpec } from './command-spec.ts';
import type { Mark } from './mark.ts';
import type { ButtonAction, Card, Line, Message, Post, Reply } from './message.ts';
import type { Person, Place } from './place.ts';

export type { Person, Place } from './place.ts';

/** The time, in milliseconds since 1970. */
export type Clock = () => number;

export interface Log {
  debug(message: string, facts?: Record<string, unknown>): void;
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}

/** Does work while no other process on the store does work of this name: it waits for its turn. */
export type Alone = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Does work unless other work of this name is under way, in this process or another; resolves to whether it was done. */
export type UnlessElsewhere = (name: string, work: () => Promise<void>) => Promise<boolean>;

/** Turns that all processes on one store take, so that a limit holds for all of them together. */
export interface Turns {
  /**
   * Reserves the next turn called `name` from `now` on, and returns its moment; turns are `gapMs` apart. A turn that would be
   * more than `patienceMs` after `now` is not taken.
   */
  take(name: string, now: number, gapMs: number, patienceMs: number): Promise<{ at: number; taken: boolean }>;
  /** Gives no turn before a moment. */
  hold(name: string, until: number): Promise<void>;
}

/** What everything that waits and tries again is given. */
export interface Runtime {
  clock: Clock;
  /** From 0 to 1. */
  random: () => number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  log: Log;
}

/** What a platform says of a post that arrived. */
export interface Receipt {
  /** The platform's own id of the message. */
  messageId: string;
}

/** The way out to one platform. */
export interface Messenger {
  /** The first part of the ids of its channels, such as `web` in `web:local:general`. */
  readonly platform: string;
  /** How many posts a second the platform takes in all; absent where it sets no limit. */
  readonly perSecond?: number;
  /** A post may take so long until it is answered; absent: as long as most platforms need. Milliseconds. */
  readonly answerMs?: number;
  /** A post is one message without buttons, however many papers are in it; absent: a long one has several parts. */
  readonly isWhole?: true;
  /**
   * Why channels get nothing more until they ask for it anew, for those of which that holds: nothing is planned there. Absent where
   * each post may be tried.
   */
  leftAlone?(channels: readonly ChannelId[]): Promise<ReadonlyMap<ChannelId, string>>;
  /** How addresses of people become channels. Absent where channels are places that Paperboy is let into. */
  readonly addresses?: Addresses;
  /**
   * Shows a post to a channel. What is thrown says what is known: a `PaperboyError` with the code `later`, `no-access`
   * or `refused` is certain not to have arrived; anything else is uncertain, and `find` is asked before another try.
   * `first` is the receipt of the post's first part, when this is a later one. `mayStart` is asked right before the bytes
   * of each request are written: when it says no, as in a process that was stopped meanwhile, another one may be sending the post, so
   * nothing is sent and `later` is thrown. Absent: it may.
   */
  post(post: Post, first?: Receipt, mayStart?: () => boolean): Promise<Receipt>;
  /**
   * Looks for a post whose fate is not known: its receipt, or undefined when it is known to be absent. Throws when it
   * cannot tell now; throws `refused` when the platform can never tell.
   */
  find(post: Post): Promise<Receipt | undefined>;
  /**
   * Tells a channel in one line, once, what a person changed there; nothing where only that person would read it. Absent where
   * the platform cannot.
   */
  announce?(channel: ChannelId, message: Message, by: Person): Promise<void>;
  /** Tells one person something, alone. Absent where the platform cannot. */
  tell?(person: Person, message: Message): Promise<void>;
  /**
   * The place where one person and Paperboy talk alone, the same one each time; nothing is shown there yet. Throws `no-access`
   * where there can be none. Absent where the platform has no such places.
   */
  openDirect?(person: Person): Promise<Place>;
}

/** Values kept by key, for one room. What is set has arrived once the promise resolves. */
export interface Shelf<T> {
  get(key: string): Promise<T | undefined>;
  /** In the order of the keys; undefined where there is none. */
  getMany(keys: string[]): Promise<(T | undefined)[]>;
  set(key: string, value: T): Promise<void>;
  setMany(entries: { key: string; value: T }[]): Promise<void>;
  /**
   * Sets each value to what `join` makes of the kept one and the one that came, and returns those values. Nothing that
   * another process writes comes in between; each key may be there once.
   */
  merge(entries: { key: string; value: T }[], join: (kept: T | undefined, came: T) => T): Promise<T[]>;
  /** Sets a value that is there to what `change` makes of it, as `merge` does, and returns it; undefined where there is none. */
  update(key: string, change: (kept: T) => T): Promise<T | undefined>;
  delete(key: string): Promise<void>;
  /** Deletes a value that was read, unless it has been changed since. */
  deleteUnchanged(key: string, value: T): Promise<void>;
  entries(): AsyncIterable<[string, T]>;
}

/** What follows `/papers`. `chosen`: its first word is a command picked from a menu, so that these words are no search. */
export interface Typed {
  text: string;
  chosen?: boolean;
}

/** What a person asks for: what is typed after `/papers`, a pressed button, or a channel's form. */
export type Wish = Typed | { act: ButtonAction } | 'form';

/** How a channel stands, in words, for a list of channels. */
export interface ChannelCard {
  place: Place;
  /** Some have a name, which stands for the query. */
  topics: { query: string; name?: string; by: Person }[];
  /** `every day at 09:00, Europe/Berlin`. */
  schedule: string;
  /** `Next post: ...`, or why there is none. */
  next: Line;
  /** What a person must do before it can be posted to. */
  problem?: string;
}

/**
 * What an adapter may ask of the core. Every question is answered; what went wrong is in the answer. `join`, `accept`,
 * `rename` and `leave` reject when they could not be stored, and may be repeated.
 */
export interface CommandService {
  /** All commands, in the order of help: native menus and completion derive from them. */
  readonly specs: readonly CommandSpec[];
  /** Whether it would change what a channel gets, if it were carried out. Reads what is typed exactly as `ask` does. */
  changes(wish: Wish): boolean;
  /**
   * Answers what follows `/papers`.
   * @param asked.client where on the network the person is, for limits alone; absent where the platform knows who they are
   */
  ask(asked: { place: Place; person: Person; client?: string | undefined } & Typed): Promise<Reply>;
  /** Answers a pressed button. `client` as for `ask`. */
  press(pressed: {
    place: Place;
    person: Person;
    client?: string | undefined;
    act: ButtonAction;
  }): Promise<Reply>;
  /** What a channel has chosen, to fill a form with, or why it cannot be read. */
  form(place: Place): Promise<{ form: ChannelForm } | { problem: string }>;
  /** Takes a filled form over, all that is in it, or says what is wrong with it and changes nothing. */
  fill(filled: {
    place: Place;
    person: Person;
    client?: string | undefined;
    form: FilledForm;
  }): Promise<{ reply: Reply } | { problems: FormProblem[] }>;
  /**
   * How the topics of a form would have done lately, or why that cannot be said. Changes nothing.
   * @param signal ends the counting, which then answers with a problem
   */
  checkTopics(
    place: Place,
    typed: readonly string[],
    signal?: AbortSignal,
  ): Promise<TopicChecks | { problem: string }>;
  /**
   * Queries that may be meant by what is typed so far: the channel's topics first, then what this person searched there lately,
   * which nobody else is shown; none where they cannot be read.
   */
  suggest(asked: { place: Place; person: Person; typed: string; limit: number }): Promise<string[]>;
  /**
   * The channels of one space, those that follow topics first, what a person has yet to read, and how the sources are, in lines.
   * `shownTo` says which channels the person may be shown; absent: all. `moreChannels` are left out; `unshown` says what of the
   * papers to read is.
   */
  home(asked: {
    space: SpaceId;
    person: Person;
    client?: string | undefined;
    shownTo?: (ids: readonly ChannelId[]) => ReadonlySet<ChannelId> | Promise<ReadonlySet<ChannelId>>;
  }): Promise<{
    channels: ChannelCard[];
    moreChannels: number;
    saved: Card[];
    unshown: Line[];
    sources: Line[];
  }>;
  /** A person's whole reading list as a file for reference managers, or why it cannot be read. */
  savedAs(asked: {
    person: Person;
    client?: string | undefined;
    as: 'bibtex' | 'ris';
  }): Promise<{ text: string } | { problem: string }>;
  /** Reads the file of a reference manager into the library of a place. The answer says what was taken and what was not. */
  importLibrary(asked: {
    place: Place;
    person: Person;
    client?: string | undefined;
    file: { name: string; content: string };
  }): Promise<Reply>;
  /** A person's note on a paper of their reading list, `''` where it has none; undefined where it is not on the list, or cannot be read. */
  savedNote(asked: { person: Person; id: PaperId }): Promise<string | undefined>;
  /** How a person has marked papers in a place, of those that they marked there; none where that cannot be read. */
  marks(asked: {
    place: Place;
    person: Person;
    client?: string | undefined;
    ids: readonly PaperId[];
  }): Promise<ReadonlyMap<PaperId, Mark>>;
  /** The places of one space for which something is stored, and when each was joined, in milliseconds. */
  placesIn(space: SpaceId): Promise<(Place & { joinedAt: number })[]>;
  /** A place can be posted to from now on. Saying it again changes nothing but the name. */
  join(place: Place): Promise<void>;
  /** Whether `email` can reach addresses of people here. */
  reachesAddresses(): boolean;
  /**
   * An address confirmed: its channel is made, and gets what was asked for from now on. `all`: as what is trending does not come beside
   * topics, all papers come, those with most votes first. May be repeated. Rejects where that could not be stored.
   */
  accept(confirmed: { place: Place; person: Person; wish: AddressWish }): Promise<'all' | undefined>;
  /**
   * What was posted to a channel came back later: the channel is out of reach, for the reason given, until a post gets through.
   * Rejects where that could not be stored.
   */
  park(channel: ChannelId, why: string): Promise<void>;
  /**
   * A whole post came back later, and no reader has it: its papers count as not sent. Saying it again changes nothing. Returns
   * whether this freed them. Rejects where that could not be stored, or while the post is still being sent.
   * @param delivery the `key` of the post
   */
  returned(channel: ChannelId, delivery: string, why: string): Promise<boolean>;
  /** A place has another name now. A place of which nothing is kept stays unknown. */
  rename(place: Place): Promise<void>;
  /** A channel is gone: everything stored for it is deleted. */
  leave(channel: ChannelId): Promise<void>;
  /** A space is gone: everything stored for its channels and its people is deleted. */
  leaveSpace(space: SpaceId): Promise<void>;
}

/** One platform, built by the entry. */
export interface Adapter {
  readonly messenger: Messenger;
  /**
   * Resolves once it can hear; the address is for people, where there is one. `operatorAddress` lets one browser do what only whoever
   * runs Paperboy may: for the terminal alone, and never for a log.
   */
  start(): Promise<{ address?: string; operatorAddress?: string }>;
  stop(): Promise<void>;
  /**
   * Takes over once what waits for it elsewhere, where nothing was started: for a process that ends soon. Takes seconds at most, and
   * never rejects. Absent where nothing waits.
   */
  catchUp?(): Promise<void>;
  /** Why it cannot hear its platform although it was started, as a sentence. Absent where a start is all it takes. */
  trouble?(): string | undefined;
}

/** A page for machines, such as a probe's or a scraper's. `path` begins with a slash. */
export interface Endpoint {
  readonly path: string;
  /** Does not reject. `type` is the value of Content-Type. */
  answer(): Promise<{ status: number; type: string; body: string }>;
}
