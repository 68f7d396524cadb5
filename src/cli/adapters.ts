/** Lists the adapters, and builds those that the settings ask for. The one place that builds them. */
import { discord } from '../../adapters/discord/definition.ts';
import { email } from '../../adapters/email/definition.ts';
import { slack } from '../../adapters/slack/definition.ts';
import { web } from '../../adapters/web/definition.ts';
import type { AdapterDefinition, AdapterOutside, Env } from '../model/adapter-definition.ts';
import { platformOf } from '../model/channel-id.ts';
import type { Adapter, Clock } from '../model/ports.ts';
import { type PlatformTraces, subjectOf } from '../model/traces.ts';
import { openInOneProcess } from '../store/alone.ts';
import type { Store } from '../store/store.ts';
import { openTurns } from '../store/turns.ts';

/** Adding an adapter adds its definition here. */
export const ADAPTERS: readonly AdapterDefinition[] = [web, slack, discord, email];
/** The workspaces that come with Paperboy. */
export const LOCAL_ADAPTERS = ADAPTERS.filter((one): one is LocalAdapter => one.local !== undefined);
type LocalAdapter = AdapterDefinition & Required<Pick<AdapterDefinition, 'local'>>;

/** What all platforms store of people and workspaces, and how their ids name them. */
export const PLATFORM_TRACES: PlatformTraces = {
  shelves: ADAPTERS.flatMap(({ traces }) => traces),
  isDirect: (channel) =>
    ADAPTERS.find(({ name }) => name === platformOf(channel))?.isDirect(channel) ?? false,
  subjectOf: (id) => ADAPTERS.map((one) => one.subjectOf?.(id)).find((one) => one) ?? subjectOf(id),
};

/** Those whose channels are addresses of people: the command line reaches them without the others. */
export const ADDRESS_ADAPTERS: readonly AdapterDefinition[] = [email];

export interface BuiltAdapter {
  adapter: Adapter;
  local: AdapterDefinition['local'];
}

/** What adapters are given of a store. Turns are in the store's own time: with another clock, this process takes turns by itself. */
export function adapterOutside(
  store: Store,
  { service, log, clock = store.now }: Pick<AdapterOutside, 'service' | 'log'> & { clock?: Clock },
): AdapterOutside {
  const turns = clock === store.now ? { turns: openTurns(store) } : {};
  return { service, shelf: store.shelf, clock, log, ...openInOneProcess(store), ...turns };
}

/** The adapters whose settings are set, none of them started. Call it once `adapterProblems` finds none. */
export async function buildAdapters(
  env: Env,
  outside: AdapterOutside,
  among = ADAPTERS,
): Promise<BuiltAdapter[]> {
  const built: BuiltAdapter[] = [];
  for (const { create, local, settings } of configured(env, among))
    built.push({ adapter: await create(settings, outside), local });
  return built;
}

/** The adapters whose settings are set and in order, each with its settings. */
export function configured(env: Env, among = ADAPTERS): (AdapterDefinition & { settings: object })[] {
  return among.flatMap((one) => {
    const read = one.readSettings(env);
    return 'settings' in read && read.settings !== undefined ? [{ ...one, settings: read.settings }] : [];
  });
}

/** What is wrong with the settings of the adapters. Several of them read the same ones, such as HOST: each problem is reported once. */
export function adapterProblems(env: Env, among = ADAPTERS): string[] {
  const read = among.map(({ readSettings }) => readSettings(env));
  return [...new Set(read.flatMap((one) => ('problems' in one ? one.problems : [])))];
}

/**
 * Whether papers go to people beyond this machine: some adapter has a setting of its own name, such as `SLACK_BOT_TOKEN`, or is
 * set up by settings of other names.
 */
export function hasPlatform(env: Env): boolean {
  if (configured(env).some(({ local }) => local === undefined)) return true;
  const prefixes = ADAPTERS.map(({ name }) => `${name.toUpperCase()}_`);
  return Object.keys(env).some(
    (name) => env[name] !== undefined && prefixes.some((prefix) => name.startsWith(prefix)),
  );
}
