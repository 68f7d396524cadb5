/** Maps Discord's ids to the core's places and people, and says who may change a channel. */
import {
  type APIInteraction,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js';
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
/** What a conversation with one person is called. */
export const DIRECT_NAME = 'direct message';
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
  /** The place is the person's own conversation, and the person may be elsewhere. */
  isOwn?: true;
}

/** Who asks, and in which place. */
export function callerOf(interaction: APIInteraction): Caller {
  const { member, channel } = interaction;
  const user = member?.user ?? interaction.user;
  const name = member?.nick || user?.global_name || user?.username || 'someone';
  const person = { id: user?.id ?? '', name };
  if (isGuest(interaction)) {
    const id = placeId(undefined, `${GUEST}${person.id}`);
    return { person, guest: true, place: { id, name: "a place where Paperboy isn't a member" } };
  }
  const guild = interaction.guild_id;
  const channelId = channel?.id ?? (interaction as { channel_id?: string }).channel_id ?? '';
  const named = channel && 'name' in channel && channel.name ? `#${channel.name}` : 'this channel';
  const place: Place = {
    id: placeId(guild, channelId),
    name: guild === undefined ? DIRECT_NAME : named,
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

/** What a post needs, by the names that people find in a channel's settings; posts of a thread are written in it. */
const TO_POST: readonly (readonly [bigint, string, 'channel' | 'thread' | 'both'])[] = [
  [PermissionFlagsBits.ViewChannel, 'View Channel', 'both'],
  [PermissionFlagsBits.SendMessages, 'Send Messages', 'channel'],
  [PermissionFlagsBits.SendMessagesInThreads, 'Send Messages in Threads', 'thread'],
];

/** What to do first where Paperboy may not post; undefined where it may, and where Discord does not say. */
export function permissionHint(interaction: APIInteraction, { name, direct }: Place): string | undefined {
  const { app_permissions: given, channel } = interaction as Pick<APIInteraction, 'channel'> & {
    app_permissions?: string;
  };
  if (direct || given === undefined || !/^\d{1,20}$/.test(given)) return undefined;
  const permissions = BigInt(given);
  if ((permissions & PermissionFlagsBits.Administrator) !== 0n) return undefined;
  const kind = THREADS.has(channel?.type ?? ChannelType.GuildText) ? 'thread' : 'channel';
  const missing = TO_POST.filter(
    ([bit, , where]) => (where === 'both' || where === kind) && (permissions & bit) === 0n,
  ).map(([, permission]) => permission);
  if (missing.length === 0) return undefined;
  const wanted = new Intl.ListFormat('en').format(missing);
  const where = kind === 'thread' ? `the channel that ${name} is in` : name;
  return `First allow Paperboy to post here: in the settings of ${where}, under Permissions, give Paperboy ${wanted}. Until then it can't post in ${name}.`;
}

const THREADS: ReadonlySet<ChannelType> = new Set([
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
]);

/** In a server: Manage Channels (administrators have it). In direct messages everyone may. */
function mayChange({ member, guild_id }: APIInteraction): boolean {
  if (!member) return !guild_id;
  const { permissions } = member as { permissions?: string };
  if (permissions === undefined || !/^\d{1,20}$/.test(permissions)) return false;
  const { ManageChannels, Administrator } = PermissionFlagsBits;
  return (BigInt(permissions) & (ManageChannels | Administrator)) !== 0n;
}
