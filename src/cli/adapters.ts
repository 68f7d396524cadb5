/** Builds the platforms that the settings ask for, and loads each only then. The one place that builds them. */
import { readDiscordSettings } from '../../adapters/discord/settings.ts';
import { readSlackSettings } from '../../adapters/slack/settings.ts';
import { readWebSettings } from '../../adapters/web/settings.ts';
import type { Env } from '../config/env.ts';
import type { Adapter, Clock, CommandService, Log, Shelf } from '../model/ports.ts';

export interface PlatformOutside {
  service: CommandService;
  shelf: <T>(name: string) => Shelf<T>;
  clock: Clock;
  log: Log;
}

/** What is wrong with the settings of all platforms together, the web workspace included. */
export function platformProblems(env: Env): string[] {
  return [readWebSettings(env), readSlackSettings(env), readDiscordSettings(env)].flatMap((read) =>
    'problems' in read ? read.problems : [],
  );
}

/** The platforms whose settings are there, none of them started. */
export async function buildPlatforms(env: Env, outside: PlatformOutside): Promise<Adapter[]> {
  const platforms: Adapter[] = [];
  const slack = readSlackSettings(env);
  if ('settings' in slack && slack.settings) {
    const { createSlack } = await import('../../adapters/slack/index.ts');
    platforms.push(createSlack(slack.settings, outside));
  }
  const discord = readDiscordSettings(env);
  if ('settings' in discord && discord.settings) {
    const { createDiscord } = await import('../../adapters/discord/index.ts');
    platforms.push(createDiscord(discord.settings, outside));
  }
  return platforms;
}
