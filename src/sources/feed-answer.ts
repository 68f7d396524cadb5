/** Reads a server's response as a feed and reports what is wrong with it. */
import { faultOf } from '../digest/feed/detect-feed.ts';
import { type FeedPaper, readItem } from '../digest/feed/item-paper.ts';
import { readFeed } from '../digest/feed/read-feed.ts';
import { counted } from '../model/counted.ts';
import { sourceError } from '../model/errors.ts';
import type { Skipped } from '../model/paper.ts';
import type { HttpResponse } from './http.ts';
import { changedShape, textOf } from './unreadable.ts';

export type FeedAnswer = ReturnType<typeof readFeedAnswer>;

/**
 * Reads all items; one that isn't a paper is skipped with the reason. `from` is what messages call the server, `address`
 * where the feed is, `now` (ms since 1970) the clock, beyond which nothing was published. Of `total` items the answer may
 * hold a part, `count`.
 * Throws `source`: an answer that was cut off may be asked for again, one of another shape not.
 */
export function readFeedAnswer(
  got: Pick<HttpResponse, 'body' | 'charset'>,
  from: { name: string; address: string; now?: number },
) {
  const text = textOf(got, from.name);
  const { items, total = items.length, refusal } = feedIn(text, from);
  if (refusal !== undefined) throw sourceError(`arXiv refused the query: ${refusal}.`);
  const papers: FeedPaper[] = [];
  const skipped: Skipped[] = [];
  for (const item of items) {
    const read = item.broken === undefined ? readItem(item.value, from.now) : { reason: item.broken };
    if ('reason' in read) skipped.push({ line: item.line, reason: `${item.name}: ${read.reason}` });
    else papers.push(read);
  }
  if (items.length > 0 && papers.length === 0) {
    const why = `none of ${counted(items.length, 'item')} is a paper (${skipped[0]?.reason}).`;
    throw changedShape(new Error(why), text);
  }
  return { papers, skipped, count: items.length, total };
}

function feedIn(text: string, from: { name: string; address: string }) {
  const fault = faultOf(text);
  if (fault === 'cut') throw sourceError(`${from.name} ended in the middle of its feed.`, 0);
  if (fault === 'entities')
    throw sourceError(`${from.name} declares nested entities, which aren't supported.`);
  try {
    return readFeed(text, from.address);
  } catch (error) {
    throw changedShape(error, text);
  }
}
