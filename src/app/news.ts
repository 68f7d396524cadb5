/** Reads what came since a channel's last post, and picks the candidates of that post with the topics they match. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Archive } from '../archive/archive.ts';
import type { Channel, Subscription } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { Covered } from '../delivery/ledger.ts';
import type { Candidate } from '../delivery/plan.ts';
import type { Day, Paper } from '../model/paper.ts';

/** Which subscriptions match which papers: by channel, then by paper. Of all of them, or of those given only. */
export type Matching = (
  papers: readonly Paper[],
  only?: readonly Subscription[],
) => Map<string, Map<string, Subscription[]>>;

export interface News {
  /** What came, as for a channel without topics: thousands of channels share these. */
  came: readonly Candidate[];
  matches: ReturnType<Matching>;
  /** Channels whose topics could not be matched, with what was thrown. */
  unmatched: ReadonlyMap<string, unknown>;
}

/**
 * A late addition to a digest is still news for this many days; papers of older digests, such as an archive filled
 * afterwards, count as seen.
 */
const LATE_ADDITION_DAYS = 3;
/** Papers matched at a time; between two, others have a turn. */
const MATCHED = 25;

export interface NewsRooms {
  archive: Pick<Archive, 'after' | 'getMany'>;
  channels: Pick<Channels, 'all' | 'topics'>;
  match: Matching;
}

/**
 * Returns a function that reads arrivals, papers and matches once for all channels that share a starting point.
 * Its `from` is a number of arrival; with `only`, no other subscriptions are matched.
 */
export function createNews({ archive, channels, match }: NewsRooms) {
  /** All channels at once; one at a time when that throws, so that topics which cannot be matched cost their channel only. */
  const matchAll = (papers: readonly Paper[], matches: News['matches'], unmatched: Map<string, unknown>) => {
    try {
      collect(matches, match(papers));
    } catch {
      for (const { id } of channels.all()) {
        try {
          collect(matches, match(papers, channels.topics(id)));
        } catch (error) {
          unmatched.set(id, error);
        }
      }
    }
  };

  return async (from: number, only?: readonly Subscription[]): Promise<News> => {
    const arrivals = await archive.after(from);
    const papers = await archive.getMany(arrivals.map(({ paper }) => paper));
    const byId = new Map(papers.map((paper) => [paper.id, paper]));
    const matches: News['matches'] = new Map();
    const unmatched = new Map<string, unknown>();
    for (let at = 0; at < papers.length; at += MATCHED) {
      const some = papers.slice(at, at + MATCHED);
      if (only === undefined) matchAll(some, matches, unmatched);
      else collect(matches, match(some, only));
      await breathe();
    }
    const came = arrivals.flatMap(({ paper: id, day }): Candidate[] => {
      const paper = byId.get(id);
      return paper === undefined ? [] : [{ paper, day, topics: [], relevance: 0 }];
    });
    return { came, matches, unmatched };
  };
}

function collect(matches: News['matches'], found: News['matches']): void {
  for (const [channel, hits] of found) {
    const before = matches.get(channel);
    if (before === undefined) matches.set(channel, hits);
    else for (const [paper, topics] of hits) before.set(paper, topics);
  }
}

/** What of the news a channel may be sent, each paper with the topics it matches in the order of their numbers. */
export function candidatesOf(
  channel: Channel,
  topics: readonly Subscription[],
  news: News,
  covered: Covered,
): readonly Candidate[] {
  // Where no digest was covered, the first that comes is news, however old; not a whole archive with it.
  const newest = covered.newest ?? newestOf(news.came, covered);
  const oldest = newest === undefined ? '' : oldestNews(newest);
  const recent = news.came.filter(({ day }) => day >= oldest);
  const matches = news.matches.get(channel.id);
  if (matches === undefined) return recent;
  const order = new Map(topics.map((topic, at) => [topic.meaning, at]));
  return recent.map((candidate) => {
    const hits = matches.get(candidate.paper.id);
    if (hits === undefined) return candidate;
    const sorted = hits.toSorted((a, b) => (order.get(a.meaning) ?? 0) - (order.get(b.meaning) ?? 0));
    return { ...candidate, topics: sorted.map(({ query }) => query) };
  });
}

/** Papers of digests before this day count as seen where `newest` is the newest one. */
export function oldestNews(newest: Day): Day {
  return daysBefore(newest, LATE_ADDITION_DAYS);
}

/** Days have no zone, so the arithmetic of UTC is right for them. */
function daysBefore(day: Day, days: number): Day {
  return new Date(Date.parse(day) - days * 24 * 3_600_000).toISOString().slice(0, 10);
}

/** The newest day of a digest among the candidates and what was covered before. */
export function newestOf(candidates: readonly Candidate[], covered: Covered): Day | undefined {
  return candidates.reduce<Day | undefined>(
    (newest, { day }) => (newest === undefined || day > newest ? day : newest),
    covered.newest,
  );
}
