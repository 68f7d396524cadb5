/** Registers the commands with Discord where they differ, and makes the link that invites Paperboy to a server. */
import {
  type APIApplication,
  type APIApplicationCommand,
  OAuth2Scopes,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import type { CommandSpec } from '../../src/model/command-spec.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { type Api, patient } from './api.ts';
import { commandsFor } from './commands.ts';
import { readFailure } from './errors.ts';

/** What it takes to post a digest and to find an uncertain post, and no more. */
export const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.ReadMessageHistory;

const INVITE = 'https://discord.com/oauth2/authorize';

export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
    permissions: PERMISSIONS.toString(),
  });
  return `${INVITE}?${query}`;
}

export interface Registered {
  /** Whether anything had to be registered. */
  changed: boolean;
  name: string;
  invite: string;
}

/**
 * Registers the commands, for everyone or for one server (there they appear at once).
 * @throws PaperboyError `bad-settings` or `refused` naming what to fix
 */
export async function registerCommands(
  given: Api,
  specs: readonly CommandSpec[],
  managersOnly: boolean,
  guild?: string,
): Promise<Registered> {
  const api = patient(given);
  try {
    const application = await api.call<APIApplication>('GET', Routes.currentApplication());
    const { id } = application;
    const route =
      guild === undefined ? Routes.applicationCommands(id) : Routes.applicationGuildCommands(id, guild);
    const wanted = commandsFor(specs, { userInstall: hasUserInstall(application), managersOnly }).map(
      (command) => (guild === undefined ? command : withoutContexts(command)),
    );
    const present = await api.call<APIApplicationCommand[]>('GET', route);
    const changed = !sameCommands(present, wanted);
    if (changed) await api.call('PUT', route, wanted);
    return { changed, name: application.name, invite: inviteLink(id) };
  } catch (error) {
    throw notRegistered(error, guild);
  }
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
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof present !== 'object' || present === null) return false;
    const keys = new Set([
      ...Object.keys(wanted),
      ...Object.keys(present).filter((key) => COMPARED.has(key)),
    ]);
    return [...keys].every((key) =>
      holds((present as Record<string, unknown>)[key], (wanted as Record<string, unknown>)[key]),
    );
  }
  if (wanted === undefined || wanted === null)
    return present === undefined || present === null || present === false || isEmpty(present);
  return present === wanted || (typeof wanted === 'number' && present === String(wanted));
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** What matters even where it is not wanted any more. */
const COMPARED = new Set([
  'options',
  'choices',
  'required',
  'autocomplete',
  'min_length',
  'max_length',
  'min_value',
  'max_value',
  'default_member_permissions',
]);

function notRegistered(error: unknown, guild: string | undefined): PaperboyError {
  const where = guild === undefined ? 'Discord' : `server ${guild}`;
  const failure = readFailure(error, where);
  const { status, message } = error as { status?: number; message?: string };
  if (error instanceof PaperboyError && error.code === 'no-access')
    return new PaperboyError('bad-settings', error.message, { cause: failure });
  if (status === 403 || status === 404) {
    return new PaperboyError(
      'bad-settings',
      `The commands can't be registered on ${where}. Invite Paperboy there first, with the scope applications.commands.`,
      { cause: failure },
    );
  }
  if (status !== undefined) {
    return new PaperboyError('refused', `Discord rejected the commands: ${String(message).slice(0, 500)}`, {
      cause: failure,
    });
  }
  if (failure.code === 'later') return failure;
  return new PaperboyError(
    'later',
    "Discord can't be reached to register the commands. Check the network and DISCORD_API_URL.",
    {
      cause: failure,
      retry: { afterMs: 30_000 },
    },
  );
}
