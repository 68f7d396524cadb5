/** Registers the commands with Discord where they differ, and makes the link that invites Paperboy to a server. */
import { parseArgs } from 'node:util';
import {
  type APIApplication,
  type APIApplicationCommand,
  OAuth2Scopes,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import { unsentReason } from '../../src/chat/no-answer.ts';
import type { CliTerminal } from '../../src/model/adapter-definition.ts';
import type { CommandSpec } from '../../src/model/command-spec.ts';
import { span } from '../../src/model/counted.ts';
import { badUsage, later, PaperboyError } from '../../src/model/errors.ts';
import { type Api, createApi, patient } from './api.ts';
import { commandsFor } from './commands.ts';
import { rateLimitMs } from './errors.ts';
import { readDiscordSettings } from './settings.ts';

/** What it takes to post a digest and to find an uncertain post, and no more. */
export const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.ReadMessageHistory;

export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
    permissions: PERMISSIONS.toString(),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/** `paperboy discord-register`: registers the commands, and prints the invite link. */
export async function runRegister(args: string[], terminal: CliTerminal): Promise<number> {
  const { values } = parseArgs({ args, options: { guild: { type: 'string' } } });
  const { guild } = values;
  if (guild !== undefined && !/^\d{1,20}$/.test(guild))
    throw badUsage(
      `--guild needs the id of a server, digits alone, not "${guild}". Discord copies it with Developer Mode on.`,
    );
  const { env } = terminal.settings();
  const read = readDiscordSettings(env);
  if ('problems' in read) throw new PaperboyError('bad-settings', read.problems.join('\n'));
  if (read.settings === undefined) {
    throw new PaperboyError(
      'bad-settings',
      'DISCORD_BOT_TOKEN is missing: it is on the Bot page of the application, https://discord.com/developers.',
    );
  }
  const api = createApi(read.settings, { clock: Date.now, fetch });
  try {
    const { managersOnly } = read.settings;
    const specs = await terminal.chatCommands();
    const { changed, name, invite } = await registerCommands(api, specs, managersOnly, guild);
    const where = guild === undefined ? 'everywhere' : `in server ${guild}`;
    terminal.print(
      changed
        ? `Registered the commands of ${name} ${where}.\n`
        : `The commands of ${name} are already registered ${where}.\n`,
    );
    return terminal.print(`Invite it to a server:\n${invite}\n`);
  } finally {
    api.stop();
  }
}

/**
 * Registers the commands, for everyone or for one server (there they appear at once). `changed` is whether anything had to be
 * registered.
 * @throws PaperboyError `bad-settings` or `refused` naming what to fix
 */
export async function registerCommands(
  given: Api,
  specs: readonly CommandSpec[],
  managersOnly: boolean,
  guild?: string,
): Promise<{ changed: boolean; name: string; invite: string }> {
  const api = patient(given);
  try {
    const { id, name, route, wanted, present } = await compareCommands(api, specs, managersOnly, guild);
    const changed = !sameCommands(present, wanted);
    if (changed) await api.call('PUT', route, wanted);
    return { changed, name, invite: inviteLink(id) };
  } catch (error) {
    throw notRegistered(error, guild);
  }
}

/**
 * How the commands that Discord has, for everyone, differ from those that Paperboy has.
 * @throws what the API throws
 */
export async function lookAtCommands(
  api: Api,
  specs: readonly CommandSpec[],
  managersOnly: boolean,
): Promise<{ name: string; invite: string; found: 'same' | 'different' | 'none' }> {
  const { id, name, wanted, present } = await compareCommands(api, specs, managersOnly);
  const found = present.length === 0 ? 'none' : sameCommands(present, wanted) ? 'same' : 'different';
  return { name, invite: inviteLink(id), found };
}

/** What Discord has, what Paperboy has, and where it goes; for everyone or for one server. */
async function compareCommands(
  api: Api,
  specs: readonly CommandSpec[],
  managersOnly: boolean,
  guild?: string,
) {
  const application = await api.call<APIApplication>('GET', Routes.currentApplication());
  const { id, name } = application;
  const all = commandsFor(specs, { userInstall: hasUserInstall(application), managersOnly });
  const [route, wanted] =
    guild === undefined
      ? [Routes.applicationCommands(id), all]
      : [Routes.applicationGuildCommands(id, guild), all.map(withoutContexts)];
  const present = await api.call<APIApplicationCommand[]>('GET', route);
  return { id, name, route, wanted, present };
}

/** Discord takes no contexts for the commands of one server. */
function withoutContexts<C extends { contexts?: unknown; integration_types?: unknown }>(command: C): C {
  const { contexts: _contexts, integration_types: _types, ...rest } = command;
  return rest as C;
}

/** Whether people may install the application for themselves is set on Discord; both ways are offered where that is not told. */
function hasUserInstall({ integration_types_config: config }: APIApplication): boolean {
  return config === undefined || config === null || '1' in config;
}

/** Compared by what is wanted: Discord adds ids, versions and defaults. */
function sameCommands(present: readonly object[], wanted: readonly object[]): boolean {
  const named = new Map(present.map((command) => [nameOf(command), command]));
  return (
    present.length === wanted.length && wanted.every((command) => holds(named.get(nameOf(command)), command))
  );
}

function nameOf(command: object): string {
  const { name, type } = command as { name?: string; type?: number };
  return `${type ?? 1} ${name}`;
}

/** Whether `present` says everything that `wanted` says; what is absent, empty and a default are the same. */
function holds(present: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(present) ? present : [];
    return list.length === wanted.length && wanted.every((item, at) => holds(list[at], item));
  }
  if (wanted === undefined || wanted === null)
    return (present ?? false) === false || (Array.isArray(present) && present.length === 0);
  if (typeof wanted === 'object') {
    if (typeof present !== 'object' || present === null) return false;
    const found = present as Record<string, unknown>;
    const asked = wanted as Record<string, unknown>;
    const keys = [...Object.keys(asked), ...COMPARED.filter((key) => key in found)];
    return keys.every((key) => holds(found[key], asked[key]));
  }
  return present === wanted || (typeof wanted === 'number' && present === String(wanted));
}

/** What matters even where it is not wanted any more. */
const COMPARED =
  'options choices required autocomplete min_length max_length min_value max_value default_member_permissions'.split(
    ' ',
  );

function notRegistered(error: unknown, guild: string | undefined): PaperboyError {
  const where = guild === undefined ? 'Discord' : `server ${guild}`;
  const { status, message } = error as { status?: number; message?: string };
  if (error instanceof PaperboyError)
    return error.code === 'no-access' ? new PaperboyError('bad-settings', error.message) : error;
  if (status === 403 || status === 404)
    return new PaperboyError(
      'bad-settings',
      `The commands can't be registered on ${where}. Invite Paperboy there first, with the scope applications.commands.`,
    );
  if (status !== undefined)
    return new PaperboyError('refused', `Discord rejected the commands: ${String(message).slice(0, 500)}`);
  const wait = rateLimitMs(error);
  if (wait !== undefined)
    return later(`Discord asked us to wait ${span(wait)} before the commands are registered.`, wait);
  const unsent = unsentReason(error);
  const what = unsent === undefined ? "didn't answer" : `can't be reached (${unsent})`;
  return later(
    `Discord ${what}, so the commands weren't registered. Check the network and DISCORD_API_URL.`,
    30_000,
  );
}
