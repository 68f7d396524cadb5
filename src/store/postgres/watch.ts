/** Hears of the changes of all processes on a database: by notifications, and after a gap by comparing revisions. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Change, Heard } from '../driver.ts';
import { createWatchers } from '../watchers.ts';
import type { Connections } from './connections.ts';

/** A notification holds less than 8,000 bytes. A longer key is left out: anything may have changed then. */
const MOST_BYTES = 7_000;
const RETRY_MS = 1_000;

export interface Watching {
  watch(topic: string, heard: Heard): () => void;
  stop(): Promise<void>;
}

/** Channels are the whole database's, and several Paperboys may share one, each in its schema. */
export function channelOf(schema: string): string {
  return `paperboy_${createHash('sha1').update(schema).digest('hex').slice(0, 16)}`;
}

export function payloadOf({ topic, key, revision }: Change): string {
  const payload = JSON.stringify(key === undefined ? [topic, revision] : [topic, revision, key]);
  return Buffer.byteLength(payload) <= MOST_BYTES ? payload : JSON.stringify([topic, revision]);
}

/** Nothing is listened to before somebody watches. */
export function createWatching(connections: Connections, schema: string): Watching {
  const watchers = createWatchers();
  /** The revision of each topic that was heard of last. */
  const seen = new Map<string, number>();
  let listening: { stop(): Promise<void> } | undefined;
  let stopped = false;

  const compare = async () => {
    const topics = watchers.topics();
    const connection = await connections.acquire();
    try {
      const { rows } = await connection.query('SELECT name, value FROM revisions WHERE name = ANY($1)', [
        topics,
      ]);
      connection.release();
      for (const { name, value } of rows as { name: string; value: number }[]) {
        if (seen.get(name) === value) continue;
        seen.set(name, value);
        watchers.tell({ topic: name, key: undefined, revision: value });
      }
    } catch (error) {
      connection.release('broken');
      throw error;
    }
  };
  const catchUp = async () => {
    while (!stopped) {
      try {
        return await compare();
      } catch {
        await pause(RETRY_MS, undefined, { ref: false });
      }
    }
  };
  const listener = {
    heard(payload: string) {
      const [topic, revision, key] = JSON.parse(payload) as [string, number, string?];
      seen.set(topic, revision);
      watchers.tell({ topic, key, revision });
    },
    connected: () => void catchUp(),
  };

  return {
    watch(topic, heard) {
      listening ??= connections.listen(channelOf(schema), listener);
      return watchers.add(topic, heard);
    },
    async stop() {
      stopped = true;
      await listening?.stop();
    },
  };
}
