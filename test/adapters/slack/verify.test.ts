import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OF_EACH_TYPE, RAW_ERROR, withEachPart } from '../replaced-part.ts';
import { nonsense, PAYLOADS } from './nonsense.ts';
import { BOT } from './slack.ts';
import { commandOf, createTime, openWorld, until, type World } from './world.ts';

const SECRET = 'signing-s3cret';
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

let world: World;
beforeEach(async () => {
  world = await openWorld({ SLACK_BOT_TOKEN: BOT.token, SLACK_SIGNING_SECRET: SECRET });
});
afterEach(() => world.stop());

function send(body: string, type = JSON_TYPE, at = Math.floor(Date.now() / 1000)): Promise<Response> {
  const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex')}`;
  return fetch(world.address ?? '', {
    method: 'POST',
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': signature,
    },
  });
}

/** The process lives, and still does its work. */
async function isAlive(): Promise<void> {
  const before = world.service.asked.length;
  const body = new URLSearchParams(commandOf(world.slack, 'C1', `alive ${before}`)).toString();
  expect((await send(body, FORM)).status).toBe(200);
  await until(() => world.service.asked.some(({ text }) => text === `alive ${before}`), 'the command');
}

describe("a signed body that is no request of Slack's", () => {
  const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  it.each<[string, string, string]>([
    ['null', 'null', JSON_TYPE],
    ['a list', '[]', JSON_TYPE],
    ['a text', '"x"', JSON_TYPE],
    ['a number', '5', JSON_TYPE],
    ['nothing', '', JSON_TYPE],
    ['broken JSON', '{"a":', JSON_TYPE],
    ['deep nesting', deep(1_000), JSON_TYPE],
    ['very deep nesting', '['.repeat(300_000), JSON_TYPE],
    ['an unknown type', '{"type":"event_callback"}', 'text/plain'],
    ['no type', '{"type":"event_callback"}', ''],
    ['the payload null', 'payload=null', FORM],
    ['a payload that is a list', 'payload=%5B%5D', FORM],
    ['a payload that is a text', 'payload=%22x%22', FORM],
    ['a broken payload', 'payload=%7B', FORM],
    ['a deep payload', `payload=${encodeURIComponent(deep(1_000))}`, FORM],
    ['two payloads', 'payload=%7B%7D&payload=%7B%7D', FORM],
    ['an event that is none', '{"type":"event_callback","event":null}', JSON_TYPE],
    [
      'a submission without a view',
      'payload={"type":"view_submission","user":{"id":"U1"},"view":null}',
      FORM,
    ],
    ['a submission from nobody', 'payload={"type":"view_submission","view":{"callback_id":"x"}}', FORM],
    ['a press of nothing', 'payload={"type":"block_actions","user":{"id":"U1"},"actions":[]}', FORM],
    ['a suggestion for nothing', 'payload={"type":"block_suggestion","user":{"id":"U1"}}', FORM],
    ['a message that is none', 'payload={"type":"message_action","user":{"id":"U1"},"message":5}', FORM],
    ['a field twice', 'command=%2Fpapers&text=a&text=b', FORM],
  ])('is answered with 400: %s', async (_, body, type) => {
    expect((await send(body, type)).status).toBe(400);
    await isAlive();
  });

  it('is answered with 413 when it is huge', async () => {
    expect((await send(JSON.stringify({ text: 'x'.repeat(2_000_000) }))).status).toBe(413);
    await isAlive();
  });

  it('is not looked at when it is not signed, or signed for the future', async () => {
    const answer = await fetch(world.address ?? '', {
      method: 'POST',
      body: 'null',
      headers: { 'content-type': JSON_TYPE },
    });
    expect(answer.status).toBe(401);
    expect((await send('null', JSON_TYPE, Math.floor(Date.now() / 1000) + 400)).status).toBe(401);
  });

  it('is taken with parameters of its type, in whatever letters', async () => {
    const body = new URLSearchParams(commandOf(world.slack, 'C1', 'lora')).toString();
    expect((await send(body, 'Application/X-WWW-form-urlencoded; charset=UTF-8')).status).toBe(200);
    await until(() => world.service.asked.length === 1, 'the command');
  });
});

it('a request that its sender breaks off is no warning', async () => {
  const { port } = new URL(world.address ?? '');
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nbegun', () =>
    socket.destroy(),
  );
  await until(() => world.logged.some((line) => line.includes('could not be answered')), 'the end of it');
  expect(world.logged.filter((line) => line.includes('could not be answered'))).toEqual([
    expect.stringContaining('debug'),
  ]);
});

describe('no input ends the process', () => {
  const bodies = fc.sample(nonsense, { numRuns: 150, seed: 10 });

  it('over HTTP', async () => {
    const answers = await Promise.all(
      bodies.map(async (body, at) => {
        const json = JSON.stringify(body);
        const sent = at % 2 === 0 ? send(json) : send(`payload=${encodeURIComponent(json)}`, FORM);
        return (await sent).status;
      }),
    );
    expect(answers.filter((status) => ![200, 400, 401, 404].includes(status))).toEqual([]);
    await isAlive();
  });

  it('over a socket', async () => {
    const socket = await openWorld();
    for (const [at, body] of bodies.entries()) {
      const type = at % 3 === 0 ? 'events_api' : at % 3 === 1 ? 'interactive' : 'slash_commands';
      void socket.slack.send(type, body as Record<string, unknown>);
    }
    for (const body of [null, 5, 'x', []]) void socket.slack.send('events_api', body as never);
    void socket.slack.send('slash_commands', commandOf(socket.slack, 'C1', 'alive'));
    await until(() => socket.service.asked.some(({ text }) => text === 'alive'), 'the command');
    await socket.stop();
  });
});

describe('a request with a value of another type', () => {
  const envelopes = { event_callback: 'events_api', undefined: 'slash_commands' };
  const typeOf = ({ type }: { type?: unknown }) => envelopes[String(type) as 'undefined'] ?? 'interactive';

  it('never meets code that does not expect it', async () => {
    const socket = await openWorld(undefined, undefined, undefined, { time: createTime() });
    const whole = [...PAYLOADS, commandOf(socket.slack, 'C1', 'lora')];
    const bodies = OF_EACH_TYPE.flatMap((by) => withEachPart(by, whole));
    for (const body of bodies) void socket.slack.send(typeOf(body), body as Record<string, unknown>);
    void socket.slack.send('slash_commands', commandOf(socket.slack, 'C1', 'alive'));
    await until(() => socket.service.asked.some(({ text }) => text === 'alive'), 'the command');
    await socket.stop();
    expect(socket.logged.filter((line) => RAW_ERROR.test(line))).toEqual([]);
    expect(socket.logged.some((line) => line.includes('a malformed request from Slack was dropped'))).toBe(
      true,
    );
  });

  it('is acknowledged over a socket, since Slack would send it again', async () => {
    const socket = await openWorld();
    const command = { ...commandOf(socket.slack, 'C1', 'lora'), channel_id: 5 };
    await socket.slack.send('slash_commands', command);
    expect(socket.service.asked).toEqual([]);
    expect(socket.logged.join()).toContain('a malformed request from Slack was dropped');
    await socket.stop();
  });
});
