/** Describes the mail adapter for the list of adapters: its settings, secrets, and where it listens. */
import type { AdapterDefinition } from '../../src/model/adapter-definition.ts';
import { type EmailSettings, readEmailSettings } from './settings.ts';

export const email: AdapterDefinition<EmailSettings> = {
  name: 'email',
  secrets: ['SMTP_URL', 'MAIL_BOUNCES_URL'],
  readSettings: readEmailSettings,
  listensAt: ({ http }) => http && { setting: 'EMAIL_PORT', host: http.host, port: http.port },
  create: async (settings, outside) => (await import('./index.ts')).createEmail(settings, outside),
  examine: async (settings) => (await import('./examine.ts')).examineEmail(settings),
  cliCommands: [],
};
