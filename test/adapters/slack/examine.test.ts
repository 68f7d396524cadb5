import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { examineSlack } from '../../../adapters/slack/examine.ts';
import { OPTIONAL_SCOPES, SCOPES } from '../../../adapters/slack/manifest.ts';
import type { SlackSettings } from '../../../adapters/slack/settings.ts';
import type { ExamineOutside } from '../../../src/model/adapter-definition.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { silent } from '../../delivery/world.ts';
import { createShelves } from '../shelves.ts';
import { BOT, type FakeSlack, openSlack, TEAM } from './slack.ts';

let slack: FakeSlack;
beforeEach(async () => {
  slack = await openSlack();
});
afterEach(() => slack.close());

const place = (channel: string, name: string) => ({ id: `slack:${TEAM}:${channel}` as const, name });

function examine(places = [place('C1', '#general')], mode: Partial<SlackSettings['mode']> = {}) {
  const settings: SlackSettings = {
    mode: { kind: 'socket', botToken: BOT.token, appToken: BOT.app, ...mode } as SlackSettings['mode'],
    apiUrl: slack.apiUrl,
    authorizeUrl: 'https://slack.example/authorize',
    host: '127.0.0.1',
    port: 0,
    adminsOnly: false,
  };
  const outside = { shelf: createShelves().shelf, clock: Date.now, log: silent, specs: [] };
  return examineSlack(settings, { ...outside, places: places as ExamineOutside['places'] });
}
const failing = (found: Finding[]) => found.filter(({ standing }) => standing !== 'ok');

describe('Slack, examined', () => {
  test('is in order with every scope, a socket and the channels that Paperboy is in', async () => {
    slack.tokens.set(BOT.token, { team: TEAM, scopes: [...SCOPES, ...OPTIONAL_SCOPES] });
    const found = await examine();
    expect(failing(found)).toEqual([]);
    expect(found.map(({ line }) => line)).toEqual([
      'SLACK_APP_TOKEN opens a socket.',
      'Connected to Example Lab as paperboy.',
      'Example Lab as paperboy has every scope.',
      'Paperboy can post in 1 channel.',
    ]);
    expect(slack.shown).toEqual([]);
  });

  test('tells which scopes are missing, and what is missing without an optional one', async () => {
    slack.tokens.set(BOT.token, { team: TEAM, scopes: ['commands', 'channels:read'] });
    expect(failing(await examine([]))).toMatchObject([
      { standing: 'fail', line: 'Example Lab as paperboy lacks the scopes chat:write, app_mentions:read.' },
    ]);
    const scopes = [...SCOPES, ...OPTIONAL_SCOPES.filter((scope) => scope !== 'im:write')];
    slack.tokens.set(BOT.token, { team: TEAM, scopes });
    const [found] = failing(await examine([]));
    expect(found).toMatchObject({ standing: 'warn', todo: expect.stringContaining('slack-manifest') });
    expect(found?.line).toContain("im:write (people can't follow topics for themselves)");
  });

  test('names channels that it is not in, that are archived and that are gone, and asks nothing of a person', async () => {
    slack.channels.set('C3', { name: 'old', members: [BOT.user], is_archived: true });
    const places = [
      place('C1', '#general'),
      place('C9', '#elsewhere'),
      place('C3', '#old'),
      place('C404', '#gone'),
      place('D1', 'direct message'),
    ];
    expect(failing(await examine(places)).map(({ line }) => line)).toEqual([
      "Paperboy isn't in #elsewhere.",
      '#old is archived.',
      expect.stringContaining("#gone: Paperboy can't find this channel"),
    ]);
    expect(slack.calls.filter(({ body }) => body.channel === 'D1')).toEqual([]);
  });

  test('tells of tokens that are refused without showing them', async () => {
    slack.tokens.clear();
    const found = await examine();
    expect(found.map(({ standing }) => standing)).toEqual(['fail', 'fail']);
    expect(found[0]?.line).toContain('Check SLACK_BOT_TOKEN');
    expect(found[1]?.todo).toContain('connections:write');
    expect(JSON.stringify(found)).not.toMatch(/s3cret/);
  });

  test('says how to install the app where no workspace has', async () => {
    const mode = {
      kind: 'oauth' as const,
      signingSecret: 's',
      clientId: 'c',
      clientSecret: 'd',
      stateSecret: 'a state secret that is long enough',
      keys: [{ id: '1', key: Buffer.alloc(32) }] as never,
      publicUrl: 'https://papers.example',
    };
    expect(await examine([], mode)).toMatchObject([
      { standing: 'warn', todo: 'Open https://papers.example/slack/install and choose one.' },
    ]);
  });
});
