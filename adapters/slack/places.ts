/** Maps Slack's ids to the core's places and people, and back. */
import { type ChannelId, formatChannelId, formatSpaceId, type SpaceId } from '../../src/model/channel-id.ts';
import type { Person, Place } from '../../src/model/ports.ts';

export const PLATFORM = 'slack';

/** `space` is the workspace, or the organization where the app is installed for all of it. */
export interface Location {
  space: string;
  channel: string;
}

export function placeId({ space, channel }: Location): ChannelId {
  return formatChannelId({ platform: PLATFORM, space, channel });
}

export function spaceId(space: string): SpaceId {
  return formatSpaceId(PLATFORM, space);
}

/** Parses an ID such as `slack:T1:C1`; undefined when it is not Slack's. */
export function readPlaceId(id: string): Location | undefined {
  const [, space, channel] = /^slack:([^:]+):([^:]+)$/.exec(id) ?? [];
  return space && channel ? { space, channel } : undefined;
}

/** A person's ID holds the workspace, so that they can be messaged. */
export function personOf(space: string, user: string, name?: string): Person {
  return { id: `${PLATFORM}:${space}:${user}`, name: name || user };
}

export function readPersonId(id: string): { space: string; user: string } | undefined {
  const [, space, user] = /^slack:([^:]+):([^:]+)$/.exec(id) ?? [];
  return space && user ? { space, user } : undefined;
}

export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/** Whether a place's id is that of a direct message. */
export function isDirectId(id: string): boolean {
  return isDirect(readPlaceId(id)?.channel ?? '');
}

/** Named such as `#general`; direct messages and channels whose name is unknown are named in words. */
export function placeOf(location: Location, name: string | undefined): Place {
  const direct = isDirect(location.channel) ? { direct: true as const } : {};
  return { id: placeId(location), name: placeName(location.channel, name), ...direct };
}

function placeName(channel: string, name: string | undefined): string {
  if (isDirect(channel) || name === 'directmessage') return 'direct message';
  if (name === undefined || name === '' || name === 'privategroup') return 'a private channel';
  return `#${name.replace(/^#/, '')}`;
}
