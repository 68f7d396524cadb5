import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscord } from '../../../adapters/discord/index.ts';
import type { Adapter } from '../../../src/model/ports.ts';
import { RAW_ERROR } from '../replaced-part.ts';
import { sampleReply } from '../samples.ts';
import { APPLICATION, TOKEN } from './cloud.ts';
import { nonsense, ofOtherTypes } from './nonsense.ts';
import { problemsWith, spec } from './openapi.ts';
import { see } from './reading.ts';
import { type DiscordRig, digest, interactionOf, openRig, papers, pressed, until } from './rig.ts';

const pair = generateKeyPairSync('ed25519');
const publicKey = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
const http = { publicKey, applicationId: APPLICATION, host: '127.0.0.1', port: 0 };

let rig: DiscordRig;
let address: string;
beforeEach(async () => {
  rig = await openRig({ http }, false);
  address = (await rig.adapter.start()).address ?? '';
});
afterEach(() => rig.close());

const nowInSeconds = (shift = 0) => String(Math.floor(Date.now() / 1000) + shift);

interface Signed {
  key?: KeyObject;
  timestamp?: string | undefined;
  signature?: string;
  /** What is sent instead of what was signed. */
  body?: string;
  to?: string;
  /** What is signed and sent as it is. */
  raw?: string;
}

function deliver(
  interaction: object,
  { key = pair.privateKey, timestamp = nowInSeconds(), ...change }: Signed = {},
): Promise<Response> {
  const body = change.raw ?? JSON.stringify(interaction);
  const signature = change.signature ?? sign(null, Buffer.from(timestamp + body), key).toString('hex');
  const headers = {
    'content-type': 'application/json',
    'x-signature-ed25519': signature,
    'x-signature-timestamp': timestamp,
  };
  return post(change.to ?? address, headers, change.body ?? body);
}

/**
 * As `fetch`, with less work. A connection that is kept may be closed just when it is used again, after a while in
 * which the machine was busy, so each request has its own.
 */
async function post(to: string, headers: Record<string, string>, body: string): Promise<Response> {
  const sent = request(to, { method: 'POST', headers, agent: false });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return new Response((await text(response)) || null, { status: response.statusCode ?? 0 });
}

const answerTo = async (interaction: object) => {
  const response = await deliver(interaction);
  expect(response.status).toBe(200);
  // biome-ignore lint/suspicious/noExplicitAny: each test looks into it
  return (await response.json()) as any;
};

describe('interactions by HTTP', () => {
  it('a ping is answered', async () => {
    expect(await answerTo({ type: 1, id: '1', application_id: '100', token: 't', version: 1 })).toEqual({
      type: 1,
    });
  });

  it('open no gateway', async () => {
    await answerTo(papers('lora'));
    expect(rig.cloud.gateway.identifies).toBe(0);
    expect(rig.cloud.calls.filter(({ path }) => path.includes('gateway'))).toEqual([]);
  });

  it.each([null, undefined])(
    'from a server without its member (%s) change nothing, and are answered',
    async (member) => {
      await answerTo(papers('lora', { member, user: { id: '7', username: 'ada' } }));
      const body = await answerTo(digest('pause', {}, { member, user: { id: '7', username: 'ada' } }));
      expect(see(body.data).text).toContain('Manage Channels');
      expect(rig.service.asked.map((asked) => 'text' in asked && asked.text)).toEqual(['lora']);
    },
  );

  it('come to the same handlers', async () => {
    const body = await answerTo(papers('lora'));
    expect(body.type).toBe(4);
    expect(see(body.data).text).toContain('28 papers');
    if (spec) expect(problemsWith('CreateMessageInteractionCallbackRequest', body)).toEqual([]);
    await answerTo(digest('subscribe', { query: 'lora' }));
    expect(rig.service.asked.map(({ text }) => text)).toEqual(['lora', 'subscribe lora']);
    const form = await answerTo(digest('settings'));
    expect(form.type).toBe(9);
    if (spec) expect(problemsWith('ModalInteractionCallbackRequest', form)).toEqual([]);
    const option = { type: 3, name: 'query', value: 'hyper', focused: true };
    const choices = await answerTo(
      interactionOf({ type: 4, data: { id: '5', type: 1, name: 'papers', options: [option] } }),
    );
    expect(choices.data.choices).toEqual([{ name: 'hyperparameter', value: 'hyperparameter' }]);
  });

  it('that take long are announced, and filled in through the API', async () => {
    await rig.close();
    rig = await openRig({ http }, false, undefined, 10);
    address = (await rig.adapter.start()).address ?? '';
    const announced = Promise.withResolvers<void>();
    rig.service.script = async () => {
      await announced.promise;
      return sampleReply();
    };
    const asked = papers('slow');
    expect(await answerTo(asked)).toEqual({ type: 5, data: { flags: 64 } });
    announced.resolve();
    const more = await until(() => rig.cloud.answers.get(asked.token)?.more[0]);
    expect(more.method).toBe('PATCH');
    expect(more.authorization).toBeUndefined();
    expect(see(more.body).text).toContain('28 papers');
  });

  it('are answered and their server remembered although the store failed before', async () => {
    rig.shelves.broken = true;
    expect(see((await answerTo(papers('lora'))).data).text).toContain('Something went wrong');
    rig.shelves.broken = false;
    expect(see((await answerTo(papers('lora'))).data).text).toContain('28 papers');
    expect(await rig.shelves.shelf('discord_guilds').get('1')).toBeDefined();
  });

  it('that were carried out are answered although their long actions cannot be stored', async () => {
    await answerTo(papers('x'));
    rig.service.script = () => {
      rig.shelves.broken = true;
      return sampleReply({ actions: [{ label: 'More', act: { do: 'ask', text: 'long '.repeat(100) } }] });
    };
    expect(see((await answerTo(papers('lora'))).data).text).toContain('28 papers');
    expect(rig.logged.join()).toContain('will not work');
  });

  it('work with several replicas: a long act of one is known to the other', async () => {
    const query = 'long '.repeat(100);
    rig.service.script = () =>
      sampleReply({ actions: [{ label: 'More', act: { do: 'search', query, from: 5 } }] });
    const settings = {
      botToken: TOKEN,
      apiUrl: rig.cloud.url,
      register: false,
      managersOnly: true,
      crosspost: false,
      http,
    };
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const other: Adapter = createDiscord(settings, {
      service: rig.service,
      shelf: rig.shelves.shelf,
      clock: Date.now,
      log,
    });
    const to = (await other.start()).address ?? '';
    const body = await answerTo(papers('x'));
    const id = JSON.stringify(body).match(/"custom_id":"([^"]*#[^"]*)"/)?.[1] ?? '';
    await deliver(pressed(id), { to });
    expect(rig.service.pressed[0]?.act).toEqual({ do: 'search', query, from: 5 });
    await other.stop();
  });
});

describe('what is not signed by Discord', () => {
  const forged = generateKeyPairSync('ed25519').privateKey;
  it.each<[string, Signed]>([
    ['another key', { key: forged }],
    ['no signature', { signature: '' }],
    ['a signature of zeros', { signature: '0'.repeat(128) }],
    ['a short signature', { signature: 'abcd' }],
    ['a signature that is no hex', { signature: 'x'.repeat(128) }],
    ['another body', { body: '{"type":2}' }],
    ['one more space', { body: `${JSON.stringify({ type: 1 })} ` }],
  ])('is refused with 401: %s', async (_name, signed) => {
    expect((await deliver({ type: 1 }, signed)).status).toBe(401);
    expect(rig.service.asked).toEqual([]);
  });

  it('is refused with another timestamp, or none', async () => {
    const body = JSON.stringify({ type: 1 });
    const now = nowInSeconds();
    const signature = sign(null, Buffer.from(`${now}${body}`), pair.privateKey).toString('hex');
    const post = (headers: Record<string, string>) => fetch(address, { method: 'POST', headers, body });
    expect(
      (await post({ 'x-signature-ed25519': signature, 'x-signature-timestamp': nowInSeconds(-1) })).status,
    ).toBe(401);
    expect((await post({ 'x-signature-ed25519': signature })).status).toBe(401);
    expect((await post({ 'x-signature-timestamp': now })).status).toBe(401);
    expect((await post({ 'x-signature-ed25519': signature, 'x-signature-timestamp': now })).status).toBe(200);
  });

  it('finds nothing elsewhere, and no other method', async () => {
    expect((await fetch(address.replace('/interactions', ''), { method: 'POST' })).status).toBe(404);
    expect((await fetch(address)).status).toBe(405);
  });

  it('is not read to its end when it is too large', async () => {
    const status = await fetch(address, { method: 'POST', body: 'x'.repeat(2_000_000) }).then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
  });
});

describe('a signed request', () => {
  it.each([
    ['eight days old', -8 * 86_400],
    ['six minutes old', -360],
    ['six minutes early', 360],
  ])('that is %s is refused, and not carried out', async (_, shift) => {
    const timestamp = nowInSeconds(shift);
    expect((await deliver(papers('lora'), { timestamp })).status).toBe(401);
    expect((await deliver({ type: 1 }, { timestamp })).status).toBe(401);
    expect(rig.service.asked).toEqual([]);
  });

  it('is carried out once, and its replay is accepted and dropped', async () => {
    const asked = papers('subscribe lora');
    const timestamp = nowInSeconds(-200);
    expect((await deliver(asked, { timestamp })).status).toBe(200);
    expect((await deliver(asked, { timestamp })).status).toBe(202);
    expect((await deliver(papers('lora'), { timestamp })).status).toBe(200);
    expect(rig.service.asked.map(({ text }) => text)).toEqual(['subscribe lora', 'lora']);
  });

  it('that is a ping is answered as often as it comes', async () => {
    const timestamp = nowInSeconds();
    for (let time = 0; time < 3; time++) expect((await deliver({ type: 1 }, { timestamp })).status).toBe(200);
  });

  const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['a number', '5'],
    ['nothing', ''],
    ['broken JSON', '{"type":'],
    ['an object without a type', '{}'],
    ['an unknown type', '{"type":99}'],
    ['a command without anything', '{"type":2}'],
    ['a button without an id', JSON.stringify(interactionOf({ type: 3, data: {} }))],
    ['options that are none', JSON.stringify(interactionOf({ type: 4, data: { options: null } }))],
    ['deep nesting', JSON.stringify({ ...papers('x'), more: JSON.parse(deep(500)) })],
    ['very deep nesting', '['.repeat(300_000)],
  ])('that is no interaction is answered with 400: %s', async (_, raw) => {
    expect((await deliver({}, { raw })).status).toBe(400);
    expect((await deliver({ type: 1 })).status).toBe(200);
  });

  it('ends the process in no form', async () => {
    const statuses = await Promise.all(nonsense(200).map(async (body) => (await deliver(body)).status));
    expect(statuses.filter((status) => ![200, 400, 401].includes(status))).toEqual([]);
    expect((await deliver(papers('alive'))).status).toBe(200);
    expect(rig.service.asked.at(-1)?.text).toBe('alive');
  });

  it('never meets code that does not expect a value of its type', async () => {
    const bodies = ofOtherTypes();
    const statuses = new Set<number>();
    for (let at = 0; at < bodies.length; at += 100) {
      const answers = await Promise.all(bodies.slice(at, at + 100).map((body) => deliver(body)));
      for (const { status } of answers) statuses.add(status);
    }
    expect([...statuses].sort()).toEqual([200, 400]);
    expect(rig.logged.filter((line) => RAW_ERROR.test(line))).toEqual([]);
    expect(rig.logged.join()).toContain('a malformed request from Discord was dropped');
  });
});

describe('the port', () => {
  it('that is taken is one clear line', async () => {
    const port = Number(new URL(address).port);
    const second = await openRig({ http: { ...http, port } }, false);
    await expect(second.adapter.start()).rejects.toMatchObject({
      code: 'address-taken',
      message: expect.stringContaining('DISCORD_PORT'),
    });
    await second.close();
  });
});
