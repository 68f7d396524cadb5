/** Part of the composition: sources in, their digests in the archive and how each is doing out. One bad source stops no other. */
import type { Archive } from './archive/archive.ts';
import type { SourceState } from './commands/rooms.ts';
import { messageOf } from './errors.ts';
import type { Clock, Log, Source } from './ports.ts';

export interface SourceReader {
  read(): Promise<void>;
  states(): SourceState[];
  /** A source that has not been read well for a day, and since when. */
  stale(now: number): { source: string; since: number } | undefined;
}

/** From here on a source's silence is worth a word. Milliseconds. */
const STALE_MS = 24 * 3_600_000;

export function createSourceReader(outside: {
  sources: readonly Source[];
  archive: Archive;
  clock: Clock;
  log: Log;
}): SourceReader {
  const { archive, clock, log } = outside;
  const states = new Map<string, SourceState>(outside.sources.map(({ name }) => [name, { name }]));

  const readOne = async (source: Source) => {
    try {
      const digests = await source.fetch();
      for (const digest of digests) {
        const count = await archive.put(digest, source.name);
        log.info('digest read', {
          source: source.name,
          date: digest.date,
          ...count,
          skipped: digest.skipped.length,
        });
      }
      const skipped = digests.at(-1)?.skipped ?? states.get(source.name)?.skipped ?? [];
      states.set(source.name, { name: source.name, lastFetch: clock(), skipped });
    } catch (error) {
      const problem = messageOf(error);
      log.warn('source failed', { source: source.name, reason: problem });
      states.set(source.name, { ...states.get(source.name), name: source.name, problem });
    }
  };

  return {
    read: async () => void (await Promise.all(outside.sources.map(readOne))),
    states: () => [...states.values()],
    stale(now) {
      for (const { name, lastFetch, problem } of states.values()) {
        if (problem !== undefined && lastFetch !== undefined && now - lastFetch > STALE_MS) {
          return { source: name, since: lastFetch };
        }
      }
      return undefined;
    },
  };
}
