/** Reads from an interaction who asks, and in which place. */
import { type APIInteraction, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { Person, Place } from '../../src/model/ports.ts';
import { DIRECT, guestPlaceId, placeId } from './places.ts';

export interface Caller {
  person: Person;
  place: Place;
  /** Asked through the person's own installation, where Paperboy is no member: it can answer, but not post. */
  guest: boolean;
}

export function askerOf(interaction: APIInteraction): Caller {
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
