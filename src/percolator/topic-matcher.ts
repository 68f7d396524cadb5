/** Matches papers against the topics that channels follow: each distinct query once, however many channels follow it. */
import type { PaperId } from '../model/channel-id.ts';
import type { Paper } from '../model/paper.ts';
import { parseQuery } from '../query/parse.ts';
import { meaningKey } from '../query/print.ts';
import { createPercolator } from './percolator.ts';

/** What is matched: a query that a channel follows. */
export interface FollowedTopic {
  query: string;
}

/** By query as it is written: the papers that match, in their order. A query that matches none is absent. */
export type TopicMatches = Map<string, PaperId[]>;

export interface TopicMatcher {
  /** Follows a topic. Returns its query and what it means now, as texts that equal topics share; or why it cannot be read. */
  added(key: string, topic: FollowedTopic): { query: string; meaning: string } | { problem: string };
  /** Ends what `added` began for one topic. */
  removed(key: string, topic: FollowedTopic): void;
  /** Returns what tells later whether a query was followed at this moment already, and never since was not. */
  asOfNow(): (query: string) => boolean;
  /** Matches against all topics, or with `only` against these alone. */
  match(papers: readonly Paper[], only?: readonly FollowedTopic[]): TopicMatches;
}

export function createTopicMatcher(): TopicMatcher {
  const percolator = createPercolator();
  /** By query: what it means, how many topics have it, and which of all the queries it was when it began to be followed. */
  const followed = new Map<string, { query: string; meaning: string; count: number; place: number }>();
  let places = 0;
  return {
    added(_, { query }) {
      const known = followed.get(query);
      if (known !== undefined) {
        known.count++;
        return { query: known.query, meaning: known.meaning };
      }
      // Not `readTopic`, which prints the query too: at the start that costs as much as all the rest.
      const parsed = parseQuery(query);
      if (!parsed.ok) return { problem: parsed.problem.message };
      const meaning = meaningKey(parsed.query);
      percolator.add(query, parsed.query);
      followed.set(query, { query, meaning, count: 1, place: ++places });
      return { query, meaning };
    },
    removed(_, { query }) {
      const known = followed.get(query);
      // One that could not be read is not followed.
      if (known === undefined || --known.count > 0) return;
      followed.delete(query);
      percolator.remove(query);
    },
    asOfNow() {
      const last = places;
      // One that cannot be read matches nothing, at any time.
      return (query) => (followed.get(query)?.place ?? 0) <= last;
    },
    match(papers, only) {
      // One channel's preview must not cost what the day of all channels costs.
      if (only !== undefined) return matcherOf(only).match(papers);
      const found: TopicMatches = new Map();
      percolator.match(papers, (query, at) => {
        const id = papers[at]?.id as PaperId;
        const ids = found.get(query);
        if (ids) ids.push(id);
        else found.set(query, [id]);
      });
      return found;
    },
  };
}

function matcherOf(topics: readonly FollowedTopic[]): TopicMatcher {
  const matcher = createTopicMatcher();
  for (const topic of topics) matcher.added('', topic);
  return matcher;
}
