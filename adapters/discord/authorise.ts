/** Refuses changes of a channel to people without Manage Channels, and where Paperboy is not a member. */
import { type APIInteraction, PermissionFlagsBits } from 'discord.js';
import { NO_MEMBER, PERMISSION } from './notices.ts';

/** In a server: Manage Channels (administrators have it). In direct messages everyone is at home. */
function mayChange({ member, guild_id }: APIInteraction): boolean {
  if (!member) return !guild_id;
  const { permissions } = member as { permissions?: string };
  if (permissions === undefined || !/^\d{1,20}$/.test(permissions)) return false;
  const { ManageChannels, Administrator } = PermissionFlagsBits;
  return (BigInt(permissions) & (ManageChannels | Administrator)) !== 0n;
}

/** Why a change may not be made by this person in this place. Discord's own defaults can be changed, so they are not trusted. */
export function refusalFor(
  interaction: APIInteraction,
  { guest, managersOnly }: { guest: boolean; managersOnly: boolean },
  changes: boolean,
): string | undefined {
  if (!changes) return undefined;
  if (guest) return NO_MEMBER;
  return !managersOnly || mayChange(interaction) ? undefined : PERMISSION;
}
