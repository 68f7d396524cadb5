/** The message that introduces Paperboy to a channel, the hint to invite it, and the button that opens a channel's settings. */
import type { KnownBlock, RichTextElement } from '@slack/types';
import { readJson } from '../../src/chat/json.ts';
import { isInSpace } from '../../src/model/channel-id.ts';
import type { Place } from '../../src/model/ports.ts';
import type { Client } from './api.ts';
import { SETTINGS, toButtonBlock } from './buttons.ts';
import { refusalOf } from './errors.ts';
import { isDirect, isDirectId, type Location, spaceId } from './places.ts';
import { inert } from './text.ts';

const EXAMPLES = ['/papers hyperparameter', '/papers subscribe "continual learning"', '/papers help'];

const FOR_ME = '/papers subscribe agents for me';

/** Mentions `inviter`, so that people know whom to ask; nobody else is mentioned. */
export function toIntro(place: Place, inviter: string | undefined): { text: string; blocks: KnownBlock[] } {
  const by: RichTextElement[] = inviter
    ? [words("Hi, I'm Paperboy. "), { type: 'user', user_id: inviter }, words(' added me to this channel.')]
    : [words("Hi, I'm Paperboy, and I'm new in this channel.")];
  const block = paragraph([
    ...by,
    words(' I post new papers once a day. Follow topics to get only those. Anyone can type: '),
    ...EXAMPLES.flatMap((command, at) => (at === 0 ? [code(command)] : [words(', '), code(command)])),
    words('. To follow a topic alone, by direct message, end with “for me”: '),
    code(FOR_ME),
    words('. I only read messages that are sent to me.'),
  ]);
  return {
    text: "Hi, I'm Paperboy. I post new papers once a day. Type /papers help.",
    blocks: [block, settingsBlock(place)],
  };
}

function paragraph(elements: RichTextElement[]): KnownBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function words(text: string): RichTextElement {
  return { type: 'text', text };
}

function code(text: string): RichTextElement {
  return { type: 'text', text, style: { code: true } };
}

/** Opens the settings of a place. */
export function settingsBlock(place: Place): KnownBlock {
  return toButtonBlock('Settings', `${SETTINGS}:0`, writePlace(place));
}

/**
 * A place as a button or a view carries it. Names of channels have at most 80 characters.
 * @param readAt when a view read the channel's topics
 */
export function writePlace({ id, name }: Place, readAt?: number): string {
  return JSON.stringify({ id, name: inert(name).slice(0, 100), readAt });
}

function readPlace(text: string | undefined): Place | undefined {
  const { id, name } = (readJson(text ?? '') ?? {}) as Partial<Place>;
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  return { id, name, ...(isDirectId(id) ? { direct: true } : {}) };
}

/** The place that a button or a view carries, if it is of this workspace. */
export function readPlaceIn(space: string, text: string | undefined): Place | undefined {
  const place = readPlace(text);
  return place && isInSpace(place.id, spaceId(space)) ? place : undefined;
}

/** When a view read the channel's topics; absent in one of an earlier version. */
export function readReadAt(text: string | undefined): { readAt?: number } {
  const { readAt } = (readJson(text ?? '') ?? {}) as { readAt?: unknown };
  return typeof readAt === 'number' ? { readAt } : {};
}

/**
 * What to do first, above the answer to a change in a channel that Paperboy is not in. Undefined in direct messages, and where
 * Slack does not say.
 */
export async function inviteHint(
  { channel }: Location,
  client: Client,
): Promise<{ text: string; blocks: KnownBlock[] } | undefined> {
  if (isDirect(channel) || (await isMember(channel, client)) !== false) return undefined;
  const text = `Type /invite @paperboy in <#${channel}> first: Paperboy isn't in it yet, so it can't post there.`;
  const blocks = [
    paragraph([
      { type: 'emoji', name: 'warning' },
      words(' Type '),
      code('/invite @paperboy'),
      words(' in '),
      { type: 'channel', channel_id: channel },
      words(" first: Paperboy isn't in it yet, so it can't post there."),
    ]),
  ];
  return { text, blocks };
}

/** Undefined where Slack does not say. For non-members Slack answers as if a private channel did not exist. */
async function isMember(channel: string, client: Client): Promise<boolean | undefined> {
  try {
    const { channel: info } = await client.conversations.info({ channel });
    return info?.is_member;
  } catch (thrown) {
    return refusalOf(thrown) === 'channel_not_found' ? false : undefined;
  }
}
