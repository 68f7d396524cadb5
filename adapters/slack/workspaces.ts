/** Finds the token for a workspace: one fixed token, or that of its installation, refreshed before it expires. */
import type { Authorize, AuthorizeResult } from '@slack/bolt';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import { type Client, clientOptions, createClient, patientOptions } from './api.ts';
import { readFailure } from './errors.ts';
import type { Installations } from './installations.ts';
import type { SlackSettings } from './settings.ts';

export interface Workspaces {
  /** Called once, before requests arrive. */
  start(): Promise<void>;
  /** Every workspace and organization that Paperboy is installed in. */
  all(): Promise<string[]>;
  /** A client that waits as Slack asks. @throws an error for `readFailure` when there is no token for the workspace */
  patientClientFor(space: string): Promise<Client>;
  /** Called by Bolt for each request; the result holds `space`. */
  authorize: Authorize<boolean>;
  /** @throws an error for `readFailure` when there is no token for the workspace */
  clientFor(space: string): Promise<Client>;
  /** The workspace, where there is only one. */
  own(): string | undefined;
}

/** One workspace, whose identity is requested once. */
export function createSingleWorkspace(token: string, settings: SlackSettings, log: Log): Workspaces {
  const client = createClient(token, clientOptions(settings, log));
  const patient = createClient(token, patientOptions(settings, log));
  let self: (AuthorizeResult & { space: string }) | undefined;
  return {
    async start() {
      const told = await patient.auth.test().catch((thrown: unknown) => {
        throw unreachable(thrown, settings);
      });
      const space = (told.is_enterprise_install ? told.enterprise_id : told.team_id) ?? told.team_id;
      if (!space || !told.user_id)
        throw new PaperboyError(
          'bad-settings',
          "Slack didn't say which workspace SLACK_BOT_TOKEN belongs to.",
        );
      self = {
        space,
        teamId: told.team_id ?? space,
        botToken: token,
        botUserId: told.user_id,
        ...(told.bot_id ? { botId: told.bot_id } : {}),
      };
    },
    all: async () => (self ? [self.space] : []),
    patientClientFor: async () => patient,
    async authorize() {
      if (self === undefined) throw new PaperboyError('no-access', 'Slack is not connected yet.');
      return { ...self };
    },
    async clientFor(space) {
      if (self !== undefined && space !== self.space)
        throw new PaperboyError(
          'no-access',
          `Paperboy is connected to the Slack workspace ${self.space}, not to ${space}. Unsubscribe there, or set that workspace's token.`,
        );
      return client;
    },
    own: () => self?.space,
  };
}

/** Many workspaces. `authorize` is Bolt's own over the stored installations, which have fresh tokens. */
export function createManyWorkspaces(
  authorize: Authorize<boolean>,
  installations: Pick<Installations, 'spaces'>,
  settings: SlackSettings,
  log: Log,
): Workspaces {
  const options = clientOptions(settings, log);
  const clients = new Map<string, { token: string; client: Client }>();
  async function tokenOf(space: string): Promise<string> {
    const isEnterpriseInstall = space.startsWith('E');
    const source = { isEnterpriseInstall, [isEnterpriseInstall ? 'enterpriseId' : 'teamId']: space };
    const { botToken } = await authorize(source as unknown as Parameters<Authorize<boolean>>[0]);
    if (botToken === undefined) throw readFailure({ code: 'authorization_error' }, space);
    return botToken;
  }

  return {
    start: async () => {},
    all: installations.spaces,
    patientClientFor: async (space) => createClient(await tokenOf(space), patientOptions(settings, log)),
    async authorize(source, body) {
      const told = await authorize(source, body);
      const space = source.isEnterpriseInstall ? source.enterpriseId : (told.teamId ?? source.teamId);
      return { ...told, space: space ?? '' };
    },
    async clientFor(space) {
      const botToken = await tokenOf(space);
      const known = clients.get(space);
      if (known?.token === botToken) return known.client;
      const client = createClient(botToken, options);
      clients.set(space, { token: botToken, client });
      return client;
    },
    own: () => undefined,
  };
}

function unreachable(thrown: unknown, { apiUrl }: SlackSettings): PaperboyError {
  const failure = readFailure(thrown, 'Slack');
  const host = new URL(apiUrl).host;
  if (failure.code === 'no-access') return new PaperboyError('bad-settings', failure.message);
  return new PaperboyError('later', `${failure.message} It was asked at ${host}.`);
}
