/** `paperboy slack-manifest`: prints the app manifest from which Slack creates the app. */
import { parseArgs } from 'node:util';
import type { CliTerminal } from '../../src/model/adapter-definition.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { toManifest } from './manifest.ts';

/**
 * `--url` is Paperboy's public address; without it, or with `--socket`, the app is reached over a socket.
 * `--many` makes it installable in many workspaces, which needs `--url`.
 */
export async function runManifest(args: string[], terminal: CliTerminal): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { url: { type: 'string' }, socket: { type: 'boolean' }, many: { type: 'boolean' } },
  });
  const { url, socket = false, many = false } = values;
  if (url !== undefined && !(URL.canParse(url) && new URL(url).protocol === 'https:'))
    throw new PaperboyError('bad-usage', `--url needs an address that begins with https://, not "${url}".`);
  if (many && (url === undefined || socket))
    throw new PaperboyError(
      'bad-usage',
      'Slack reaches many workspaces over HTTP: --many needs --url https://...',
    );
  const reached = url === undefined || socket ? {} : { url, oauth: many };
  return terminal.print(`${JSON.stringify(toManifest(reached), undefined, 2)}\n`);
}
