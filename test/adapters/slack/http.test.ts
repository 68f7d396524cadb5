import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOT, TEAM } from './slack.ts';
import { commandOf, eventOf, openWorld, until, type World } from './world.ts';

const SECRET = 'signing-s3cret';

let world: World;
beforeEach(async () => {
  world = await openWorld({ SLACK_BOT_TOKEN: BOT.token, SLACK_SIGNING_SECRET: SECRET });
});
afterEach(() => world.stop());

const now = () => Math.floor(Date.now() / 1000);

function send(body: string, { at = now(), secret = SECRET, type = 'application/json', signature = '' } = {}) {
  const made = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
  return fetch(world.address ?? '', {
    method: 'POST',
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': signature || made,
    },
  });
}

const FORM = 'application/x-www-form-urlencoded';
const commandBody = (text: string) => new URLSearchParams(commandOf(world.slack, 'C1', text)).toString();
const settled = () => new Promise((resolve) => setTimeout(resolve, 150));

describe('a request over HTTP', () => {
  it('that Slack signed is answered at once, and worked on', async () => {
    const answer = await send(commandBody('upvotes:>20 "a & b"'), { type: FORM });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
    await until(() => world.slack.shown.length === 1, 'the answer');
    expect(world.service.asked[0]).toMatchObject({
      text: 'upvotes:>20 "a & b"',
      place: { id: 'slack:T1:C1', name: '#general' },
      person: { id: 'slack:T1:U1', name: 'ada' },
    });
  });

  it('is acknowledged though the command service takes its time', async () => {
    let finish = () => {};
    world.service.script = () => new Promise((resolve) => (finish = () => resolve(undefined as never)));
    expect((await send(commandBody('lora'), { type: FORM })).status).toBe(200);
    finish();
  });

  it.each([
    ['signed by another', { secret: 'another' }],
    ['older than five minutes', { at: now() - 400 }],
    ['with half a signature', { signature: 'v0=abc' }],
    ['with no time', { at: Number.NaN }],
  ])('%s is refused', async (_, change) => {
    expect((await send(commandBody('lora'), { type: FORM, ...change })).status).toBe(401);
    await settled();
    expect(world.service.asked).toEqual([]);
  });

  it('replayed is taken and does nothing, however its signature is written', async () => {
    const body = commandBody('lora');
    const at = now();
    const made = `v0=${createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex')}`;
    expect((await send(body, { type: FORM, at })).status).toBe(200);
    expect((await send(body, { type: FORM, at })).status).toBe(200);
    await send(body, { type: FORM, at, signature: `${made}=more` });
    await until(() => world.service.asked.length > 0, 'the command');
    await settled();
    expect(world.service.asked).toHaveLength(1);
  });

  it('with an event that was sent before is taken and does nothing', async () => {
    const event = { type: 'app_mention', user: 'U1', channel: 'C1', text: `<@${BOT.user}> lora`, ts: '1.1' };
    await send(JSON.stringify(eventOf(event, 'Ev1')), { at: now() - 3 });
    await send(JSON.stringify(eventOf(event, 'Ev1')));
    await until(() => world.slack.shown.length === 1, 'the answer');
    await settled();
    expect(world.service.asked).toHaveLength(1);
  });

  it('that is too large is refused', async () => {
    const answer = await send(JSON.stringify({ text: 'x'.repeat(2_000_000) })).catch(() => ({ status: 413 }));
    expect(answer.status).toBe(413);
  });

  it('that is no JSON, or to another path, is refused', async () => {
    expect((await send('{"a":')).status).toBe(400);
    expect((await fetch(new URL('/elsewhere', world.address))).status).toBe(404);
  });

  it('that only asks whether the address is ours is answered', async () => {
    const answer = await send(JSON.stringify({ type: 'url_verification', challenge: 'c4' }));
    expect(await answer.json()).toEqual({ challenge: 'c4' });
  });

  it('leaves no secret in the log', async () => {
    await send(commandBody('lora'), { type: FORM, secret: 'another' });
    await send('{"a":');
    await send(JSON.stringify({ type: 'nothing_known', team_id: TEAM }));
    await settled();
    for (const secret of [SECRET, BOT.token]) expect(world.logged.join('\n')).not.toContain(secret);
  });
});
