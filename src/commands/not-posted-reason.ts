/** Says in one sentence why a paper that matches was not posted to a channel. */
import type { Subscription } from '../channels/channel.ts';
import type { NotPosted } from '../delivery/not-posted.ts';
import { sayDay } from '../model/day-format.ts';

/** @param matching the topics that match the paper now; none where the channel gets the whole digest */
export function sayNotPosted(reason: NotPosted, matching: readonly Subscription[]): string {
  switch (reason.why) {
    case 'not-news':
      return "It wasn't posted: it was added for search only, not with a new digest.";
    case 'before-channel':
      return "It wasn't posted: it arrived before this channel started getting posts.";
    case 'paused':
      return `It wasn't posted: it arrived while posts were paused by ${reason.by}, and the post for ${sayDay(reason.day)} was skipped.`;
    case 'old-digest':
      return `It wasn't posted: its digest, for ${sayDay(reason.day)}, is more than 3 days older than the newest one, for ${sayDay(reason.newest)}.`;
    case 'looked-at':
      return matching.length > 0 && matching.every(({ at }) => at > reason.at)
        ? `It wasn't posted: ${matching.length === 1 ? 'the topic that matches was' : 'the topics that match were'} added after the post for ${sayDay(reason.day)}, which covered its digest.`
        : `It wasn't posted: it didn't match what was followed here when the post for ${sayDay(reason.day)} was prepared.`;
    case 'unknown':
      return "It wasn't posted, and the record of the post that covered its digest is gone.";
  }
}
