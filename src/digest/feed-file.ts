/** Reads a feed that was saved to a file into digests, with the same code as feeds that are fetched. */
import type { Digest } from '../model/paper.ts';
import { readRows } from './digests-by-day.ts';
import { refusalOf } from './feed/arxiv-error.ts';
import { readItem } from './feed/item-paper.ts';
import { readFeed } from './feed/read-feed.ts';
import { badDigest, glimpse, type Reading } from './reader.ts';

/** Reads RSS, Atom, RDF, JSON Feed, and arXiv's listings and API responses: one digest for each day with papers. */
export function readFeedPage(text: string, reading: Reading): Digest[] {
  const { items } = readFeed(text);
  if (items.length === 0) throw badDigest('it is a feed without items');
  const refusal = refusalOf(items.map(({ item }) => item));
  if (refusal !== undefined)
    throw badDigest('it is an error from arXiv', undefined, `: ${glimpse(refusal, 100)}`);
  const rows = items.map(({ line, name, item, isCut }) => ({
    line,
    name,
    value: item,
    ...(isCut ? { broken: 'the feed is cut off here' } : {}),
  }));
  return readRows(rows, reading, {}, (item) => {
    if (item === undefined) return { reason: 'it cannot be parsed' };
    const read = readItem(item, reading.now);
    if ('reason' in read || reading.now === undefined || read.day === undefined) return read;
    // A day that has begun only in zones further east counts as today.
    const today = new Date(reading.now).toISOString().slice(0, 10);
    return { ...read, day: read.day > today ? today : read.day };
  });
}
