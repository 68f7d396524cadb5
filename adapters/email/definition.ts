/** Describes the mail adapter for the list of adapters: its settings, secrets, and where it listens. */
import type { AdapterDefinition } from '../../src/model/adapter-definition.ts';
import { type EmailSettings, readEmailSettings } from './settings.ts';
import { EMAIL_TRACES, subjectOf } from './traces.ts';

export const email: AdapterDefinition<EmailSettings> = {
  name: 'email',
  secrets: ['SMTP_URL', 'MAIL_BOUNCES_URL'],
  readSettings: readEmailSettings,
  listensAt: ({ http }) => http && { setting: 'EMAIL_PORT', host: http.host, port: http.port },
  create: async (settings, outside) => (await import('./index.ts')).createEmail(settings, outside),
  examine: async (settings) => (await import('./examine.ts')).examineEmail(settings),
  setup: {
    title: 'Mail',
    steps: ['Have the address, user and password of the server that sends your mail at hand.'],
    questions: [
      {
        setting: 'SMTP_URL',
        label: 'Mail server',
        example: 'smtp://127.0.0.1',
        hint: 'smtps://user:password@smtp.example.org, or smtp:// on port 587. In the password, @ is %40, / is %2F and # is %23.',
        isSecret: true,
      },
      {
        setting: 'MAIL_FROM',
        label: 'Sender',
        example: 'papers@example.org',
        hint: 'Such as Paperboy <papers@example.org>: an address that this server may send from.',
      },
    ],
    beforeStart: [
      'Run `npx paperboy subscribe email:me@lab.org "continual learning"`, and confirm by the code.',
    ],
  },
  traces: EMAIL_TRACES,
  isDirect: () => true,
  subjectOf,
  cliCommands: [],
};
