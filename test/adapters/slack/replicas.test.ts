/** Several Slack adapters on one store, as replicas are. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSlack } from '../../../adapters/slack/index.ts';
import { createChangeSpace, createInstallations } from '../../../adapters/slack/installations.ts';
import { createDirectory, type Known } from '../../../adapters/slack/places.ts';
import { createRefresh } from '../../../adapters/slack/refresh.ts';
import type { PaperboyError } from '../../../src/model/errors.ts';
import type { Turns } from '../../../src/model/ports.ts';
import { openInOneProcess } from '../../../src/store/alone.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTurns } from '../../../src/store/turns.ts';
import { describeOnStores, type Place } from '../../store/stores.ts';
import { samplePost } from '../samples.ts';
import { createCommandService } from '../scripted-service.ts';
import { BOT, type FakeSlack, openSlack } from './slack.ts';
import { logTo, settingsOf } from './world.ts';

const OAUTH = {
  SLACK_SIGNING_SECRET: 'signing-s3cret',
  SLACK_CLIENT_ID: '123.456',
  SLACK_CLIENT_SECRET: 'client-s3cret',
  SLACK_STATE_SECRET: 'state-s3cret-that-is-long-enough',
  ENCRYPTION_KEY: 'a passphrase that is long enough',
};

/** What one replica keeps of a workspace's installation. */
async function openKept(store: Store, slack: FakeSlack) {
  const settings = settingsOf({ ...OAUTH, SLACK_API_URL: slack.apiUrl });
  if (settings.mode.kind !== 'oauth') throw new Error('not with OAuth');
  const { mode } = settings;
  return createInstallations({
    shelf: store.shelf('slack_installations'),
    keys: mode.keys,
    changeSpace: createChangeSpace(openInOneProcess(store).alone),
    refresh: createRefresh(mode, settings, { clock: store.now, log: logTo([]) }),
    clock: store.now,
  });
}

/** Slack's answers when each refresh token works once. */
function rotate(slack: FakeSlack, ms: number) {
  let valid = 'xoxe-0';
  let given = 0;
  const refused: string[] = [];
  slack.oauth = ({ refresh_token }) => {
    if (refresh_token !== valid) {
      refused.push(String(refresh_token));
      return { ok: false, error: 'invalid_refresh_token' };
    }
    given += 1;
    valid = `xoxe-${given}`;
    slack.tokens.set(`xoxe.xoxb-${given}`, { team: 'T1' });
    const answer = { ok: true, access_token: `xoxe.xoxb-${given}`, refresh_token: valid };
    return { ...answer, expires_in: 43_200, token_type: 'bot' };
  };
  slack.delays.set('oauth.v2.access', ms);
  return { refused, given: () => given };
}

const installation = (token: string, seconds: number) => ({
  team: { id: 'T1', name: 'Engines' },
  enterprise: undefined,
  user: { id: 'U1', token: undefined, scopes: undefined },
  bot: {
    token,
    refreshToken: 'xoxe-0',
    expiresAt: Math.floor(Date.now() / 1_000) + seconds,
    scopes: ['chat:write'],
    id: 'B1',
    userId: BOT.user,
  },
  isEnterpriseInstall: false,
  authVersion: 'v2' as const,
});
const ofT1 = { isEnterpriseInstall: false, teamId: 'T1', enterpriseId: undefined };

describeOnStores(
  'Slack replicas',
  (stores) => {
    const openMany = async (): Promise<{ place: Place; all: [Store, Store, Store]; slack: FakeSlack }> => {
      const place = await stores.newPlace();
      const all: [Store, Store, Store] = [await place.open(), await place.open(), await place.open()];
      return { place, all, slack: await openSlack() };
    };

    it('use each refresh token once, however many of them need a token at the same time', async () => {
      const { all, slack } = await openMany();
      const { refused, given } = rotate(slack, 150);
      const each = await Promise.all(all.map((store) => openKept(store, slack)));
      await each[0]?.storeInstallation(installation('xoxe.xoxb-0', 60) as never);
      const found = await Promise.all(
        [...each, ...each].map(async (kept) => (await kept.fetchInstallation(ofT1)).bot?.token),
      );
      expect(new Set(found)).toEqual(new Set(['xoxe.xoxb-1']));
      expect([given(), refused]).toEqual([1, []]);
      // Fresh ones cost no lock and no request.
      await each[1]?.fetchInstallation(ofT1);
      expect(slack.calls.filter(({ method }) => method === 'oauth.v2.access')).toHaveLength(1);
      await slack.close();
    });

    it('keep a new installation, and the removal of one, against a refresh that was under way', async () => {
      const { all, slack } = await openMany();
      rotate(slack, 300);
      const [one, two] = await Promise.all(all.map((store) => openKept(store, slack)));
      await one?.storeInstallation(installation('xoxe.xoxb-0', 60) as never);
      const refreshing = one?.fetchInstallation(ofT1);
      await pause(100);
      await two?.storeInstallation(installation('xoxe.xoxb-again', 43_200) as never);
      await refreshing;
      expect((await one?.fetchInstallation(ofT1))?.bot?.token).toBe('xoxe.xoxb-again');
      rotate(slack, 300);
      await one?.storeInstallation(installation('xoxe.xoxb-0', 60) as never);
      const again = one?.fetchInstallation(ofT1).catch(() => {});
      await pause(100);
      await two?.deleteInstallation?.(ofT1 as never);
      await again;
      await expect(one?.fetchInstallation(ofT1)).rejects.toMatchObject({ code: 'no-access' });
      await slack.close();
    });

    it('post one message a second to a channel together, and to others meanwhile', async () => {
      const { all, slack } = await openMany();
      const settings = settingsOf({
        SLACK_BOT_TOKEN: BOT.token,
        SLACK_APP_TOKEN: BOT.app,
        SLACK_API_URL: slack.apiUrl,
      });
      /** The turns that were given, in milliseconds; what is sent waits for its own. */
      const given: Record<string, number[]> = { C1: [], C2: [] };
      const noted = ({ take, hold }: Turns): Turns => ({
        async take(name, ...more) {
          const turn = await take(name, ...more);
          if (turn.taken) given[name.includes('C1') ? 'C1' : 'C2']?.push(turn.at);
          return turn;
        },
        hold,
      });
      const [one, two] = all.map((store) =>
        createSlack(settings, {
          service: createCommandService(),
          shelf: store.shelf,
          clock: store.now,
          log: logTo([]),
          alone: openInOneProcess(store).alone,
          turns: noted(openTurns(store)),
        }),
      );
      /** As the sender does: one that is put off, as on a busy machine, is tried again. */
      const post = async (at: number, channel: string): Promise<void> => {
        const sample = samplePost({ channel: `slack:T1:${channel}`, key: `${channel} ${at}` });
        const putOff = async (error: PaperboyError) => {
          if (error.code !== 'later' || error.retry === 'never') throw error;
          await pause(error.retry.afterMs);
          await post(at, channel);
        };
        await (at % 2 === 0 ? one : two)?.messenger.post(sample).catch(putOff);
      };
      const begun = performance.now();
      await Promise.all([0, 1, 2, 3].map((at) => post(at, 'C1')).concat([0, 1].map((at) => post(at, 'C2'))));
      const sentTo = (channel: string) =>
        slack.calls.filter(({ method, body }) => method === 'chat.postMessage' && body.channel === channel);
      expect([sentTo('C1'), sentTo('C2')]).toMatchObject([{ length: 4 }, { length: 2 }]);
      for (const turns of Object.values(given)) {
        turns.sort((one, other) => one - other);
        for (const [at, turn] of turns.slice(1).entries())
          expect(turn - (turns[at] ?? 0)).toBeGreaterThanOrEqual(1_000);
      }
      // At least: a request that a busy machine starts too late takes another turn.
      expect(given.C1?.length).toBeGreaterThanOrEqual(4);
      expect(given.C2?.length).toBeGreaterThanOrEqual(2);
      expect(given.C2?.[0]).toBeLessThan(given.C1?.at(-1) ?? 0);
      expect((sentTo('C1').at(-1)?.at ?? 0) - begun).toBeGreaterThan(2_900);
      await slack.close();
    });

    it('learn of a channel together, and none forgets what another one saw', async () => {
      const { all } = await openMany();
      const each = all.map((store) => createDirectory(store.shelf<Known>('slack_channels')));
      const secret = { space: 'T1', channel: 'C1' };
      await each[0]?.note(secret, { name: 'open', hidden: false });
      expect(await each[1]?.thoseKnownTo('U9', ['slack:T1:C1'])).toEqual(new Set(['slack:T1:C1']));
      await each[1]?.note(secret, { hidden: true });
      expect(await each[0]?.thoseKnownTo('U9', ['slack:T1:C1'])).toEqual(new Set());
      const users = Array.from({ length: 30 }, (_, at) => `U${at}`);
      await Promise.all(users.map((user, at) => each[at % 3]?.note(secret, { user })));
      for (const user of users)
        expect((await each[2]?.thoseKnownTo(user, ['slack:T1:C1']))?.has('slack:T1:C1')).toBe(true);
    });
  },
  ['SQLite', 'Postgres'],
);
