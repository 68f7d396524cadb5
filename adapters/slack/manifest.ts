/** Builds and prints the app manifest from which Slack creates the app, and lists what it registers: command, scopes, events, paths. */
import { parseArgs } from 'node:util';
import type { CliTerminal } from '../../src/model/adapter-definition.ts';
import { badUsage } from '../../src/model/errors.ts';

const COMMAND = {
  command: '/papers',
  description: 'Search papers, and choose what is posted here every day',
  usage_hint: 'hyperparameter tuning | subscribe "continual learning" | help',
} as const;

export const SHORTCUT = {
  name: 'Find related papers',
  type: 'message',
  callback_id: 'find-papers',
  description: 'Find papers related to a message; only you see them',
} as const;

/** Required scopes. */
export const SCOPES = [
  'commands',
  'chat:write',
  /** To receive mentions. */
  'app_mentions:read',
  /** To learn that Paperboy was added to a channel, and the channel's name. */
  'channels:read',
] as const;

/** Optional scopes, each with the single feature that is missing without it. */
export const OPTIONAL = {
  'groups:read': "Paperboy doesn't notice that it was added to a private channel",
  'im:history': 'direct messages that are not commands get no answer',
  'files:read': 'files that people share are not read into libraries',
  'im:write': "people can't follow topics for themselves",
  'channels:history': 'a post that may have arrived is not looked for before it is sent again',
  'groups:history': 'the same holds for private channels',
  'users:read': "SLACK_ADMINS_ONLY can't tell who is an admin",
} as const;

export const OPTIONAL_SCOPES = Object.keys(OPTIONAL) as (keyof typeof OPTIONAL)[];

const EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_deleted',
  'channel_rename',
  'file_shared',
  'group_deleted',
  'group_rename',
  'member_joined_channel',
  'message.im',
  'tokens_revoked',
] as const;

export const PATHS = {
  events: '/slack/events',
  install: '/slack/install',
  redirect: '/slack/oauth_redirect',
} as const;

/**
 * @param reached.url Paperboy's public address; without one the app is reached over a socket
 * @param reached.oauth many workspaces: token rotation and installation for whole organizations
 * @returns an object valid against Slack's manifest schema, to be printed as JSON
 */
export function toManifest({ url, oauth = false }: { url?: string; oauth?: boolean }) {
  const base = url?.replace(/\/+$/, '');
  const eventsUrl = base && `${base}${PATHS.events}`;
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Paperboy',
      description: 'Delivers a digest of new papers to your channels, and answers /papers.',
      background_color: '#1f3a5f',
      long_description: LONG,
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'paperboy', always_online: true },
      shortcuts: [SHORTCUT],
      slash_commands: [{ ...COMMAND, url: eventsUrl, should_escape: false }],
    },
    oauth_config: {
      redirect_urls: base && [`${base}${PATHS.redirect}`],
      scopes: { bot: [...SCOPES, ...OPTIONAL_SCOPES], bot_optional: [...OPTIONAL_SCOPES] },
    },
    settings: {
      event_subscriptions: { request_url: eventsUrl, bot_events: [...EVENTS] },
      interactivity: { is_enabled: true, request_url: eventsUrl, message_menu_options_url: eventsUrl },
      org_deploy_enabled: oauth,
      socket_mode_enabled: base === undefined,
      token_rotation_enabled: oauth,
    },
  };
}

const LONG = [
  'Paperboy posts new papers to your channels every day. Type /papers and a few words to search,',
  '/papers subscribe to follow a topic in a channel, and /papers schedule to choose when posts arrive.',
  'Every post shows why each paper was included. If nothing was posted, /papers status says why.',
  'It only reads messages that are sent to it, and deletes everything it kept for a workspace when it is removed.',
].join(' ');

/**
 * `paperboy slack-manifest`: prints the manifest. `--url` is Paperboy's public address; without it, or with `--socket`, the
 * app is reached over a socket. `--many` makes it installable in many workspaces, which needs `--url`.
 */
export async function runManifest(args: string[], terminal: CliTerminal): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { url: { type: 'string' }, socket: { type: 'boolean' }, many: { type: 'boolean' } },
  });
  const { url, socket = false, many = false } = values;
  if (url !== undefined && !(URL.canParse(url) && new URL(url).protocol === 'https:'))
    throw badUsage(`--url needs an address that begins with https://, not "${url}".`);
  if (many && (url === undefined || socket))
    throw badUsage('Slack reaches many workspaces over HTTP: --many needs --url https://...');
  const reached = url === undefined || socket ? {} : { url, oauth: many };
  return terminal.print(`${JSON.stringify(toManifest(reached), undefined, 2)}\n`);
}
