/** Ids of places, to and fro: `discord:<guild or @me>:<channel>`. */
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

export function placeId(guild: string | undefined, channel: string): string {
  return `${PLATFORM}:${guild ?? DIRECT}:${channel}`;
}

export function guestPlaceId(personId: string): string {
  return placeId(DIRECT, `${GUEST}${personId}`);
}

/** @throws PaperboyError `no-access` for what cannot be posted to, whatever Discord would say */
export function readPlaceId(id: string): Destination {
  const [platform, guild = '', channel = '', ...more] = id.split(':');
  const wellFormed = platform === PLATFORM && /^(\d{1,20}|@me)$/.test(guild) && /^\d{1,20}$/.test(channel);
  if (wellFormed && more.length === 0) return { guild, channel };
  const why = channel.startsWith(GUEST)
    ? "Paperboy isn't a member there. Add it to the server, or message it directly"
    : 'it is not a Discord channel';
  throw new PaperboyError('no-access', `Paperboy can't post to ${id}: ${why}.`);
}
