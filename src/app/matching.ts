/** Matches papers against all subscriptions, kept in step with what channels change. */
import type { Subscription } from '../channels/channel.ts';
import type { Listener } from '../channels/channels.ts';
import type { Paper } from '../model/paper.ts';
import { createPercolator } from '../percolator/percolator.ts';
import { parseQuery } from '../query/parse.ts';
import { meaningKey } from '../query/print.ts';
import type { Matching } from './news.ts';

export function createMatching(): { listener: Listener; match: Matching } {
  const percolator = createPercolator();
  const followed = new Map<string, Subscription>();
  return {
    listener: {
      added(key, subscription) {
        // Not `readTopic`, which prints the query too: at the start that costs as much as all the rest.
        const parsed = parseQuery(subscription.query);
        if (!parsed.ok) return { problem: parsed.problem.message };
        const meaning = meaningKey(parsed.query);
        percolator.add(key, parsed.query);
        followed.set(key, { ...subscription, meaning });
        return { meaning };
      },
      removed(key) {
        percolator.remove(key);
        followed.delete(key);
      },
    },
    match(papers: readonly Paper[], only?: readonly Subscription[]) {
      if (only !== undefined) return matchingOf(only).match(papers);
      const found = new Map<string, Map<string, Subscription[]>>();
      percolator.match(papers, (key, at) => {
        const subscription = followed.get(key);
        const paper = papers[at];
        if (subscription && paper) add(found, subscription, paper.id);
      });
      return found;
    },
  };
}

/** A few subscriptions by themselves: one channel's preview must not cost what the day of all of them costs. */
function matchingOf(subscriptions: readonly Subscription[]) {
  const few = createMatching();
  for (const subscription of subscriptions) few.listener.added(subscription.meaning, subscription);
  return few;
}

function add(
  found: Map<string, Map<string, Subscription[]>>,
  subscription: Subscription,
  paper: string,
): void {
  const papers = found.get(subscription.channel) ?? new Map<string, Subscription[]>();
  found.set(subscription.channel, papers);
  const list = papers.get(paper);
  if (list) list.push(subscription);
  else papers.set(paper, [subscription]);
}
