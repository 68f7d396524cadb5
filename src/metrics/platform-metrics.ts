/** Measures how long platforms take, and tells which are connected. */
import { Gauge, Histogram, type Registry } from 'prom-client';
import type { Messenger } from '../model/ports.ts';

/** A messenger is cut off after 20 s. Seconds. */
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

export interface PlatformMetrics {
  /** The same messenger, with its requests measured. */
  measure(messenger: Messenger): Messenger;
  setConnected(platforms: readonly { platform: string; problem?: string }[]): void;
}

export function createPlatformMetrics(registry: Registry): PlatformMetrics {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'paperboy_platform_seconds',
    help: "From handing a post, or a look for one, to a platform until its answer; the adapter's own waits included.",
    labelNames: ['platform', 'request', 'result'],
    buckets: BUCKETS,
    registers,
  });
  const connected = new Gauge({
    name: 'paperboy_platform_connected',
    help: '1 while the platform is connected, else 0.',
    labelNames: ['platform'],
    registers,
  });
  return {
    measure(messenger) {
      const { platform } = messenger;
      const timed = async <T>(request: 'post' | 'find', work: () => Promise<T>): Promise<T> => {
        const end = seconds.startTimer({ platform, request });
        try {
          const result = await work();
          end({ result: 'ok' });
          return result;
        } catch (error) {
          end({ result: 'error' });
          throw error;
        }
      };
      return {
        ...messenger,
        post: (...asked) => timed('post', () => messenger.post(...asked)),
        find: (post) => timed('find', () => messenger.find(post)),
      };
    },
    setConnected(platforms) {
      for (const { platform, problem } of platforms)
        connected.set({ platform }, problem === undefined ? 1 : 0);
    },
  };
}
