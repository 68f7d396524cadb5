import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator } from 'emulate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredInstallation } from '../../../adapters/slack/installations.ts';
import { samplePost } from '../samples.ts';
import { createTime, eventOf, openWorld, until, type World } from './world.ts';

const ENV = {
  SLACK_SIGNING_SECRET: 'signing-s3cret',
  SLACK_CLIENT_ID: '123.456',
  SLACK_CLIENT_SECRET: 'client-s3cret',
  SLACK_STATE_SECRET: 'state-s3cret-that-is-long-enough',
  ENCRYPTION_KEY: 'a passphrase that is long enough',
};

let world: World;
let granted = 0;
beforeEach(async () => {
  granted = 0;
  world = await openWorld(ENV);
  world.slack.oauth = grant({ team: 'T1' });
});
afterEach(() => world.stop());

/** Tokens as Slack gives them: a new pair for each grant, good for so many seconds. */
function grant({ team = 'T1', enterprise = '', seconds = 43_200 }) {
  return (body: Record<string, unknown>) => {
    granted += 1;
    const token = `xoxe.xoxb-${granted}-s3cret-token`;
    world.slack.tokens.set(token, { team, ...(enterprise ? { enterprise } : {}) });
    return {
      ok: true,
      access_token: token,
      refresh_token: `xoxe-${granted}-s3cret-refresh`,
      expires_in: body.grant_type === 'refresh_token' ? 43_200 : seconds,
      token_type: 'bot',
      scope: 'commands,chat:write',
      bot_user_id: 'U0BOT',
      app_id: 'A1',
      team: enterprise ? null : { id: team, name: 'Engines' },
      enterprise: enterprise ? { id: enterprise, name: 'Org' } : null,
      is_enterprise_install: enterprise !== '',
      authed_user: { id: 'U1' },
    };
  };
}

/** A person's way through the install page and back. */
async function install(
  change: (redirect: URL, cookie: string) => [URL, string] = (url, cookie) => [url, cookie],
) {
  const page = await fetch(world.address ?? '', { redirect: 'manual' });
  const to = new URL(page.headers.get('location') ?? '');
  const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const back = new URL('/slack/oauth_redirect', world.address);
  back.searchParams.set('code', 'c0de');
  back.searchParams.set('state', to.searchParams.get('state') ?? '');
  const [url, sent] = change(back, cookie);
  return { to, answer: await fetch(url, { headers: { cookie: sent }, redirect: 'manual' }) };
}

function changed(url: URL, change: Record<string, string>): URL {
  for (const [name, value] of Object.entries(change)) url.searchParams.set(name, value);
  return url;
}

function send(payload: object) {
  const body = JSON.stringify(payload);
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', ENV.SLACK_SIGNING_SECRET).update(`v0:${at}:${body}`).digest('hex');
  return fetch(new URL('/slack/events', world.address), {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${signature}`,
    },
  });
}

const kept = () => world.shelves.shelf<StoredInstallation>('slack_installations');
const post = (channel = 'slack:T1:C1') => world.adapter.messenger.post(samplePost({ channel }));
const posted = () => world.slack.calls.filter(({ method }) => method === 'chat.postMessage');

describe('an installation', () => {
  it('is kept with its tokens sealed, and posts are sent with them', async () => {
    const { to, answer } = await install();
    expect(to.href.startsWith(`${world.slack.url}/authorize`)).toBe(true);
    expect(to.searchParams.get('scope')?.split(',')).toContain('chat:write');
    expect(answer.status).toBeLessThan(400);
    const record = JSON.stringify(await kept().get('T1'));
    expect(record).not.toContain('s3cret');
    expect(record).toContain('"key"');
    await post();
    expect(posted()[0]?.token).toBe('xoxe.xoxb-1-s3cret-token');
    expect(world.logged.join('\n')).not.toContain('s3cret');
  });

  it.each([
    ['another state', (url: URL, cookie: string): [URL, string] => [changed(url, { state: 'x' }), cookie]],
    ['another browser', (url: URL): [URL, string] => [url, '']],
    ['no code', (url: URL, cookie: string): [URL, string] => [changed(url, { code: '' }), cookie]],
  ])('with %s is refused', async (_, change) => {
    const { answer } = await install(change);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await kept().get('T1')).toBeUndefined();
    expect(world.slack.calls.filter(({ method }) => method === 'oauth.v2.access')).toEqual([]);
  });

  it('ends on a page of ours, and each state of it works once', async () => {
    let used: [URL, string] | undefined;
    const { answer } = await install((url, cookie) => {
      used = [url, cookie];
      return used;
    });
    expect(await answer.text()).toContain('Paperboy was added to Slack');
    const [url, cookie] = used as unknown as [URL, string];
    const again = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('has expired');
    expect(granted).toBe(1);
  });

  it('keeps its cookie from requests that other sites make', async () => {
    const page = await fetch(world.address ?? '', { redirect: 'manual' });
    expect(page.headers.getSetCookie()).toEqual([expect.stringMatching(/; HttpOnly; .*; SameSite=Lax$/)]);
  });

  it('that a person cancels ends on a kind page, with a way to start again', async () => {
    const { answer } = await install((url, cookie) => [
      changed(url, { code: '', error: 'access_denied' }),
      cookie,
    ]);
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).toContain('Installation canceled');
    expect(page).toContain('nothing was stored');
    expect(page).toContain('href="/slack/install"');
    expect(await kept().get('T1')).toBeUndefined();
  });

  it('that fails says so without a word of the request', async () => {
    const { answer } = await install((url, cookie) => [
      changed(url, { state: '<script>x</script>' }),
      cookie,
    ]);
    const page = await answer.text();
    expect(page).toContain('has expired');
    expect(page).not.toContain('script');
  });

  it('that Slack refuses is a page that tells no secret', async () => {
    world.slack.oauth = () => ({ ok: false, error: 'invalid_code' });
    const { answer } = await install();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(`${await answer.text()} ${world.logged.join('\n')}`).not.toContain('s3cret');
  });

  it('made again replaces the tokens', async () => {
    await install();
    await install();
    await post();
    expect(posted()[0]?.token).toBe('xoxe.xoxb-2-s3cret-token');
  });

  it('for a whole organisation serves its workspaces', async () => {
    world.slack.oauth = grant({ enterprise: 'E1' });
    await install();
    await post('slack:E1:C1');
    expect(posted()[0]?.token).toBe('xoxe.xoxb-1-s3cret-token');
    const mention = eventOf({ type: 'app_mention', channel: 'C1', user: 'U1', text: 'lora', ts: '1.1' });
    await send({
      ...mention,
      team_id: 'T5',
      enterprise_id: 'E1',
      authorizations: [{ enterprise_id: 'E1', team_id: 'T5', is_enterprise_install: true }],
    });
    await until(() => world.service.asked.length === 1, 'the mention');
    expect(world.service.asked[0]?.place.id).toBe('slack:E1:C1');
  });

  it('that is not there gives no access, and says what to do', async () => {
    await expect(post('slack:T7:C1')).rejects.toMatchObject({
      code: 'no-access',
      message: expect.stringContaining('install'),
    });
  });
});

describe('a command from a workspace without an installation', () => {
  it('is answered at the address that came with it', async () => {
    const heard: unknown[] = [];
    const inbox = createServer((request, response) => {
      request.on('data', (chunk) => heard.push(JSON.parse(String(chunk))));
      request.on('end', () => response.end('ok'));
    });
    await new Promise<void>((resolve) => inbox.listen(0, '127.0.0.1', resolve));
    const { port } = inbox.address() as AddressInfo;
    const fields = { command: '/papers', text: 'lora', team_id: 'T9', channel_id: 'C1', user_id: 'U1' };
    const answer = await send({ ...fields, response_url: `http://127.0.0.1:${port}/` });
    expect(answer.status).toBe(200);
    await until(() => heard.length === 1, 'the answer');
    expect(heard[0]).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining("isn't installed in this workspace"),
    });
    inbox.close();
  });
});

describe('tokens that run out', () => {
  it('are refreshed for a scheduled post, once for many at a time', async () => {
    world.slack.oauth = grant({ seconds: 60 });
    await install();
    await Promise.all(['C1', 'C2'].map((channel) => post(`slack:T1:${channel}`)));
    expect(posted().map(({ token }) => token)).toEqual([
      'xoxe.xoxb-2-s3cret-token',
      'xoxe.xoxb-2-s3cret-token',
    ]);
    const grants = world.slack.calls.filter(({ method }) => method === 'oauth.v2.access');
    expect(grants.at(-1)?.body).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'xoxe-1-s3cret-refresh',
    });
    expect(grants).toHaveLength(2);
    expect(world.logged.join('\n')).not.toContain('s3cret');
  });
});

describe('a workspace that removes the app', () => {
  const uninstalled = () => eventOf({ type: 'app_uninstalled' });
  const revoked = () => eventOf({ type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } });

  it.each([
    ['uninstalled first', () => [uninstalled(), revoked()]],
    ['revoked first', () => [revoked(), uninstalled()]],
  ])('is forgotten, %s', async (_, events) => {
    await install();
    for (const event of events()) expect((await send(event)).status).toBe(200);
    const done = () => world.logged.filter((line) => line.includes('its data was deleted')).length;
    await until(() => done() === 2, 'the leaving');
    expect(world.service.leftSpaces).toEqual(['slack:T1', 'slack:T1']);
    expect(await kept().get('T1')).toBeUndefined();
    await expect(post()).rejects.toMatchObject({ code: 'no-access' });
  });

  it('is forgotten at the next start where its data could not be deleted', async () => {
    await install();
    const { leaveSpace } = world.service;
    world.service.leaveSpace = async () => {
      throw new Error('disk I/O error');
    };
    await send(uninstalled());
    await until(() => world.logged.some((line) => line.includes('disk I/O error')), 'the failure');
    expect(await kept().get('T1')).toBeDefined();
    world.service.leaveSpace = leaveSpace;
    await world.adapter.stop();
    await world.adapter.start();
    expect(world.service.leftSpaces).toEqual(['slack:T1']);
    expect(await kept().get('T1')).toBeUndefined();
    await world.adapter.stop();
    await world.adapter.start();
    expect(world.service.leftSpaces).toHaveLength(1);
  });

  it('and installs it again before that keeps what is stored by then', async () => {
    await install();
    const { leaveSpace } = world.service;
    world.service.leaveSpace = async () => {
      throw new Error('disk I/O error');
    };
    await send(uninstalled());
    await until(() => world.logged.some((line) => line.includes('disk I/O error')), 'the failure');
    world.service.leaveSpace = leaveSpace;
    await install();
    await world.adapter.stop();
    await world.adapter.start();
    expect(world.service.leftSpaces).toEqual([]);
    expect(await kept().get('T1')).toBeDefined();
  });

  it('and installs it again keeps the new tokens when old news comes late', async () => {
    const old = { ...uninstalled(), event_time: Math.floor(Date.now() / 1000) - 30 };
    await install();
    await send(old);
    await until(() => world.logged.some((line) => line.includes('an old removal event')), 'the old event');
    expect(await kept().get('T1')).toBeDefined();
    expect([world.service.left, world.service.leftSpaces]).toEqual([[], []]);
  });
});

describe('another stand-in for Slack', () => {
  it('installs the app, takes a post and gives it back', async () => {
    await world.stop();
    const emulator = await createEmulator({
      service: 'slack',
      port: 0,
      seed: {
        slack: {
          team: { name: 'Engines', domain: 'engines' },
          users: [{ name: 'ada', real_name: 'Ada', email: 'ada@example.com' }],
          channels: [{ name: 'general' }],
          oauth_apps: [
            {
              client_id: ENV.SLACK_CLIENT_ID,
              client_secret: ENV.SLACK_CLIENT_SECRET,
              app_id: 'A000000001',
              name: 'Paperboy',
              redirect_uris: ['http://127.0.0.1/slack/oauth_redirect'],
              scopes: ['commands', 'chat:write', 'channels:read', 'channels:history'],
            },
          ],
        },
      },
    });
    try {
      world = await openWorld({
        ...ENV,
        SLACK_API_URL: `${emulator.url}/api/`,
        SLACK_AUTHORIZE_URL: `${emulator.url}/oauth/v2/authorize`,
        PUBLIC_URL: 'http://127.0.0.1',
      });
      const { answer } = await install((url, cookie) => [url, cookie]);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      const page = await fetch(world.address ?? '', { redirect: 'manual' });
      const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      const consent = await fetch(page.headers.get('location') ?? '');
      const form = await consent.text();
      const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? '';
      const fields = [...form.matchAll(/name="([a-z_]+)"/g)].map(
        ([, name = '']) => [name, field(name)] as [string, string],
      );
      const agreed = await fetch(`${emulator.url}/oauth/v2/authorize/callback`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual',
      });
      const back = new URL(agreed.headers.get('location') ?? '');
      const here = new URL(`${back.pathname}${back.search}`, world.address);
      const done = await fetch(here, { headers: { cookie } });
      expect(done.status).toBe(200);
      const spaces = await Array.fromAsync(kept().entries(), ([space]) => space);
      expect(spaces).toHaveLength(1);
    } finally {
      await emulator.close();
    }
  });
});

describe('many workspaces', () => {
  it('join at a start the channels that Paperboy was added to before, also where another one fails', async () => {
    for (const team of ['T1', 'T2', 'T3', 'T4', 'T5', 'T6']) {
      world.slack.oauth = grant({ team });
      await install();
    }
    await world.adapter.stop();
    // The first was revoked meanwhile.
    world.slack.tokens.delete('xoxe.xoxb-1-s3cret-token');
    world.service.joined.length = 0;
    await world.adapter.start();
    const joined = () => world.service.joined.map(({ id }) => id).sort();
    const wanted = ['T2', 'T3', 'T4', 'T5', 'T6'].flatMap((team) => [`slack:${team}:C1`, `slack:${team}:C2`]);
    await expect.poll(joined).toEqual(wanted);
    await expect
      .poll(() => world.logged.filter((line) => line.includes('Slack did not list')))
      .toEqual([expect.stringContaining('"workspace":"T1"')]);
    expect(world.logged.join('\n')).not.toContain('s3cret');
  });

  it('keep to their own pace, and do not wait for each other', async () => {
    await world.stop();
    const time = createTime();
    world = await openWorld(ENV, undefined, undefined, { time });
    world.slack.oauth = grant({ team: 'T1' });
    await install();
    world.slack.oauth = grant({ team: 'T2' });
    await install();
    expect(world.adapter.messenger.perSecond).toBeUndefined();
    time.slept.length = 0;
    await Promise.all(['slack:T1:C1', 'slack:T1:C2', 'slack:T2:C1', 'slack:T2:C2'].map(post));
    expect(time.slept).toEqual([200, 200]);
  });
});
