/** Says why a person may not change a channel: they lack Manage Channels, or Paperboy is not a member. */
import { type APIInteraction, PermissionFlagsBits } from 'discord.js';

const PERMISSION =
  'You need the Manage Channels permission to change what is posted here. Nothing was changed. Anyone can search.';
const NO_MEMBER =
  "Paperboy can answer you here but can't post, because it isn't a member here. Add it to the server, or send it a direct message.";

/** Undefined when the person may. Discord's own defaults can be changed, so they are not trusted. */
export function refusalFor(
  interaction: APIInteraction,
  { guest, managersOnly }: { guest: boolean; managersOnly: boolean },
): string | undefined {
  if (guest) return NO_MEMBER;
  return !managersOnly || mayChange(interaction) ? undefined : PERMISSION;
}

/** In a server: Manage Channels (administrators have it). In direct messages everyone may. */
function mayChange({ member, guild_id }: APIInteraction): boolean {
  if (!member) return !guild_id;
  const { permissions } = member as { permissions?: string };
  if (permissions === undefined || !/^\d{1,20}$/.test(permissions)) return false;
  const { ManageChannels, Administrator } = PermissionFlagsBits;
  return (BigInt(permissions) & (ManageChannels | Administrator)) !== 0n;
}
