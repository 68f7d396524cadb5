/** Exchanges a refresh token, which works once, for new tokens before the old ones expire. */
import type { Installation } from '@slack/bolt';
import { webApi as packages } from '@slack/bolt';
import type { Clock, Log } from '../../src/model/ports.ts';
import { clientOptions } from './api.ts';
import { logReason } from './errors.ts';
import type { Mode, SlackSettings } from './settings.ts';

/** Tokens are exchanged this long before they expire: Slack gives them for twelve hours. Milliseconds. */
const BEFORE_END_MS = 2 * 3_600_000;
/** After a failure, the old tokens serve for so long before the next try. Milliseconds. */
const AGAIN_MS = 60_000;

export interface Refresh {
  isDue(installation: Installation): boolean;
  /** The installation with new tokens; undefined when there are none to be had now, and the old ones must serve. */
  exchange(installation: Installation): Promise<Installation | undefined>;
}

export function createRefresh(
  { clientId, clientSecret }: Extract<Mode, { kind: 'oauth' }>,
  settings: SlackSettings,
  { clock, log }: { clock: Clock; log: Log },
): Refresh {
  // Without retries: nobody knows whether a token was used up by a request without an answer.
  const client = new packages.WebClient(undefined, { ...clientOptions(settings, log) });
  /** By refresh token: when it failed. */
  const failedAt = new Map<string, number>();

  return {
    isDue({ bot }) {
      if (bot?.refreshToken === undefined || typeof bot.expiresAt !== 'number') return false;
      const failed = failedAt.get(bot.refreshToken);
      if (failed !== undefined && clock() - failed < AGAIN_MS) return false;
      return bot.expiresAt * 1_000 - clock() <= BEFORE_END_MS;
    },
    async exchange(installation) {
      const { bot } = installation;
      if (bot?.refreshToken === undefined) return undefined;
      try {
        const told = await client.oauth.v2.access({
          client_id: clientId,
          client_secret: clientSecret,
          grant_type: 'refresh_token',
          refresh_token: bot.refreshToken,
        });
        if (!told.access_token || !told.refresh_token || !told.expires_in)
          throw new Error("Slack's answer had no tokens");
        failedAt.delete(bot.refreshToken);
        const expiresAt = Math.floor(clock() / 1_000) + told.expires_in;
        const fresh = { token: told.access_token, refreshToken: told.refresh_token, expiresAt };
        return { ...installation, bot: { ...bot, ...fresh } };
      } catch (thrown) {
        failedAt.set(bot.refreshToken, clock());
        log.warn('a Slack token could not be refreshed; trying again in a minute', logReason(thrown));
        return undefined;
      }
    },
  };
}
