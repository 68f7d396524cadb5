/** Maps Discord's ids to the core's places and people, and back. */
import { type APIInteraction, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import {
  type ChannelId,
  formatChannelId,
  formatSpaceId,
  parseChannelId,
  type SpaceId,
} from '../../src/model/channel-id.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Person, Place } from '../../src/model/ports.ts';

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

export interface Caller {
  person: Person;
  place: Place;
  /** Asked through the person's own installation, where Paperboy is no member: it can answer, but not post. */
  guest: boolean;
}

/** Who asks, and in which place. */
export function callerOf(interaction: APIInteraction): Caller {
  const { member, channel } = interaction;
  const user = member?.user ?? interaction.user;
  const name = member?.nick || user?.global_name || user?.username || 'someone';
  const person = { id: user?.id ?? '', name };
  if (isGuest(interaction)) {
    return {
      person,
      guest: true,
      place: { id: guestPlaceId(person.id), name: "a place where Paperboy isn't a member" },
    };
  }
  const guild = interaction.guild_id;
  const channelId = channel?.id ?? (interaction as { channel_id?: string }).channel_id ?? '';
  const named = channel && 'name' in channel && channel.name ? `#${channel.name}` : 'this channel';
  const place: Place = {
    id: placeId(guild ?? DIRECT, channelId),
    name: guild === undefined ? 'direct message' : named,
    admits: true,
    ...(guild === undefined ? { direct: true } : {}),
  };
  return { person, place, guest: false };
}

/** `authorizing_integration_owners` names the server, or 0 for the bot's own direct messages, when Paperboy is there. */
function isGuest(interaction: APIInteraction): boolean {
  if (interaction.context === InteractionContextType.PrivateChannel) return true;
  const owners = interaction.authorizing_integration_owners as Record<string, string> | undefined;
  if (owners === undefined || interaction.guild_id === undefined) return false;
  return (
    owners[ApplicationIntegrationType.GuildInstall] === undefined &&
    owners[ApplicationIntegrationType.UserInstall] !== undefined
  );
}
