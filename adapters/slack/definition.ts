/** Lists the Slack adapter. */
import type { AdapterDefinition } from '../../src/model/adapter-definition.ts';
import { readSlackSettings, type SlackSettings } from './settings.ts';
import { SLACK_TRACES } from './traces.ts';

export const slack: AdapterDefinition<SlackSettings> = {
  name: 'slack',
  secrets: [
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'SLACK_SIGNING_SECRET',
    'SLACK_CLIENT_SECRET',
    'SLACK_STATE_SECRET',
    'ENCRYPTION_KEY',
  ],
  readSettings: readSlackSettings,
  listensAt: ({ mode, host, port }) =>
    mode.kind === 'socket' ? undefined : { setting: 'SLACK_PORT', host, port },
  create: async (settings, outside) => (await import('./index.ts')).createSlack(settings, outside),
  examine: async (settings, outside) => (await import('./examine.ts')).examineSlack(settings, outside),
  setup: {
    title: 'Slack',
    steps: [
      'Run `npx paperboy slack-manifest > manifest.json`.',
      'On https://api.slack.com/apps: Create New App, From a manifest, your workspace, paste the file, Create.',
      'Install App: install it, and copy the Bot User OAuth Token.',
      'Basic Information, App-Level Tokens: generate one with the scope connections:write, and copy it.',
    ],
    questions: [
      {
        setting: 'SLACK_BOT_TOKEN',
        label: 'Bot User OAuth Token (xoxb-...)',
        example: 'xoxb-1',
        isSecret: true,
      },
      { setting: 'SLACK_APP_TOKEN', label: 'App-level token (xapp-...)', example: 'xapp-1', isSecret: true },
    ],
    afterStart: ['In a channel of Slack: /invite @paperboy, then /papers hyperparameter.'],
  },
  traces: SLACK_TRACES,
  isDirect: (channel) => /^slack:[^:]+:D/.test(channel),
  cliCommands: [
    {
      name: 'slack-manifest',
      group: 'Platforms',
      does: 'print the app manifest for Slack',
      details: ['Without --url, Slack is reached by Socket Mode, which needs no public address.'],
      options: [
        { name: 'url', value: 'URL', does: "Paperboy's public address, for HTTP; begins with https://" },
        { name: 'many', does: 'for many workspaces; needs --url' },
        { name: 'socket', does: 'for Socket Mode, whatever else is given' },
      ],
      examples: ['slack-manifest > manifest.json', 'slack-manifest --url https://papers.example --many'],
      load: async () => (await import('./manifest.ts')).runManifest,
    },
  ],
};
