/** Reads the entries of a file one after another, and lets other work of the process run between them. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { LibraryEntry, ReadEntries, SkippedEntry } from './entry.ts';

/** How long other work waits. Milliseconds. */
const SLICE_MS = 10;
/** Entries beyond the limit that are counted; a file with more is said to have more. */
const MOST_COUNTED = 20_000;

/** Entries of a file: those read, and how many there are. */
export interface FoundEntries extends ReadEntries {
  /** Entries in the file, read or not. */
  found: number;
  /** Whether there are more than were counted. */
  isMore: boolean;
}

/**
 * @param items parts of the file, found as they are asked for; undefined for what is no entry
 * @param most entries that are read; some after them are counted
 * @param read gets its number, from 1
 */
export async function readInTurn<T>(
  items: Iterable<T | undefined>,
  most: number,
  read: (item: T, number: number) => LibraryEntry | SkippedEntry,
): Promise<FoundEntries> {
  const all: FoundEntries = { entries: [], skipped: [], found: 0, isMore: false };
  let since = performance.now();
  for (const item of items) {
    if (performance.now() - since > SLICE_MS) {
      await breathe();
      since = performance.now();
    }
    if (item === undefined) continue;
    if (all.found === most + MOST_COUNTED) return { ...all, isMore: true };
    all.found += 1;
    if (all.found > most) continue;
    const one = read(item, all.found);
    if ('reason' in one) all.skipped.push(one);
    else all.entries.push(one);
  }
  return all;
}
