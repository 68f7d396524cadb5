/** Keeps track of which platforms are connected, and why others are not. */
import { messageOf } from '../model/errors.ts';
import type { Adapter } from '../model/ports.ts';

export interface Connection {
  platform: string;
  /** Of a workspace that comes with Paperboy. */
  isLocal: boolean;
  /** Why it is not connected, as a sentence; undefined while it is. */
  problem?: string;
}

export interface Connections {
  /** Takes note of an adapter: the one that it returns does the same, and its starts and stops are noted. */
  watch(adapter: Adapter, isLocal: boolean): Adapter;
  all(): Connection[];
}

const NOT_STARTED = 'It is not connected yet.';

export function createConnections(): Connections {
  const watched: { adapter: Adapter; isLocal: boolean; problem: string | undefined }[] = [];
  return {
    watch(adapter, isLocal) {
      const noted = { adapter, isLocal, problem: NOT_STARTED as string | undefined };
      watched.push(noted);
      return {
        ...adapter,
        async start() {
          try {
            const opened = await adapter.start();
            noted.problem = undefined;
            return opened;
          } catch (error) {
            noted.problem = messageOf(error);
            throw error;
          }
        },
        async stop() {
          noted.problem = 'It was stopped.';
          await adapter.stop();
        },
      };
    },
    all: () =>
      watched.map(({ adapter, isLocal, problem = adapter.trouble?.() }) => ({
        platform: adapter.messenger.platform,
        isLocal,
        ...(problem === undefined ? {} : { problem }),
      })),
  };
}
