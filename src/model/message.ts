/** Defines posts and replies independent of any platform: blocks, cards and buttons. */

import { z } from 'zod';
import type { ChannelId, PaperId } from './channel-id.ts';

/** A run of text. It is data: an adapter escapes it, so that it can never ping, link or format by itself. */
export interface Span {
  text: string;
  /** `match` marks words that were asked for; `code` is something to type or copy. */
  style?: 'strong' | 'quiet' | 'code' | 'match';
  url?: string;
}

export type Line = Span[];

/** What a button does when pressed. It must survive a trip through a platform, so it is small and checked. */
export const ButtonAction = z.discriminatedUnion('do', [
  /** Results of a search, from the `from`-th on. */
  z.object({ do: z.literal('search'), query: z.string().max(1000), from: z.int().nonnegative() }),
  /** Results of a search from beyond the archive. */
  z.object({ do: z.literal('beyond'), query: z.string().max(1000) }),
  /** The same page of results, given to the whole channel. */
  z.object({ do: z.literal('share'), query: z.string().max(1000), from: z.int().nonnegative() }),
  /** A digest, from its `from`-th paper on. */
  z.object({ do: z.literal('digest'), date: z.iso.date(), from: z.int().nonnegative() }),
  /** The papers of one of the channel's posts beyond what the post showed. */
  z.object({ do: z.literal('rest'), post: z.string().max(200), from: z.int().nonnegative() }),
  z.object({ do: z.literal('share-paper'), id: z.string().max(200) }),
  z.object({ do: z.literal('abstract'), id: z.string().max(200) }),
  z.object({ do: z.literal('cite'), id: z.string().max(200) }),
  z.object({ do: z.literal('save'), id: z.string().max(200) }),
  z.object({ do: z.literal('unsave'), id: z.string().max(200) }),
  /** The papers that a message named, and related ones. */
  z.object({ do: z.literal('related'), ids: z.array(z.string().max(200)).min(1).max(5) }),
  /** The person's reading list, from its `from`-th paper on. */
  z.object({ do: z.literal('saved'), from: z.int().nonnegative() }),
  /** Follow a query in this channel, or stop, as `/papers subscribe` and `unsubscribe` would. */
  z.object({ do: z.literal('subscribe'), query: z.string().max(1000) }),
  z.object({ do: z.literal('unsubscribe'), query: z.string().max(1000) }),
  /** What would be answered had the person typed it after `/papers`. */
  z.object({ do: z.literal('ask'), text: z.string().max(1000) }),
  /** Send a delivery whose fate could not be learned, after a person has looked. */
  z.object({ do: z.literal('send-again'), post: z.string().max(200) }),
]);
export type ButtonAction = z.infer<typeof ButtonAction>;

export interface Action {
  label: string;
  act: ButtonAction;
}

/** One paper as a reader meets it. What is not known is absent. */
export interface Card {
  id: PaperId;
  title: Line;
  /** Where the title leads: the paper's page, or a search for its title. */
  url: string;
  /** `Ada Lovelace, Alan Turing and 3 more`, or `5 authors` when only the count is known. */
  authors?: string;
  organization?: string;
  publishedOn?: string;
  upvotes?: number;
  commentCount?: number;
  stars?: number;
  codeUrl?: string;
  withdrawn?: true;
  /** The first sentences, or the place that matched. */
  excerpt: Line;
  /** Why the paper is here: the topic and the words that matched. */
  reason?: Line;
  actions: Action[];
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; line: Line; tone?: 'plain' | 'quiet' | 'warning' }
  | { kind: 'list'; lines: Line[] }
  /** Text in which every character has its place, such as BibTeX to copy; `toRead` is not meant to be copied. */
  | { kind: 'code'; text: string; toRead?: true }
  | { kind: 'cards'; cards: Card[] };

/** Anything a reader is shown. `summary` says it in one plain line: for notifications and screen readers. */
export interface Message {
  summary: string;
  blocks: Block[];
  actions: Action[];
}

/** The answer to a command: for the person who asked, or for everyone in the channel. */
export interface Reply extends Message {
  audience: 'person' | 'channel';
  /** The command was not understood, or nothing could be done. */
  refused?: true;
}

/** What one channel gets on one day. `key` is the same whenever the same delivery is tried. */
export interface Post extends Message {
  key: string;
  channel: ChannelId;
}

/** Plain text of a line, for summaries, terminals and screen readers. */
export function plain(line: Line): string {
  return line.map((span) => span.text).join('');
}
