/** Reads the settings of the core and the sources together, and lists every setting whose value is never printed or logged. */
import { pages } from '../../adapters/pages/definition.ts';
import type { SettingsRead } from '../config/fields.ts';
import { CORE_SECRETS, readSettings, type Settings } from '../config/settings.ts';
import type { Env } from '../model/adapter-definition.ts';
import { readSources, SOURCE_SECRETS, type SourceSettings } from '../sources/registry.ts';
import { ADAPTERS, hasPlatform } from './adapters.ts';

export interface AllSettings extends Settings {
  sources: SourceSettings;
}

export const SECRETS: ReadonlySet<string> = new Set([
  ...CORE_SECRETS,
  ...SOURCE_SECRETS,
  ...ADAPTERS.flatMap(({ secrets }) => secrets),
  ...pages.secrets,
]);

/** Paths are made absolute against `cwd`. All problems come together. */
export function readAllSettings(env: Env, cwd: string): SettingsRead<AllSettings> {
  const core = readSettings(env, cwd);
  const sources = readSources(env, cwd, env.NODE_ENV === 'production' || hasPlatform(env));
  if (core.settings && sources.settings)
    return { settings: { ...core.settings, sources: sources.settings }, problems: [] };
  return { settings: undefined, problems: [...core.problems, ...sources.problems] };
}
