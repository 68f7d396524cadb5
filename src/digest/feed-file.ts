/** Reads a feed that was saved to a file into digests, with the same code as feeds that are fetched. */
import type { Digest } from '../model/paper.ts';
import { readRows } from './digests-by-day.ts';
import { readItem } from './feed/item-paper.ts';
import { readFeed } from './feed/read-feed.ts';
import { badDigest, dayOf, glimpse, type Reading } from './reader.ts';

/** Reads RSS, Atom, RDF, JSON Feed, and arXiv's listings and API responses: one digest for each day with papers. */
export function readFeedPage(text: string, reading: Reading): Digest[] {
  const { items, refusal } = readFeed(text);
  if (items.length === 0) throw badDigest('it is a feed without items');
  if (refusal !== undefined) throw badDigest('it is an error from arXiv', `: ${glimpse(refusal, 100)}`);
  return readRows(items, reading, undefined, (item) => {
    const read = readItem(item, reading.now);
    const today = dayOf(reading.now);
    if ('reason' in read || today === undefined || read.day === undefined) return read;
    // A day that has begun only in zones further east counts as today.
    return { ...read, day: read.day > today ? today : read.day };
  });
}
