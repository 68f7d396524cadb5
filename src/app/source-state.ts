/** Reads how a source is doing as it is stored; a state that was damaged counts as none, so that the source is asked again. */
import { z } from 'zod';
import type { SourceState } from '../commands/context.ts';
import { Day, Skipped } from '../model/paper.ts';

/** Milliseconds since 1970, as far as a date can hold them. */
const Moment = z.number().min(0).max(8.64e15).exactOptional();
const Count = z.int().min(0).exactOptional();
const Words = z.string().exactOptional();

const Stored = z.object({
  name: z.string(),
  lastFetch: Moment,
  asked: Moment,
  newest: Day.exactOptional(),
  papers: Count,
  newestAt: Moment,
  problem: Words,
  failures: Count,
  problems: z.array(z.string()).exactOptional(),
  problemCount: z.int().min(0).exactOptional(),
  staleSince: Moment,
  repeat: Words,
  skipped: z.array(Skipped).exactOptional(),
  next: Moment,
});

/** The stored state of the source with this name; undefined when it is not one. */
export function readSourceState(name: string, stored: unknown): SourceState | undefined {
  const read = Stored.safeParse(stored);
  return read.success && read.data.name === name ? read.data : undefined;
}
