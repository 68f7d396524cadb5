/** Says how Paperboy gets into a channel that it is to post to and is not a member of. */
import type { KnownBlock } from '@slack/types';
import type { Client } from './client.ts';
import { isDirect, type Room } from './places.ts';

/**
 * The hint below the answer to a change in a channel without Paperboy; none where it is a member, in direct messages, and where
 * Slack does not say.
 */
export async function inviteHint({ channel }: Room, client: Client): Promise<KnownBlock[]> {
  if (isDirect(channel) || (await isMember(channel, client)) !== false) return [];
  return [
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'emoji', name: 'warning' },
            { type: 'text', text: " Paperboy isn't in " },
            { type: 'channel', channel_id: channel },
            { type: 'text', text: " yet, so it can't post there. Type " },
            { type: 'text', text: '/invite @paperboy', style: { code: true } },
            { type: 'text', text: ' in the channel to add it.' },
          ],
        },
      ],
    },
  ];
}

/** Undefined where Slack does not say. A private channel is not even there for those who are not in it. */
async function isMember(channel: string, client: Client): Promise<boolean | undefined> {
  try {
    const { channel: info } = await client.conversations.info({ channel });
    return info?.is_member;
  } catch (thrown) {
    const { data } = thrown as { data?: { error?: unknown } };
    return data?.error === 'channel_not_found' ? false : undefined;
  }
}
