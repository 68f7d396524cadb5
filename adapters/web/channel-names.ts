/** The names and ids of the workspace's channels: reads typed names, and says what is wrong with one. */

import { formatChannelId, type PersonId, parseChannelId } from '../../src/model/channel-id.ts';
import { countCharacters } from '../../src/model/characters.ts';
import type { Place } from '../../src/model/ports.ts';

const LONGEST_NAME = 80;
export const SPACE = { platform: 'web', space: 'local' };

export function placeOf({ key, name }: { key: string; name: string }): Place {
  const id = formatChannelId({ ...SPACE, channel: key });
  return ownerOf(key) === undefined ? { id, name: `#${name}` } : { id, name: 'direct message', direct: true };
}

/** A person's own conversation with Paperboy, which nobody else sees. There is one for everyone, so none of it is stored. */
export const OWN_NAME = 'Direct messages';
const OWN_KEY = /^~([0-9a-f]{16})$/;

/** The key of a person's own conversation, which no typed name can be; undefined for who is no reader of this workspace. */
export function ownKeyOf(personId: PersonId): string | undefined {
  const [, number] = /^web:([0-9a-f]{16})$/.exec(personId) ?? [];
  return number === undefined ? undefined : `~${number}`;
}

/** The person whose own conversation has this key; undefined for a channel of everyone. */
export function ownerOf(key: string): PersonId | undefined {
  const [, number] = OWN_KEY.exec(key) ?? [];
  return number === undefined ? undefined : `${SPACE.platform}:${number}`;
}

/** The key in an id: `general` for `web:local:general`; undefined for the id of any other space. */
export function keyOf(channelId: string): string | undefined {
  const { platform, space, channel } = parseChannelId(channelId) ?? {};
  return platform === SPACE.platform && space === SPACE.space ? channel : undefined;
}

/** Reads a typed name, such as `#My Channel` as `my-channel`; undefined when it cannot be a name. */
export function readName(typed: string): string | undefined {
  const name = typed
    .slice(0, 1000)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim()
    .replace(/^#+/, '')
    .replace(/[\s_.-]+/g, '-')
    .replace(/^-|-$/g, '');
  return name.length <= LONGEST_NAME && /^[a-z0-9-]+$/.test(name) ? name : undefined;
}

/** Why a typed name is none, for people. */
export function whyNoName(typed: string): string {
  if (typed.trim() === '') return 'A channel needs a name, such as rl-agents.';
  if (countCharacters(typed.trim()) > LONGEST_NAME)
    return `A channel's name can have up to ${LONGEST_NAME} characters.`;
  return `“${typed.trim()}” can't be a channel's name. Use the letters a to z, digits, and hyphens, such as rl-agents.`;
}
