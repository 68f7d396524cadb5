/** Checks before anything is opened that the settings leave something to run, and name no port twice. */
import { isIPv6 } from 'node:net';
import type { ListenPlace } from '../model/adapter-definition.ts';
import { PaperboyError } from '../model/errors.ts';
import type { configured } from './adapters.ts';

const NOTHING_TO_RUN =
  'WEB=off leaves nothing to run. Set a platform, such as SLACK_BOT_TOKEN, DISCORD_BOT_TOKEN or SMTP_URL, or PUBLIC_PAGES=on, or unset WEB.';
/** All addresses; the second stands for those of IPv4 too. */
const EVERY_IPV4 = '0.0.0.0';
const EVERY_ADDRESS = '::';

/**
 * @param others places beside those of adapters
 * @param health where the pages for machines are served, when they have a port of their own
 * @throws PaperboyError `bad-settings` with every problem
 */
export function assertStartable(
  adapters: ReturnType<typeof configured>,
  health: { host: string; port: number } | undefined,
  others: readonly ListenPlace[] = [],
): void {
  const places = [...adapters.flatMap(({ listensAt, settings }) => listensAt?.(settings) ?? []), ...others];
  const all = health === undefined ? places : [...places, { setting: 'HEALTH_PORT', ...health }];
  const problems = adapters.length + others.length === 0 ? [NOTHING_TO_RUN] : samePorts(all);
  if (problems.length > 0) throw new PaperboyError('bad-settings', problems.join('\n'));
}

function samePorts(places: readonly ListenPlace[]): string[] {
  return places.flatMap((one, at) =>
    places
      .slice(at + 1)
      .filter((other) => one.port !== 0 && one.port === other.port && meet(one.host, other.host))
      .map(
        (other) => `${one.setting} and ${other.setting} are both ${one.port}. Choose another port for one.`,
      ),
  );
}

/** Whether two hosts can't both have the same port. */
function meet(one: string, other: string): boolean {
  const hosts = [one, other].map((host) => host.toLowerCase().replace(/^localhost$/, '127.0.0.1'));
  if (hosts[0] === hosts[1] || hosts.includes(EVERY_ADDRESS)) return true;
  return hosts.includes(EVERY_IPV4) && !hosts.some(isIPv6);
}
