/** Who in this process wants to hear of changes of which topic. */
import type { Change, Heard } from './driver.ts';

export interface Watchers {
  /** Returns the function that ends it. */
  add(topic: string, heard: Heard): () => void;
  /** Topics that somebody watches. */
  topics(): string[];
  tell(change: Change): void;
}

export function createWatchers(): Watchers {
  const byTopic = new Map<string, Set<{ heard: Heard }>>();
  return {
    add(topic, heard) {
      // The same function may be added twice.
      const entry = { heard };
      const entries = byTopic.get(topic) ?? new Set();
      byTopic.set(topic, entries.add(entry));
      return () => {
        entries.delete(entry);
        if (entries.size === 0 && byTopic.get(topic) === entries) byTopic.delete(topic);
      };
    },
    topics: () => [...byTopic.keys()],
    tell({ topic, key }) {
      // Not from within: what a listener does must not delay or fail the code that made the change.
      for (const { heard } of byTopic.get(topic) ?? []) queueMicrotask(() => heard(key));
    },
  };
}
