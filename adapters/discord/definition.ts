/** Describes the Discord adapter for the list of adapters: its settings, secrets, and commands. */
import type { AdapterDefinition } from '../../src/model/adapter-definition.ts';
import { type DiscordSettings, readDiscordSettings } from './settings.ts';

export const discord: AdapterDefinition<DiscordSettings> = {
  name: 'discord',
  secrets: ['DISCORD_BOT_TOKEN'],
  readSettings: readDiscordSettings,
  listensAt: ({ http }) => http && { setting: 'DISCORD_PORT', host: http.host, port: http.port },
  create: async (settings, outside) => (await import('./index.ts')).createDiscord(settings, outside),
  examine: async (settings, outside) => (await import('./examine.ts')).examineDiscord(settings, outside),
  cliCommands: [
    {
      name: 'discord-register',
      usage: [
        ['', 'register the commands with Discord and print the invite link'],
        ['[--guild ID]', 'for one server only, where they appear at once'],
      ],
      load: async () => (await import('./install.ts')).runRegister,
    },
  ],
};
