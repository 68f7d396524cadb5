/** Tells whether a channel was deleted, also while Paperboy was not running and heard nothing of it. */
import type { ChannelId } from '../../src/model/channel-id.ts';
import { withDeadline } from '../../src/model/deadline.ts';
import type { Client } from './api.ts';
import { refusalOf } from './errors.ts';
import { type Directory, readId } from './places.ts';

/** How long Slack is asked: it wants the answer to a form, or the form itself, within three seconds. Milliseconds. */
const ASK_MS = 1_000;

/** In doubt it was not: nothing is refused because Slack or the store cannot be asked in time. */
export async function isGone(
  id: ChannelId,
  directory: Pick<Directory, 'look'>,
  client: Client,
): Promise<boolean> {
  const known = await directory.look(id).catch(() => 'unread' as const);
  if (known === undefined) return true;
  // Slack says of each private channel that Paperboy isn't in that there is none.
  if (known === 'unread' || known.hidden) return false;
  return withDeadline(isUnknown(readId(id)?.channel ?? '', client), ASK_MS, () => false);
}

async function isUnknown(channel: string, client: Client): Promise<boolean> {
  try {
    await client.conversations.info({ channel });
    return false;
  } catch (thrown) {
    return refusalOf(thrown) === 'channel_not_found';
  }
}
