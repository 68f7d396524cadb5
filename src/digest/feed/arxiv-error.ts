/** Recognizes errors of arXiv's API, which arrive as a feed with one entry. */
import { cleanText } from '../../text/clean.ts';
import type { FeedItem } from './feed-items.ts';

/** What arXiv says where it refuses a question. A paper titled "Error" has a paper's id. */
export function refusalOf(items: readonly (FeedItem | undefined)[]): string | undefined {
  const failure = items.find(
    (item) =>
      item?.title?.trim() === 'Error' && item.ids.some((id) => /\barxiv\.org\/api\/errors\b/i.test(id)),
  );
  return failure && cleanText(failure.texts[0] ?? 'no reason').slice(0, 160);
}
