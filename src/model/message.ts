/** Defines posts and replies independent of any platform: blocks, cards and buttons. */

import { z } from 'zod';
import type { ChannelId, PaperId } from './channel-id.ts';
import { ListChange, ListPlace } from './list-action.ts';
import { MARKS } from './mark.ts';
import { TREND_PERIODS } from './trend-period.ts';

/** A run of text. Adapters escape it, so that it can never ping, link or format. */
export interface Span {
  text: string;
  /** `match` marks words that were searched for; `code` is something to type or copy. */
  style?: 'strong' | 'quiet' | 'code' | 'match';
  url?: string;
  /** A moment, in milliseconds since 1970, that platforms show in the reader's own time zone; `text` is for the rest. */
  at?: number;
}

export type Line = Span[];

/** Longer than any command or query may be, also as it is printed: adapters store what a button cannot carry. UTF-16 units. */
export const MOST_TYPED = 4_000;
const Typed = z.string().max(MOST_TYPED);

/** What concerns the place where it is pressed: what that place gets, or a command that is typed there. */
export const PlaceAction = z.discriminatedUnion('do', [
  /** Follow a query in this channel, or stop, as `/papers subscribe` and `unsubscribe` would. */
  z.object({ do: z.literal('subscribe'), query: Typed }),
  z.object({ do: z.literal('unsubscribe'), query: Typed }),
  /** Undoes a recorded change of this channel. */
  z.object({ do: z.literal('undo'), change: z.string().max(100) }),
  /** Opens the channel's settings, or says how to change them where there is no form. */
  z.object({ do: z.literal('settings'), about: z.enum(['topics', 'schedule', 'posts']) }),
  /** Runs a command as if the person had typed it after `/papers`. */
  z.object({ do: z.literal('ask'), text: Typed }),
  /** Resends a delivery that could not be confirmed, after a person has checked. */
  z.object({ do: z.literal('send-again'), post: z.string().max(200) }),
]);
export type PlaceAction = z.infer<typeof PlaceAction>;

/** What a button does when pressed. It travels through the platform, so it is small and validated on return. */
export const ButtonAction = z.discriminatedUnion('do', [
  ...PlaceAction.options,
  /** Does it in the person's own conversation with Paperboy, wherever it is pressed. */
  z.object({ do: z.literal('for-me'), act: PlaceAction }),
  /** Results of a search, from the `from`-th on; without `sort`, the best first. `count` is how many are on a page. */
  z.object({
    do: z.literal('search'),
    query: Typed,
    from: z.int().nonnegative(),
    sort: z.enum(['date', 'votes']).exactOptional(),
    count: z.int().min(1).max(50).exactOptional(),
  }),
  /** Results of an external search. */
  z.object({ do: z.literal('beyond'), query: Typed }),
  /** The same page of results, shared with the channel. */
  z.object({
    do: z.literal('share'),
    query: Typed,
    from: z.int().nonnegative(),
    sort: z.enum(['date', 'votes']).exactOptional(),
  }),
  /** The papers of a period with the most votes, from the `from`-th on; without a period, of the newest digests. */
  z.object({
    do: z.literal('top'),
    period: z.string().max(40).exactOptional(),
    most: z.int().positive().exactOptional(),
    from: z.int().nonnegative(),
  }),
  /** The papers that gained votes in a period, from the `from`-th on. */
  z.object({
    do: z.literal('trending'),
    period: z.enum(TREND_PERIODS),
    most: z.int().positive().exactOptional(),
    /** Only papers that match it. */
    query: Typed.exactOptional(),
    from: z.int().nonnegative(),
  }),
  /** A digest, from its `from`-th paper on. */
  z.object({ do: z.literal('digest'), date: z.iso.date(), from: z.int().nonnegative() }),
  /** The papers of one of the channel's posts beyond what the post showed. */
  z.object({ do: z.literal('rest'), post: z.string().max(200), from: z.int().nonnegative() }),
  z.object({ do: z.literal('share-paper'), id: z.string().max(200) }),
  /** Marks a paper as relevant here, or as not for this channel; `undo` takes that back. */
  z.object({
    do: z.literal('mark'),
    id: z.string().max(200),
    as: z.enum(MARKS),
    undo: z.literal(true).exactOptional(),
  }),
  z.object({ do: z.literal('abstract'), id: z.string().max(200) }),
  z.object({ do: z.literal('cite'), id: z.string().max(200) }),
  ...ListChange.options,
  /** The papers on the reading list for other programs, behind the last that was shown, or from the `from`-th on. */
  z.object({
    do: z.literal('export'),
    as: z.enum(['bibtex', 'ris']),
    from: z.int().nonnegative(),
    after: ListPlace.exactOptional(),
  }),
  /** What is stored of the person, as JSON, from a character on. */
  z.object({ do: z.literal('my-data'), from: z.int().nonnegative() }),
  /** Deletes what is stored of the person. */
  z.object({ do: z.literal('forget-me') }),
  /** The papers that a message named, and related ones. */
  z.object({ do: z.literal('related'), ids: z.array(z.string().max(200)).min(1).max(5) }),
  /** The person's reading list, behind the last paper that was shown, or from the `from`-th on. */
  z.object({ do: z.literal('saved'), from: z.int().nonnegative(), after: ListPlace.exactOptional() }),
]);
export type ButtonAction = z.infer<typeof ButtonAction>;

/** How the papers of a post stand: as cards, as one line each with a few facts, or as titles alone. */
export const Layout = z.enum(['cards', 'compact', 'titles']);
export type Layout = z.infer<typeof Layout>;

/** A page about a paper, such as `arXiv`, `PDF`, `Code` or `Project`. */
export interface Link {
  label: string;
  url: string;
}

export interface Action {
  label: string;
  act: ButtonAction;
}

/** The same for the person who presses it, in their own conversation; what concerns no place stays as it is. */
export function ownAction({ label, act }: Action): Action {
  const { data } = PlaceAction.safeParse(act);
  return data === undefined ? { label, act } : { label, act: { do: 'for-me', act: data } };
}

/** One paper as shown to readers. Unknown values are absent. */
export interface Card {
  id: PaperId;
  title: Line;
  /** The link of the title: the paper's page, or a search for its title. */
  url: string;
  /** `Ada Lovelace, Alan Turing and 3 more`, or `5 authors` when only the count is known. */
  authors?: string;
  organization?: string;
  publishedOn?: string;
  upvotes?: number;
  /** How the votes grew: `+41 since yesterday`. */
  growth?: string;
  commentCount?: number;
  stars?: number;
  codeUrl?: string;
  /** Where the paper can be read, then its code and its project; the title's own page is among them. */
  links?: Link[];
  /** The address of a picture of the paper. It begins with `https://`. */
  thumbnail?: string;
  withdrawn?: true;
  /** The source's own summary, the first sentences, or the part that matched. */
  excerpt: Line;
  /** The reader's own note on it, which stands in the excerpt too. */
  note?: string;
  /** Why the paper is here: the topic and the words that matched. Absent where a reader knows that already. */
  reason?: Line;
  /** The topics that it matched, as people wrote them. */
  topics?: string[];
  actions: Action[];
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; line: Line; tone?: 'plain' | 'quiet' | 'warning' }
  | { kind: 'list'; lines: Line[] }
  /** Preformatted text, such as BibTeX to copy; `toRead` is not meant to be copied. */
  | { kind: 'code'; text: string; toRead?: true }
  /** Without a layout the papers stand as cards. */
  | { kind: 'cards'; cards: Card[]; layout?: Exclude<Layout, 'cards'> };

/** Anything shown to a reader. `summary` is one plain line for notifications and screen readers. */
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

/** What one channel gets on one day. `key` is the same for every attempt of a delivery. */
export interface Post extends Message {
  key: string;
  channel: ChannelId;
}

/** Our own text with `code` between backticks. Text from outside never goes through here: it is a span of its own. */
export function inline(text: string): Line {
  return text.split('`').flatMap((part, at): Line => {
    if (part === '') return [];
    return [at % 2 === 1 ? { text: part, style: 'code' } : { text: part }];
  });
}

/** Plain text of a line, for summaries, terminals and screen readers. */
export function plain(line: Line): string {
  return line.map((span) => span.text).join('');
}
