/** Ids of places, to and fro: `discord:<guild or @me>:<channel>`. */
import {
  type ChannelId,
  formatChannelId,
  formatSpaceId,
  parseChannelId,
  type SpaceId,
} from '../../src/model/channel-id.ts';
import { PaperboyError } from '../../src/model/errors.ts';

export const PLATFORM = 'discord';
/** The space of direct messages. */
export const DIRECT = '@me';
/** Where a person asks through their own installation and Paperboy itself is no member: nothing is posted there. */
const GUEST = 'guest-';

export interface Destination {
  guild: string;
  channel: string;
}

export function placeId(guild: string | undefined, channel: string): ChannelId {
  return formatChannelId({ platform: PLATFORM, space: guild ?? DIRECT, channel });
}

export function spaceId(guild: string): SpaceId {
  return formatSpaceId(PLATFORM, guild);
}

export function guestPlaceId(personId: string): ChannelId {
  return placeId(DIRECT, `${GUEST}${personId}`);
}

/** @throws PaperboyError `no-access` for what cannot be posted to, whatever Discord would say */
export function readPlaceId(id: ChannelId): Destination {
  const { platform, space: guild = '', channel = '' } = parseChannelId(id) ?? {};
  const wellFormed = platform === PLATFORM && /^(\d{1,20}|@me)$/.test(guild) && /^\d{1,20}$/.test(channel);
  if (wellFormed) return { guild, channel };
  const why = channel.startsWith(GUEST)
    ? "Paperboy isn't a member there. Add it to the server, or message it directly"
    : 'it is not a Discord channel';
  throw new PaperboyError('no-access', `Paperboy can't post to ${id}: ${why}.`);
}
