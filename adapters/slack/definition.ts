/** Lists the Slack adapter. */
import type { AdapterDefinition } from '../../src/model/adapter-definition.ts';
import { readSlackSettings, type SlackSettings } from './settings.ts';

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
  create: async (settings, outside) => (await import('./index.ts')).createSlack(settings, outside),
  cliCommands: [
    {
      name: 'slack-manifest',
      usage: [
        ['', 'print the manifest that Slack creates the app from'],
        ['[--url https://...] [--many]', 'reached over HTTP; for many workspaces'],
        ['[--socket]', 'reached over a socket (so without --url)'],
      ],
      load: async () => (await import('./cli.ts')).runManifest,
    },
  ],
};
