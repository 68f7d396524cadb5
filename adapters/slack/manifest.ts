/** Builds the app manifest from which Slack creates the app, and lists what it registers: command, scopes, events, paths. */

export const COMMAND = {
  command: '/papers',
  description: 'Search papers, and choose what is posted here every day',
  usage_hint: 'hyperparameter tuning | subscribe "continual learning" | help',
} as const;

export const SHORTCUTS = {
  find: {
    name: 'Find related papers',
    type: 'message',
    callback_id: 'find-papers',
    description: 'Find papers related to a message; only you see them',
  },
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

/** Optional scopes: without one of them a single feature is missing. */
export const OPTIONAL_SCOPES = [
  /** The same for private channels. */
  'groups:read',
  /** To answer direct messages that are not commands. */
  'im:history',
  /** To look for a post that may have been delivered before sending it again. */
  'channels:history',
  'groups:history',
  /** For SLACK_ADMINS_ONLY, to tell who is an admin. */
  'users:read',
] as const;

export const EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_deleted',
  'channel_rename',
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

/** `url` is Paperboy's public address; without one the app is reached over a socket. */
export interface Reached {
  url?: string;
  /** Many workspaces: token rotation and installation for whole organizations. */
  oauth?: boolean;
}

/** @returns an object valid against Slack's manifest schema, to be printed as JSON */
export function toManifest({ url, oauth = false }: Reached) {
  const base = url?.replace(/\/+$/, '');
  const request = base === undefined ? {} : { request_url: `${base}${PATHS.events}` };
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
      shortcuts: Object.values(SHORTCUTS),
      slash_commands: [
        {
          ...COMMAND,
          ...(base === undefined ? {} : { url: `${base}${PATHS.events}` }),
          should_escape: false,
        },
      ],
    },
    oauth_config: {
      ...(base !== undefined ? { redirect_urls: [`${base}${PATHS.redirect}`] } : {}),
      scopes: { bot: [...SCOPES, ...OPTIONAL_SCOPES], bot_optional: [...OPTIONAL_SCOPES] },
    },
    settings: {
      event_subscriptions: { ...request, bot_events: [...EVENTS] },
      interactivity: {
        is_enabled: true,
        ...request,
        ...(base === undefined ? {} : { message_menu_options_url: `${base}${PATHS.events}` }),
      },
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
