/** The message that introduces Paperboy to a channel, the hint to invite it, and the button that opens a channel's settings. */
import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Place } from '../../src/model/ports.ts';
import type { Client } from './api.ts';
import { SETTINGS, toButtonBlock } from './buttons.ts';
import { isDirect, type Location } from './places.ts';
import { inert } from './text.ts';

/** Mentions `inviter`, so that people know whom to ask; nobody else is mentioned. */
export function toIntro(place: Place, inviter: string | undefined): { text: string; blocks: KnownBlock[] } {
  const by: RichTextElement[] = inviter
    ? [
        { type: 'text', text: "Hi, I'm Paperboy. " },
        { type: 'user', user_id: inviter },
        { type: 'text', text: ' added me to this channel.' },
      ]
    : [{ type: 'text', text: "Hi, I'm Paperboy, and I'm new in this channel." }];
  const elements: RichTextElement[] = [
    ...by,
    {
      type: 'text',
      text: ' I post new papers once a day. Follow topics to get only those. Anyone can type: ',
    },
    ...['/papers hyperparameter', '/papers subscribe "continual learning"', '/papers help'].flatMap(
      (command, at): RichTextElement[] => [
        ...(at === 0 ? [] : [{ type: 'text' as const, text: ', ' }]),
        { type: 'text', text: command, style: { code: true } },
      ],
    ),
    { type: 'text', text: '. I only read messages that are sent to me.' },
  ];
  return {
    text: "Hi, I'm Paperboy. I post new papers once a day. Type /papers help.",
    blocks: [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] },
      settingsBlock(place),
    ],
  };
}

/** Opens the settings of a place. */
export function settingsBlock(place: Place): KnownBlock {
  return toButtonBlock('Settings', `${SETTINGS}:0`, writePlace(place));
}

/** A place as a button or a view carries it. Names of channels have at most 80 characters. */
export function writePlace({ id, name }: Place): string {
  return JSON.stringify({ id, name: inert(name).slice(0, 100) });
}

export function readPlace(text: string | undefined): Place | undefined {
  try {
    const { id, name } = JSON.parse(text ?? '') as Partial<Place>;
    return typeof id === 'string' && typeof name === 'string' ? { id, name } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The hint shown below the answer to a change in a channel that Paperboy is not in. None in direct messages, and where Slack
 * does not say.
 */
export async function inviteHint({ channel }: Location, client: Client): Promise<KnownBlock[]> {
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

/** Undefined where Slack does not say. For non-members Slack answers as if a private channel did not exist. */
async function isMember(channel: string, client: Client): Promise<boolean | undefined> {
  try {
    const { channel: info } = await client.conversations.info({ channel });
    return info?.is_member;
  } catch (thrown) {
    const { data } = thrown as { data?: { error?: unknown } };
    return data?.error === 'channel_not_found' ? false : undefined;
  }
}
