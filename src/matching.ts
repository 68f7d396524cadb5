/** Part of the composition: subscriptions in as channels change them, which channel gets which paper out. */
import type { Subscription } from './channels/channel.ts';
import type { Listener } from './channels/channels.ts';
import type { Paper } from './paper.ts';
import { readPaper } from './query/document.ts';
import { compile } from './query/meaning.ts';
import { parseQuery } from './query/parse.ts';
import type { Matching } from './round.ts';

export function createMatching(): { listener: Listener; match: Matching } {
  const followed = new Map<string, { subscription: Subscription; holds: ReturnType<typeof compile> }>();
  return {
    listener: {
      added(key, subscription) {
        const parsed = parseQuery(subscription.query);
        if (parsed.ok) followed.set(key, { subscription, holds: compile(parsed.query) });
      },
      removed: (key) => void followed.delete(key),
    },
    match(papers: readonly Paper[]) {
      const found = new Map<string, Map<string, Subscription[]>>();
      for (const document of papers.map(readPaper)) {
        for (const { subscription, holds } of followed.values()) {
          if (!holds(document)) continue;
          const channel = found.get(subscription.channel) ?? new Map<string, Subscription[]>();
          found.set(subscription.channel, channel);
          channel.set(document.paper.id, [...(channel.get(document.paper.id) ?? []), subscription]);
        }
      }
      return found;
    },
  };
}
