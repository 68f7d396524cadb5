/** Describes the Discord adapter for the list of adapters: its settings, secrets, and commands. */
import type { AdapterDefinition } from '../../src/model/adapter-definition.ts';
import { type DiscordSettings, readDiscordSettings } from './settings.ts';
import { DISCORD_TRACES, subjectOf } from './traces.ts';

export const discord: AdapterDefinition<DiscordSettings> = {
  name: 'discord',
  secrets: ['DISCORD_BOT_TOKEN'],
  readSettings: readDiscordSettings,
  listensAt: ({ http }) => http && { setting: 'DISCORD_PORT', host: http.host, port: http.port },
  create: async (settings, outside) => (await import('./index.ts')).createDiscord(settings, outside),
  examine: async (settings, outside) => (await import('./examine.ts')).examineDiscord(settings, outside),
  setup: {
    title: 'Discord',
    steps: [
      'On https://discord.com/developers/applications: New Application, then Bot, Reset Token, and copy the token.',
    ],
    questions: [{ setting: 'DISCORD_BOT_TOKEN', label: 'Bot token', example: 'a.b.c', isSecret: true }],
    beforeStart: ['Run `npx paperboy discord-register`, open the link that it prints, and choose a server.'],
    afterStart: ['In a channel of Discord: /papers query:hyperparameter, then /digest subscribe.'],
  },
  traces: DISCORD_TRACES,
  isDirect: (channel) => channel.startsWith('discord:@me:'),
  subjectOf,
  cliCommands: [
    {
      name: 'discord-register',
      group: 'Platforms',
      does: 'register the commands with Discord and print the invite link',
      details: ['Do it for everyone or for one server, not both, or each command appears twice.'],
      options: [{ name: 'guild', value: 'ID', does: 'for one server only, where they appear at once' }],
      examples: ['discord-register', 'discord-register --guild 123456789012345678'],
      load: async () => (await import('./install.ts')).runRegister,
    },
  ],
};
