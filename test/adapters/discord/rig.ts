/** The adapter on its gateway, the small Discord and a scripted command service, started and ready. */
import { createDiscord } from '../../../adapters/discord/index.ts';
import type { DiscordSettings } from '../../../adapters/discord/settings.ts';
import type { Adapter, CommandService, Log } from '../../../src/model/ports.ts';
import { createCommandService, type ScriptedService } from '../scripted-service.ts';
import { createShelves, type Shelves } from '../shelves.ts';
import { APPLICATION, type Call, type Cloud, channelOf, openCloud, snowflake, TOKEN } from './cloud.ts';

export interface DiscordRig {
  adapter: Adapter;
  cloud: Cloud;
  service: ScriptedService;
  shelves: Shelves;
  /** Everything that was logged, as text. */
  logged: string[];
  close(): Promise<void>;
}

/** Manage Channels. */
export const MANAGER = '16';

/** `real` answers in place of the scripted command service. */
export async function openRig(
  change: Partial<DiscordSettings> = {},
  start = true,
  real?: CommandService,
  /** After which an answer is announced: by default none is, however slow the machine. */
  deferMs = 600_000,
): Promise<DiscordRig> {
  const cloud = await openCloud();
  for (const id of ['11', '12']) cloud.channels.set(id, channelOf(id));
  const service = createCommandService();
  const shelves = createShelves();
  const logged: string[] = [];
  const settings: DiscordSettings = {
    botToken: TOKEN,
    apiUrl: cloud.url,
    register: false,
    managersOnly: true,
    crosspost: false,
    ...change,
  };
  const adapter = createDiscord(settings, {
    service: real ?? service,
    shelf: shelves.shelf,
    ...waitedTime(),
    log: logTo(logged),
    deferMs,
  });
  if (start) await adapter.start();
  return {
    adapter,
    cloud,
    service,
    shelves,
    logged,
    async close() {
      await adapter.stop();
      await cloud.close();
    },
  };
}

/** A clock that moves only by what is waited for, and at once: nothing comes too late because the machine is slow. */
export function waitedTime(): { clock: () => number; sleep: (ms: number) => Promise<void> } {
  let now = Date.now();
  return {
    clock: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
}

function logTo(lines: string[]): Log {
  const write = (message: string, facts?: object) =>
    void lines.push(`${message} ${JSON.stringify(facts ?? {})}`);
  return { debug: write, info: write, warn: write, error: write };
}

/** An interaction as Discord sends it: a person of server 1 in channel 11, who may manage channels. */
export function interactionOf(
  change: Record<string, unknown>,
): Record<string, unknown> & { id: string; token: string } {
  const id = snowflake();
  const user = { id: '7', username: 'ada', global_name: 'Ada', discriminator: '0' };
  return {
    id,
    application_id: APPLICATION,
    version: 1,
    token: `token-${id}`,
    guild_id: '1',
    channel_id: '11',
    channel: { id: '11', type: 0, name: 'papers' },
    member: { user, nick: null, permissions: MANAGER, roles: [] },
    context: 0,
    authorizing_integration_owners: { '0': '1' },
    entitlements: [],
    ...change,
  };
}

export const slash = (name: string, options: object[] = [], change = {}) =>
  interactionOf({ type: 2, data: { id: '5', type: 1, name, options }, ...change });
export const papers = (query: string, change = {}) =>
  slash('papers', [{ type: 3, name: 'query', value: query }], change);
export const digest = (name: string, options: Record<string, unknown> = {}, change = {}) => {
  const inner = Object.entries(options).map(([key, value]) => ({ type: 3, name: key, value }));
  return slash('digest', [{ type: 1, name, options: inner }], change);
};
export const pressed = (custom_id: string, change = {}) =>
  interactionOf({ type: 3, data: { component_type: 2, custom_id }, message: { id: '1' }, ...change });
export const chosen = (custom_id: string, value: string, change = {}) =>
  interactionOf({
    type: 3,
    data: { component_type: 3, custom_id, values: [value] },
    message: { id: '1' },
    ...change,
  });

/** Sends an interaction over the gateway; gives the answers once there is one that is not an announcement. */
export async function send(
  rig: DiscordRig,
  interaction: { token: string },
): Promise<{ first: Call; more: Call[] }> {
  rig.cloud.dispatch('INTERACTION_CREATE', interaction);
  return settled(rig, interaction.token);
}

export async function settled(
  { cloud }: Pick<DiscordRig, 'cloud'>,
  token: string,
): Promise<{ first: Call; more: Call[] }> {
  return until(() => {
    const answer = cloud.answers.get(token);
    if (answer?.first === undefined) return undefined;
    const announced = answer.first.body.type === 5;
    return announced && answer.more.length === 0 ? undefined : { first: answer.first, more: answer.more };
  });
}

/** Waits until something is there, however slow the machine is; fails before the test's own timeout comes. */
export async function until<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 54_000; tries++) {
    const seen = look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('it did not happen');
}
