/** Any RSS or Atom feed of papers: its address in, the items that are new out, once an hour, where the feed changed. */

import { createHash } from 'node:crypto';
import { PaperboyError } from '../model/errors.ts';
import type { Day, Digest, Skipped } from '../model/paper.ts';
import type { Batch, Clock, Shelf, Source } from '../model/ports.ts';
import { about, dayAt } from './days.ts';
import { type FeedPaper, itemsOf, paperFromItem } from './feed-entry.ts';
import type { Http } from './http.ts';
import { readXml } from './xml.ts';

const EVERY_MS = 3_600_000;
/** A feed is a list of what is new. Bytes. */
const MAX_BYTES = 20_000_000;
/** Ids remembered beyond those of the feed itself, which may drop and bring back items. */
const MOST_KNOWN = 5_000;

export interface FeedMemory {
  ids: string[];
}

export function createFeed(outside: {
  url: string;
  http: Http;
  memory: Shelf<FeedMemory>;
  clock: Clock;
  random: () => number;
}): Source {
  const { url, http, memory, clock, random } = outside;
  const { host } = new URL(url);
  const name = shownName(url);
  // An address may hold keys: the store alone knows it whole.
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
        headers: {
          accept: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8',
        },
        keep: {},
        maxBytes: MAX_BYTES,
        untrusted: true,
      });
      if (got.unchanged && known !== undefined) return { digests: [], nextAt };
      const { papers, skipped } = readItems(got.body, host, now);
      const seen = new Set(known?.ids);
      const fresh = papers.filter(({ paper }) => !seen.has(paper.id));
      const ids = [...new Set([...papers.map(({ paper }) => paper.id), ...seen])].slice(0, MOST_KNOWN);
      // At first, what the feed holds is of its own days; later, what is new in it is of today, whatever its date.
      return {
        digests: toDigests(fresh, dayAt(now), known !== undefined, skipped),
        nextAt,
        kept: () => memory.set(key, { ids }),
      };
    },
  };
}

/** What people and logs are shown: without query and credentials, and a few signs that tell two such feeds apart. */
function shownName(address: string): string {
  const { host, pathname, search, username, password } = new URL(address);
  const plain = `feed:${host}${pathname}`;
  if (search + username + password === '') return plain;
  return `${plain}#${createHash('sha256').update(address).digest('hex').slice(0, 6)}`;
}

function readItems(body: Uint8Array, host: string, now: number): { papers: FeedPaper[]; skipped: Skipped[] } {
  const items = itemsOf(readXml(decode(body), host));
  const papers: FeedPaper[] = [];
  const skipped: Skipped[] = [];
  items.forEach((item, at) => {
    const read = paperFromItem(item, now);
    if ('reason' in read) skipped.push({ line: at + 1, reason: `item ${at + 1}: ${read.reason}` });
    else papers.push(read);
  });
  if (items.length > 0 && papers.length === 0) {
    const sample = JSON.stringify(items[0]).slice(0, 160);
    throw new PaperboyError(
      'source',
      `The source changed shape: none of ${items.length} items is a paper (${skipped[0]?.reason}). It begins: ${sample}`,
    );
  }
  return { papers, skipped };
}

function toDigests(papers: readonly FeedPaper[], today: Day, isLater: boolean, skipped: Skipped[]): Digest[] {
  const byDay = Map.groupBy(papers, ({ day }) => (isLater ? today : (day ?? today)));
  const digests = [...byDay].map(([date, list]) => ({
    date,
    papers: list.map(({ paper }) => paper),
    skipped: [] as Skipped[],
  }));
  const sorted = digests.toSorted((a, b) => a.date.localeCompare(b.date));
  const last = sorted.at(-1);
  if (last && skipped.length > 0) last.skipped = skipped;
  return sorted;
}

/** The encoding that the feed's first line names, where this platform knows it. */
function decode(body: Uint8Array): string {
  const head = Buffer.from(body).toString('latin1', 0, 200);
  const label = /^[^<]{0,3}<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
