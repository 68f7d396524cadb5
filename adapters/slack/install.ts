/** Issues the OAuth `state` of an installation, and renders the pages shown after it succeeded, failed or was canceled. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { HTTPReceiverOptions } from '@slack/bolt';
import { type Claimed, claimOnce } from '../../src/chat/claims.ts';
import { createExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { readJson } from '../../src/chat/json.ts';
import type { Clock, Shelf } from '../../src/model/ports.ts';
import { PATHS } from './manifest.ts';

type InstallerOptions = NonNullable<HTTPReceiverOptions['installerOptions']>;
type States = NonNullable<InstallerOptions['stateStore']>;

/** A state is valid as long as the cookie in which the browser keeps it. Milliseconds. */
const STATE_MS = 10 * 60_000;

/** The content of a state: when it was issued, a random ID, and the options of the installation. */
interface StateContent {
  at: number;
  id: string;
  options: Parameters<States['generateStateParam']>[0];
}

/**
 * Issues states, and accepts each once within ten minutes, from any process.
 * @param outside.shelf holds used states; those that have expired are deleted from it
 */
export function createStates(outside: { secret: string; shelf: Shelf<Claimed>; clock: Clock }): States {
  const { secret, shelf, clock } = outside;
  const used = createExpiringShelf(shelf, STATE_MS, clock);
  const sign = (text: string) => createHmac('sha256', secret).update(`state ${text}`).digest('base64url');

  function read(state: string): StateContent {
    const [text = '', signature = ''] = state.split('.', 2);
    const [given, own] = [Buffer.from(signature), Buffer.from(sign(text))];
    if (given.length !== own.length || !timingSafeEqual(given, own)) throw invalid();
    return readJson(Buffer.from(text, 'base64url').toString()) as StateContent;
  }

  return {
    async generateStateParam(options) {
      const content: StateContent = { at: clock(), id: randomBytes(16).toString('base64url'), options };
      const text = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${text}.${sign(text)}`;
    },
    async verifyStateParam(_now, state) {
      const { at, id, options } = read(state);
      if (clock() - at > STATE_MS) throw invalid();
      await used.sweep();
      if (!(await claimOnce([id], { shelf, clock, keepMs: STATE_MS }))) throw invalid();
      return options;
    },
  };
}

/** The error that Bolt's installer recognizes by its code. */
function invalid(): Error {
  const code = 'slack_oauth_invalid_state';
  return Object.assign(new Error('the state is not one that can be used'), { code });
}

/** `status` is that of HTTP. Canceling is not an error. */
interface Page {
  status: number;
  title: string;
  text: string;
}

const CANCELLED: Page = {
  status: 200,
  title: 'Installation canceled',
  text: 'Paperboy was not added to your workspace, and nothing was stored. You can add it whenever you like.',
};
const EXPIRED: Page = {
  status: 400,
  title: 'This install link has expired',
  text: 'It works once, for ten minutes, in the browser that opened it. Start again to get a new one.',
};
const FAILED: Page = {
  status: 500,
  title: 'Paperboy could not be installed',
  text: 'Slack did not complete the installation. Try again; if it fails again, ask the person who runs Paperboy to look at its log.',
};

const INSTALLED: Page = {
  status: 200,
  title: 'Paperboy was added to Slack',
  text: 'Invite it to a channel with <code>/invite @paperboy</code>, or type <code>/papers help</code> anywhere.',
};

const PAGES: Readonly<Record<string, Page>> = {
  slack_oauth_installer_authorization_error: CANCELLED,
  slack_oauth_missing_state: EXPIRED,
  slack_oauth_invalid_state: EXPIRED,
  slack_oauth_missing_code: EXPIRED,
};

type Callbacks = NonNullable<InstallerOptions['callbackOptions']>;

/** The page for an error of the installer. It contains nothing of the request or the error. */
export const installFailure: NonNullable<Callbacks['failure']> = ({ code }, _options, _request, response) =>
  show(response, PAGES[code] ?? FAILED, PATHS.install, 'Add Paperboy to Slack');

/** The page after an installation, with a link back to Slack. */
export const installSuccess: NonNullable<Callbacks['success']> = ({ appId, team }, _o, _r, response) => {
  const query = new URLSearchParams();
  if (appId) query.set('app', appId);
  if (team?.id) query.set('team', team.id);
  const href = `https://slack.com/app_redirect?${query}`.replaceAll('&', '&amp;');
  show(response, INSTALLED, href, 'Open Slack');
};

/** Sets `SameSite=Lax`: the redirect from Slack's page carries the cookies, and requests made by other sites do not. */
export function withSameSite(response: ServerResponse): ServerResponse {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    if (name.toLowerCase() !== 'set-cookie') return setHeader(name, value);
    const cookies = [value].flat().map((cookie) => `${cookie}; SameSite=Lax`);
    return setHeader(name, cookies);
  };
  return response;
}

function show(response: ServerResponse, { status, title, text }: Page, href: string, label: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  });
  response.end(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { max-width: 32rem; margin: 20vh auto 0; padding: 0 1.5rem; font: 1rem/1.6 system-ui, sans-serif; color: #1d1c1d; }
a { color: #1264a3; }
</style>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
<p><a href="${href}">${label}</a></p>
</body>
</html>
`);
}
