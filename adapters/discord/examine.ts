/** Looks whether Discord takes the token, has the commands, and lets Paperboy post in the channels that get posts. */
import {
  type APIGuild,
  type APIGuildChannel,
  type APIGuildMember,
  type APIUser,
  type GuildChannelType,
  OverwriteType,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import { examineChannels } from '../../src/chat/examine-channels.ts';
import { createGuardedFetch } from '../../src/chat/may-start.ts';
import type { ExamineOutside } from '../../src/model/adapter-definition.ts';
import { doubtful, type Finding, failed, well } from '../../src/model/finding.ts';
import type { Place } from '../../src/model/ports.ts';
import { type Api, createApi, patient } from './api.ts';
import { readFailure } from './errors.ts';
import { lookAtCommands, PERMISSIONS } from './install.ts';
import { type Destination, DIRECT, readPlaceId } from './places.ts';
import type { DiscordSettings } from './settings.ts';

/** Of many channels only the first are looked at. */
const MOST_CHANNELS = 50;
const REGISTER = 'Run `paperboy discord-register`';

export async function examineDiscord(settings: DiscordSettings, outside: ExamineOutside): Promise<Finding[]> {
  const { clock, specs, places } = outside;
  const whole = createApi(settings, { clock, fetch: createGuardedFetch(undefined, settings.proxies) });
  const api = patient(whole);
  try {
    const { name, found, invite } = await lookAtCommands(api, specs, settings.managersOnly);
    const { id } = await api.call<APIUser>('GET', Routes.user());
    return [
      well('discord', `Connected as ${name}.`),
      sayCommands(found, settings.register),
      ...(await lookAtChannels(api, id, places, invite)),
    ];
  } catch (thrown) {
    return [failed('discord', readFailure(thrown, 'Discord').message)];
  } finally {
    whole.stop();
  }
}

function sayCommands(found: 'same' | 'different' | 'none', atStart: boolean): Finding {
  if (found === 'same') return well('discord', 'Its commands are registered.');
  if (atStart)
    return well('discord', 'Its commands will be registered at the start, as DISCORD_REGISTER says.');
  if (found === 'different')
    return doubtful('discord', 'The registered commands are those of another version.', `${REGISTER}.`);
  return doubtful(
    'discord',
    'No command is registered for everyone.',
    `${REGISTER}, unless you did so for one server.`,
  );
}

function lookAtChannels(api: Api, bot: string, places: readonly Place[], invite: string): Promise<Finding[]> {
  const asked = places.flatMap(({ id, name }) => {
    const at = destinationOf(id);
    return at === undefined || at.guild === DIRECT ? [] : [{ name, at }];
  });
  const servers = new Map<string, Promise<Server>>();
  return examineChannels('discord', asked, MOST_CHANNELS, ({ name, at }) => {
    const server = servers.get(at.guild) ?? readServer(api, at.guild, bot);
    servers.set(at.guild, server);
    return examineChannel(api, at, name, server, invite);
  });
}

function destinationOf(id: Place['id']): Destination | undefined {
  try {
    return readPlaceId(id);
  } catch {
    return undefined;
  }
}

/** What decides about permissions in a server: who owns it, its roles, and which of them the bot has. */
interface Server {
  guild: Pick<APIGuild, 'id' | 'owner_id' | 'roles'>;
  member: Pick<APIGuildMember, 'roles'>;
  bot: string;
}

async function readServer(api: Api, guild: string, bot: string): Promise<Server> {
  return {
    guild: await api.call<APIGuild>('GET', Routes.guild(guild)),
    member: await api.call<APIGuildMember>('GET', Routes.guildMember(guild, bot)),
    bot,
  };
}

type Overwritten = Pick<APIGuildChannel<GuildChannelType>, 'permission_overwrites'>;

async function examineChannel(
  api: Api,
  { channel }: Destination,
  name: string,
  server: Promise<Server>,
  invite: string,
): Promise<Finding | undefined> {
  try {
    const [told, held] = await Promise.all([api.call<Overwritten>('GET', Routes.channel(channel)), server]);
    const missing = PERMISSIONS & ~permissionsIn(told, held);
    if (missing === 0n) return undefined;
    return failed(
      'discord',
      `Paperboy lacks permissions in ${name}: ${namesOf(missing).join(', ')}.`,
      `Grant them in the channel's settings, or invite Paperboy again: ${invite}`,
    );
  } catch (thrown) {
    return failed('discord', readFailure(thrown, name).message);
  }
}

/** https://discord.com/developers/docs/topics/permissions#permission-overwrites */
export function permissionsIn(
  { permission_overwrites = [] }: Overwritten,
  { guild, member, bot }: Server,
): bigint {
  const everything = ~0n;
  if (guild.owner_id === bot) return everything;
  const roles = guild.roles.filter(({ id }) => id === guild.id || member.roles.includes(id));
  const base = roles.reduce((sum, { permissions }) => sum | BigInt(permissions), 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return everything;
  const ofEveryone = permission_overwrites.filter(({ id }) => id === guild.id);
  const ofRoles = permission_overwrites.filter(
    ({ id, type }) => type === OverwriteType.Role && id !== guild.id && member.roles.includes(id),
  );
  const ofBot = permission_overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === bot);
  return [ofEveryone, ofRoles, ofBot].reduce((held, group) => {
    const denied = group.reduce((sum, { deny }) => sum | BigInt(deny), 0n);
    const allowed = group.reduce((sum, { allow }) => sum | BigInt(allow), 0n);
    return (held & ~denied) | allowed;
  }, base);
}

/** As Discord's settings show them: `SendMessages` is "Send Messages". */
function namesOf(permissions: bigint): string[] {
  return Object.entries(PermissionFlagsBits)
    .filter(([, bit]) => (permissions & bit) !== 0n)
    .map(([name]) => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' '));
}
