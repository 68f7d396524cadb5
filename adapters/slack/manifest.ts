/** Builds the app manifest from which Slack creates the app. */
import { COMMAND, EVENTS, OPTIONAL_SCOPES, PATHS, SCOPES, SHORTCUTS } from './names.ts';

/** `url` is Paperboy's public address; without one the app is reached over a socket. */
export interface Reached {
  url?: string;
  /** Many workspaces: token rotation and installation for whole organisations. */
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
  'Every post says why each paper is there, and a day without papers says why.',
  'It only reads messages that are sent to it, and deletes everything it kept for a workspace when it is removed.',
].join(' ');
