/** Settings in, the platforms that they ask for out: the one place that builds them. Each is loaded when it is asked for. */
import { readSlackSettings } from '../../adapters/slack/settings.ts';
import type { Env } from '../env.ts';
import type { Adapter, Clock, Desk, Log, Shelf } from '../ports.ts';

export interface PlatformOutside {
  desk: Desk;
  shelf: <T>(name: string) => Shelf<T>;
  clock: Clock;
  log: Log;
}

/** What is wrong with the settings of all platforms together. */
export function platformProblems(env: Env): string[] {
  return [readSlackSettings(env)].flatMap((read) => ('problems' in read ? read.problems : []));
}

/** The platforms whose settings are there, none of them started. */
export async function buildPlatforms(env: Env, outside: PlatformOutside): Promise<Adapter[]> {
  const platforms: Adapter[] = [];
  const slack = readSlackSettings(env);
  if ('settings' in slack && slack.settings) {
    const { createSlack } = await import('../../adapters/slack/index.ts');
    platforms.push(createSlack(slack.settings, outside));
  }
  return platforms;
}
