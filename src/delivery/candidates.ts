/** Reads what arrived since a channel's last post, and selects the papers that its next post may show. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Channel, Subscription } from '../channels/channel.ts';
import { topicsOwner } from '../channels/copies.ts';
import type { ChannelId } from '../model/channel-id.ts';
import type { Day, Paper } from '../model/paper.ts';
import type { TopicMatches } from '../percolator/topic-matcher.ts';
import type { DeliveryContext } from './context.ts';
import { newestOf, oldestNews } from './coverage.ts';
import type { Covered } from './delivery.ts';
import type { Candidate } from './plan.ts';

export interface Arrived {
  /** The papers, as for a channel without topics: thousands of channels share these. */
  papers: readonly Candidate[];
  /** What readers should know of the digests of the papers, by day. */
  notes: ReadonlyMap<Day, readonly string[]>;
  matches: TopicMatches<Subscription>;
  /** Channels whose topics could not be matched, with what was thrown. */
  unmatched: ReadonlyMap<ChannelId, unknown>;
}

/** Papers matched at a time; in between, other work of the process runs. */
const MATCHED = 25;

type Needs = Pick<DeliveryContext, 'archive' | 'channels' | 'match'>;

/** What one channel's post needs of what arrived. */
interface OneChannel {
  /** No other subscriptions are matched. */
  topics: readonly Subscription[];
  covered: Covered;
}

/** Returns a function that reads what arrived after the number `from`; with `one`, what a single channel needs of it. */
export function createReadArrived({ archive, channels, match }: Needs) {
  return async (from: number, one?: OneChannel): Promise<Arrived> => {
    const newest = one?.covered.newest;
    const oldest = newest === undefined ? '' : oldestNews(newest);
    // A whole archive may have been imported: what counts as seen is not even read.
    const arrivals = (await archive.after(from)).filter(({ day }) => day >= oldest);
    const papers = await archive.getMany(arrivals.map(({ paper }) => paper));
    const byId = new Map(papers.map((paper) => [paper.id, paper]));
    const matches: Arrived['matches'] = new Map();
    const unmatched = new Map<ChannelId, unknown>();
    /** All channels at once; one at a time when that throws, so that topics which cannot be matched cost only their channel. */
    const matchAll = (some: readonly Paper[]) => {
      try {
        collect(matches, match(some));
      } catch {
        for (const { id } of channels.all()) {
          try {
            collect(matches, match(some, channels.topics(id)));
          } catch (error) {
            unmatched.set(id, error);
          }
        }
      }
    };
    for (let at = 0; at < papers.length; at += MATCHED) {
      const some = papers.slice(at, at + MATCHED);
      if (one === undefined) matchAll(some);
      else collect(matches, match(some, one.topics));
      await breathe();
    }
    const came = arrivals.flatMap(({ paper: id, day }): Candidate[] => {
      const paper = byId.get(id);
      return paper === undefined ? [] : [{ paper, day, topics: [], relevance: 0 }];
    });
    const notes = await archive.notesOn(new Set(came.map(({ day }) => day)));
    return { papers: came, notes, matches, unmatched };
  };
}

function collect(matches: Arrived['matches'], found: Arrived['matches']): void {
  for (const [channel, hits] of found) {
    const before = matches.get(channel);
    if (before === undefined) matches.set(channel, hits);
    else for (const [paper, topics] of hits) before.set(paper, topics);
  }
}

/** The papers that a channel may be sent, each with the topics it matches in the order of their numbers. */
export function candidatesOf(
  channel: Channel,
  topics: readonly Subscription[],
  arrived: Arrived,
  covered: Covered,
): readonly Candidate[] {
  // Where no digest was covered, the first that arrives is news, however old; not a whole archive with it.
  const newest = covered.newest ?? newestOf(arrived.papers, covered);
  const oldest = newest === undefined ? '' : oldestNews(newest);
  const recent = arrived.papers.filter(({ day }) => day >= oldest);
  const matches = arrived.matches.get(topicsOwner(channel));
  if (matches === undefined) return recent;
  const queriesOf = createQueriesOf(topics);
  return recent.map((candidate) => {
    const hits = matches.get(candidate.paper.id);
    return hits === undefined ? candidate : { ...candidate, topics: queriesOf(hits) };
  });
}

/** Returns a function that gives the queries of topics that a paper matches, in the order of the channel's topics. */
export function createQueriesOf(topics: readonly Subscription[]) {
  const order = new Map(topics.map(({ meaning }, at) => [meaning, at]));
  return (hits: readonly Subscription[]): string[] =>
    hits
      .toSorted((a, b) => (order.get(a.meaning) ?? 0) - (order.get(b.meaning) ?? 0))
      .map(({ query }) => query);
}
