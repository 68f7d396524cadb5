/** The names by which Slack and Paperboy know each other: the manifest is made from them, and `hear.ts` listens for them. */

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

/** Without these nothing works, and each is needed for one thing. */
export const SCOPES = [
  'commands',
  'chat:write',
  /** Mentions are heard. */
  'app_mentions:read',
  /** Being added to a channel is heard, and what the channel is called. */
  'channels:read',
] as const;

/** Paperboy works without these, and does one thing less for each. */
export const OPTIONAL_SCOPES = [
  /** Private channels: being added to one is heard, and what it is called. */
  'groups:read',
  /** Direct messages are answered without the command. */
  'im:history',
  /** A post whose fate is unknown is looked for before it is sent again. */
  'channels:history',
  'groups:history',
  /** SLACK_ADMINS_ONLY: who is an admin. */
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

/** Ids of what is pressed or filled in, besides the buttons of `buttons.ts`. */
export const SETTINGS = 'settings';
export const ZONE = 'zone';
export const HOME = 'home';
