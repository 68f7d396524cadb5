/** Stores the state of each source, for `status` and across restarts. A damaged state counts as none: the source is fetched again. */
import { z } from 'zod';
import { Day, Skipped } from '../model/paper.ts';
import type { Log, Shelf } from '../model/ports.ts';
import type { Source } from '../model/source-ports.ts';

/** Milliseconds since 1970, as far as a date can hold them. */
const Moment = z.number().min(0).max(8.64e15).optional();
const Count = z.int().min(0).optional();
const Words = z.string().optional();

const Stored = z.object({
  name: z.string(),
  /** When it was last read without an error. */
  lastFetch: Moment,
  /** When it was last asked, with or without an error. */
  asked: Moment,
  /** Its newest digest that had papers, how many, and when it came. */
  newest: Day.optional(),
  papers: Count,
  newestAt: Moment,
  /** Why it could not be read the last time; how often in a row. */
  problem: Words,
  failures: Count,
  /** What was wrong although the rest could be read, and how many problems there were, where not all are listed. */
  problems: z.array(z.string()).optional(),
  problemCount: Count,
  /** Since when it has given the same list although a new one was due. */
  staleSince: Moment,
  /** That its newest list is mostly the one before, as a sentence. */
  repeat: Words,
  skipped: z.array(Skipped).optional(),
  /** When it is asked next; absent: at every tick. */
  next: Moment,
});

/** Whether a stored value is a state as this version reads it. */
export function isSourceState(value: unknown): boolean {
  return Stored.safeParse(value).success;
}

export type StoredSourceState = z.infer<typeof Stored>;

export interface SourceState extends StoredSourceState {
  /** Days of the past that are being fetched. */
  filling?: { done: number; of: number } | undefined;
}

export type SourceStates = ReturnType<typeof createSourceStates>;

interface StatesOutside {
  sources: readonly Source[];
  states: Shelf<StoredSourceState>;
  /** Called after a state was stored, so that other processes read it. */
  onStored?: () => Promise<void>;
  log: Log;
}

export function createSourceStates({ sources, states: shelf, onStored, log }: StatesOutside) {
  const states = new Map<string, SourceState>(sources.map(({ name }) => [name, { name }]));
  const written = new Map<string, string>();
  const of = ({ name }: Source): SourceState => states.get(name) ?? { name };

  const takeOver = (source: Source, stored: StoredSourceState | undefined): void => {
    if (stored === undefined) return;
    const { success, data } = Stored.safeParse(stored);
    if (!success || data.name !== source.name) {
      const shelf = 'source_states';
      log.warn('a stored value could not be read and was skipped', { shelf, key: source.name });
      return;
    }
    const { asked = 0, filling } = of(source);
    if ((data.asked ?? 0) >= asked) states.set(source.name, { ...data, filling });
  };

  return {
    of,
    all: () => [...states.values()],
    /** Takes over a state and stores it. */
    async remember(state: SourceState): Promise<void> {
      states.set(state.name, state);
      const { filling: _, ...stored } = state;
      // A source that is asked at every tick is written only when it has something to tell.
      const told = tellsPeople(state);
      if (state.next === undefined && told === written.get(state.name)) return;
      await shelf.set(state.name, stored);
      written.set(state.name, told);
      await onStored?.();
    },
    /** Takes over what is stored, when another process on this store asked the source later than this one. */
    recall: async (source: Source): Promise<void> => takeOver(source, await shelf.get(source.name)),
    /** The same for all sources that one process asks for all. Each process reads its own files. */
    async recallAll(): Promise<void> {
      const asked = sources.filter((source) => source.live || of(source).next !== undefined);
      const stored = await shelf.getMany(asked.map(({ name }) => name));
      for (const [at, source] of asked.entries()) takeOver(source, stored[at]);
    },
    /** Notes the progress of a fill, which is not stored; undefined once it has ended. */
    setFilling(source: Source, filling: SourceState['filling']): void {
      states.set(source.name, { ...of(source), filling });
    },
  };
}

/** What `status` shows of a source, without the times at which it was read: equal when nothing else changed. */
function tellsPeople({ lastFetch: _, asked: __, filling: ___, ...rest }: SourceState): string {
  return JSON.stringify(rest);
}
