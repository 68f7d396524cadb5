/** Reads a server's response as a feed and reports what is wrong with it. */
import { refusalOf } from '../digest/feed/arxiv-error.ts';
import { faultOf } from '../digest/feed/detect-feed.ts';
import { type FeedPaper, readItem } from '../digest/feed/item-paper.ts';
import { readFeed } from '../digest/feed/read-feed.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Skipped } from '../model/paper.ts';
import type { HttpResponse } from './http.ts';
import { changedShape, textOf } from './unreadable.ts';

export interface FeedAnswer {
  papers: FeedPaper[];
  skipped: Skipped[];
  /** Items in the answer, papers or not. */
  count: number;
  /** Items in all, where the answer is a part of them. */
  total: number;
}

/**
 * Reads all items; one that isn't a paper is skipped with the reason. `from` is what messages call the server, `address`
 * where the feed is, `now` (ms since 1970) the clock, beyond which nothing was published.
 * Throws `source`: an answer that was cut off may be asked for again, one of another shape not.
 */
export function readFeedAnswer(
  got: Pick<HttpResponse, 'body' | 'charset'>,
  from: { name: string; address: string; now?: number },
): FeedAnswer {
  const text = textOf(got, from.name);
  const { items, total = items.length } = feedIn(text, from);
  const refusal = refusalOf(items.map(({ item }) => item));
  if (refusal !== undefined) throw new PaperboyError('source', `arXiv refused the query: ${refusal}.`);
  const papers: FeedPaper[] = [];
  const skipped: Skipped[] = [];
  for (const { item, line, name } of items) {
    const read = item === undefined ? { reason: 'it cannot be parsed' } : readItem(item, from.now);
    if ('reason' in read) skipped.push({ line, reason: `${name}: ${read.reason}` });
    else papers.push(read);
  }
  if (items.length > 0 && papers.length === 0) {
    const why = `none of ${items.length} items is a paper (${skipped[0]?.reason}).`;
    throw changedShape(new Error(why), text);
  }
  return { papers, skipped, count: items.length, total };
}

function feedIn(text: string, from: { name: string; address: string }) {
  const fault = faultOf(text);
  if (fault === 'cut') {
    throw new PaperboyError('source', `${from.name} ended in the middle of its feed.`, {
      retry: { afterMs: 0 },
    });
  }
  if (fault === 'entities') {
    throw new PaperboyError('source', `${from.name} declares nested entities, which aren't supported.`);
  }
  try {
    return readFeed(text, from.address);
  } catch (error) {
    throw changedShape(error, text);
  }
}
