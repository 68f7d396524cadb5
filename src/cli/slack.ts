/** `paperboy slack-manifest`: prints what Slack makes the app from. */
import { parseArgs } from 'node:util';
import { toManifest } from '../../adapters/slack/manifest.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Terminal } from './terminal.ts';

/**
 * `--url` is Paperboy's public address; without it, or with `--socket`, the app is reached over a socket.
 * `--many` makes it installable in many workspaces, which wants `--url`.
 */
export async function runSlackManifest(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { url: { type: 'string' }, socket: { type: 'boolean' }, many: { type: 'boolean' } },
  });
  const { url, socket = false, many = false } = values;
  if (url !== undefined && !(URL.canParse(url) && new URL(url).protocol === 'https:'))
    throw new PaperboyError('bad-usage', `--url wants an address that begins with https://, not "${url}".`);
  if (many && (url === undefined || socket))
    throw new PaperboyError(
      'bad-usage',
      'Many workspaces are reached over HTTP: --many wants --url https://...',
    );
  const reached = url === undefined || socket ? {} : { url, oauth: many };
  return terminal.print(`${JSON.stringify(toManifest(reached), undefined, 2)}\n`);
}
