/** Fetches an RSS, Atom, RDF or JSON feed of papers once an hour and returns the items that are new in it. */
import { createHash } from 'node:crypto';
import { isHttpUrl } from '../config/fields.ts';
import type { FeedPaper } from '../digest/feed/item-paper.ts';
import { addDays, dayAt } from '../model/days.ts';
import type { Day, Digest, Skipped } from '../model/paper.ts';
import type { Batch, Source } from '../model/source-ports.ts';
import type { LiveOutside, SourceDefinition } from './definition.ts';
import { readFeedAnswer } from './feed-answer.ts';
import type { Http } from './http.ts';
import { about } from './spread.ts';

const EVERY_MS = 3_600_000;
const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.8';
/** The largest feed that is read: a feed lists only what is new. Bytes. */
const MAX_BYTES = 20_000_000;
/** Ids remembered, also of items that the feed dropped and may bring back. */
const MOST_KNOWN = 5_000;

/** A paper that first appears this many days after its date is not news. */
const NEWS_DAYS = 30;

export const feed: SourceDefinition<{ url: string }> = {
  scheme: 'feed',
  describe: {
    example: 'feed:https://...',
    gives: "an RSS, Atom, RDF or JSON feed of papers, such as a journal's",
  },
  parse: (rest) =>
    isHttpUrl(rest)
      ? { url: rest }
      : { problem: 'a feed needs an address, such as feed:https://example.org/rss.' },
  create: ({ url }, { http, memory, clock, random }) =>
    createFeed({ url, http, memory: memory(), clock, random }),
};

export interface FeedMemory {
  ids: string[];
}

export function createFeed(outside: LiveOutside<FeedMemory> & { url: string; http: Http }): Source {
  const { url, http, memory, clock, random } = outside;
  const { host } = new URL(url);
  const name = shownName(url);
  // An address may hold keys: only the store has all of it.
  const key = `feed:${url}`;

  return {
    name,
    live: true,
    async fetch(): Promise<Batch> {
      const now = clock();
      const nextAt = about(now + EVERY_MS, EVERY_MS / 6, random);
      const known = await memory.get(key);
      const got = await http.get({
        url,
        headers: { accept: ACCEPT },
        keep: {},
        maxBytes: MAX_BYTES,
        untrusted: true,
      });
      if (got.unchanged && known !== undefined) return { digests: [], nextAt };
      const { papers, skipped } = readFeedAnswer(got, { name: host, address: url, now });
      const seen = new Set(known?.ids);
      const fresh = papers.filter(({ paper }) => !seen.has(paper.id));
      const ids = [...new Set([...papers.map(({ paper }) => paper.id), ...seen])].slice(0, MOST_KNOWN);
      return {
        digests: toDigests(fresh, dayAt(now), known !== undefined, skipped),
        nextAt,
        kept: () => memory.set(key, { ids }),
      };
    },
  };
}

/** The name for people and logs: without query and credentials, and with a hash that tells two such feeds apart. */
function shownName(address: string): string {
  const { host, pathname, search, username, password } = new URL(address);
  const plain = `feed:${host}${pathname}`;
  if (search + username + password === '') return plain;
  return `${plain}#${createHash('sha256').update(address).digest('hex').slice(0, 6)}`;
}

/**
 * In the first fetch, items belong to their own days. Later, new items belong to today, as an issue may be dated some weeks
 * back; older ones are kept under their own day.
 */
function toDigests(papers: readonly FeedPaper[], today: Day, isLater: boolean, skipped: Skipped[]): Digest[] {
  const newsFrom = isLater ? addDays(today, -NEWS_DAYS) : today;
  const byDay = Map.groupBy(papers, ({ day = today }) => (day >= newsFrom ? today : day));
  const sorted = [...byDay].sort(([a], [b]) => a.localeCompare(b));
  return sorted.map(([date, list], at) => {
    const isLast = at === sorted.length - 1;
    return { date, papers: list.map(({ paper }) => paper), skipped: isLast ? skipped : [] };
  });
}
