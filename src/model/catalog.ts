/** Defines what pages, feeds and the API may read: papers, digests, and what channels with a page of their own were sent. */
import type { ChannelId } from './channel-id.ts';
import type { Day, Paper } from './paper.ts';
import type { TrendPeriod } from './trend-period.ts';

/** A channel whose posts may be read on a page. `slug` names it in addresses: `general` for a channel of the local workspace. */
export interface ListedChannel {
  id: ChannelId;
  slug: string;
  name: string;
}

/** A paper of a post, or one that gained votes. */
export interface ListedPaper {
  paper: Paper;
  /** The topics that it matched, as people wrote or named them. */
  topics: string[];
  /** How its votes grew: `+41 since yesterday`. */
  growth?: string;
}

/** A post that arrived. Moments are milliseconds since 1970. */
export interface ListedPost {
  day: Day;
  /** When it was due, and when it was last confirmed to have arrived. */
  at: number;
  postedAt: number;
  heading: string;
  papers: ListedPaper[];
  /** How many of its papers are left out here. */
  left: number;
}

/** What is known of a paper, with where readers of the listed channels met it. */
export interface PaperRecord {
  paper: Paper;
  bibtex: string;
  similar: Paper[];
  met: { channel: ListedChannel; day: Day }[];
}

export interface DayRecord {
  day: Day;
  byline?: string;
  notes: string[];
  /** Most votes first. */
  papers: Paper[];
  /** The days before and after that have papers. */
  before?: Day;
  after?: Day;
}

/** A part of a list: `from` were skipped. */
export interface Part {
  from: number;
  limit: number;
}

/** A part of what a search found: the papers that match, then those that only come close. */
export interface FoundPart {
  /** How many match, and how many come close. */
  total: number;
  close: number;
  /** How many papers were searched, the newest, where the query is too broad for all; what that means, in a sentence. */
  broad?: { searched: number; said: string };
  papers: FoundPaper[];
}

export interface FoundPaper {
  paper: Paper;
  /** It does not match: it comes close. */
  isClose: boolean;
}

export type SearchSort = 'relevance' | 'date' | 'votes';

/** Read-only. What is not there is undefined. It rejects when the store cannot be read. */
export interface Catalog {
  /** Tells this installation's ids from another's. */
  readonly storeId: string;
  /** Days that have papers, newest first. */
  days(): Promise<Day[]>;
  day(day: Day): Promise<DayRecord | undefined>;
  /** By any id that the paper goes by. */
  paper(id: string): Promise<PaperRecord | undefined>;
  search(asked: Part & { query: string; sort: SearchSort }): Promise<FoundPart | { problem: string }>;
  /** The papers that match a query, those that came last first, each with the day on which it came. */
  newest(asked: {
    query: string;
    limit: number;
  }): Promise<{ papers: { paper: Paper; day: Day }[] } | { problem: string }>;
  /** Most gained first, each with the day on which it came. @param asked.query only papers that match it; absent: all */
  trending(
    asked: Part & { period: TrendPeriod; query?: string | undefined },
  ): Promise<{ total: number; papers: (ListedPaper & { day: Day })[] } | { problem: string }>;
  /** By name. */
  channels(): Promise<ListedChannel[]>;
  /** The posts of a channel, newest first. */
  posts(
    slug: string,
    asked: Part,
  ): Promise<{ channel: ListedChannel; posts: ListedPost[]; more: boolean } | undefined>;
}

/** Pages, feeds and the API, served beside an adapter's own pages on one port. */
export interface Site {
  /** Whether a path is one of its own. */
  owns(path: string): boolean;
  /** @param address where the request came from, as the network knows it */
  answer(request: Request, address: string): Response | Promise<Response>;
  /** What a workspace on the same port links to; absent where nobody may read. */
  readonly links?: SiteLinks;
}

/** Addresses on the site; each begins with a slash. */
export interface SiteLinks {
  /** The page of the newest day that has papers. */
  newest: string;
  /** The page of a paper, but for its id at the end. */
  paper: string;
  /** The page and the feed of a channel; undefined where it has none. Rejects when the store cannot be read. */
  channel(id: ChannelId): Promise<{ page: string; feed: string } | undefined>;
}
