/** Matches some papers with the topics of all channels, so that one topic which cannot be matched costs only itself. */
import type { Subscription } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { Paper } from '../model/paper.ts';
import type { TopicMatcher, TopicMatches } from '../percolator/topic-matcher.ts';

/** Papers read and matched at a time; in between, other work of the process runs. */
const AT_ONCE = 25;

/** In parts of so many. */
export function slicesOf<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / AT_ONCE);
  return Array.from({ length: count }, (_, at) => all.slice(at * AT_ONCE, (at + 1) * AT_ONCE));
}

/**
 * All topics at once; one at a time when that throws. Never throws.
 * @param unmatched gets the queries that could not be matched, with what was thrown
 * @param only no other topics are matched; absent: those of all channels are
 */
export function matchSome(
  { channels, match }: { channels: Pick<Channels, 'all' | 'topics'>; match: TopicMatcher['match'] },
  papers: readonly Paper[],
  unmatched: Map<string, unknown>,
  only?: readonly Subscription[],
): TopicMatches[] {
  try {
    return [match(papers, only)];
  } catch {
    const topics = only ?? [...channels.all()].flatMap(({ id }) => channels.topics(id));
    return [...new Map(topics.map((one) => [one.query, one])).values()].flatMap((topic) => {
      try {
        return [match(papers, [topic])];
      } catch (error) {
        unmatched.set(topic.query, error);
        return [];
      }
    });
  }
}
