/** Matches papers against the topics that channels follow, by channel and paper. */
import type { ChannelId, PaperId } from '../model/channel-id.ts';
import type { Paper } from '../model/paper.ts';
import { parseQuery } from '../query/parse.ts';
import { meaningKey } from '../query/print.ts';
import { createPercolator } from './percolator.ts';

/** What is matched: a query that a channel follows, and the key of its meaning. */
export interface FollowedTopic {
  channel: ChannelId;
  query: string;
  meaning: string;
}

/** The topics that match, by channel, then by paper. */
export type TopicMatches<T> = Map<ChannelId, Map<PaperId, T[]>>;

export interface TopicMatcher<T extends FollowedTopic> {
  /** Follows a topic under a key. Returns what its query means now, or why it cannot be read. */
  added(key: string, topic: T): { meaning: string } | { problem: string };
  removed(key: string): void;
  /** Matches against all topics, or with `only` against these alone. */
  match(papers: readonly Paper[], only?: readonly T[]): TopicMatches<T>;
}

export function createTopicMatcher<T extends FollowedTopic>(): TopicMatcher<T> {
  const percolator = createPercolator();
  const followed = new Map<string, T>();
  const added: TopicMatcher<T>['added'] = (key, topic) => {
    // Not `readTopic`, which prints the query too: at the start that costs as much as all the rest.
    const parsed = parseQuery(topic.query);
    if (!parsed.ok) return { problem: parsed.problem.message };
    const meaning = meaningKey(parsed.query);
    percolator.add(key, parsed.query);
    followed.set(key, { ...topic, meaning });
    return { meaning };
  };
  return {
    added,
    removed(key) {
      percolator.remove(key);
      followed.delete(key);
    },
    match(papers, only) {
      // One channel's preview must not cost what the day of all channels costs.
      if (only !== undefined) return matcherOf(only).match(papers);
      const found: TopicMatches<T> = new Map();
      percolator.match(papers, (key, at) => {
        const topic = followed.get(key);
        const paper = papers[at];
        if (topic && paper) add(found, topic, paper.id);
      });
      return found;
    },
  };
}

function matcherOf<T extends FollowedTopic>(topics: readonly T[]): TopicMatcher<T> {
  const matcher = createTopicMatcher<T>();
  for (const topic of topics) matcher.added(topic.meaning, topic);
  return matcher;
}

function add<T extends FollowedTopic>(found: TopicMatches<T>, topic: T, paper: PaperId): void {
  const papers = found.get(topic.channel) ?? new Map<PaperId, T[]>();
  found.set(topic.channel, papers);
  const list = papers.get(paper);
  if (list) list.push(topic);
  else papers.set(paper, [topic]);
}
