/** Requests to the local workspace: its API, its page and what else is asked for, with any path, header and body. */
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { openWorkspace, type Workspace } from '../../adapters/web/workspace.ts';
import { junk, mostly, piece, text } from '../hostile.ts';
import { mutated } from '../mutate.ts';
import { target } from '../target.ts';
import { act, typed } from './commands.ts';

const key = fc.oneof(
  fc.constantFrom('general', 'ml-papers', '__proto__', '..', '%2e%2e', '%', '~x', ''),
  text.map((one) => encodeURIComponent(one.toWellFormed())),
);
const sub = fc.constantFrom(
  'ask',
  'press',
  'messages',
  'settings',
  'check-topics',
  'overview',
  'messages?before=1',
  'messages?before=-1',
  'messages?before=x',
  'x',
);
const path = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.oneof({ weight: 4, arbitrary: fc.constant('general') }, { weight: 1, arbitrary: key }), sub)
      .map(([one, what]) => `/api/channels/${one}/${what}`),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/',
      '/app.js',
      '/api/channels',
      '/api/commands',
      '/api/checks',
      '/api/you',
      '/api/saved/bibtex',
      '/api/saved/x',
      '/api/zones?typed=ber',
      '/health',
      '/api/',
      '/favicon.ico',
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/api/events',
      '//',
      '/\\',
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(key, fc.constantFrom('rename', 'delete'))
      .map(([one, what]) => `/api/channels/${one === 'general' ? 'x' : one}/${what}`),
  },
  { weight: 1, arbitrary: text.map((one) => `/api/zones?typed=${encodeURIComponent(one.toWellFormed())}`) },
  { weight: 1, arbitrary: text.map((one) => `/${encodeURIComponent(one.toWellFormed())}`) },
);
const nonce = fc.option(piece, { nil: undefined });
const form = fc.record(
  {
    topics: mostly(fc.array(mostly(typed), { maxLength: 4 })),
    schedule: mostly(text),
    days: mostly(fc.array(text, { maxLength: 3 })),
    time: mostly(text),
    zone: mostly(text),
    limit: mostly(text),
    order: mostly(text),
    quiet: mostly(fc.boolean()),
  },
  { requiredKeys: [] },
);
const body = fc.oneof<fc.Arbitrary<string | Uint8Array>[]>(
  fc.record({ text: mostly(typed), nonce }).map((value) => JSON.stringify(value)),
  fc.record({ act: mostly(act), aside: mostly(fc.boolean()), nonce }).map((value) => JSON.stringify(value)),
  fc.record({ form: mostly(form), nonce }).map((value) => JSON.stringify(value)),
  fc
    .record({ name: mostly(text), topics: mostly(fc.array(text, { maxLength: 3 })) })
    .map((value) => JSON.stringify(value)),
  junk.map((value) => JSON.stringify(value) ?? ''),
  mutated([
    Buffer.from('{"text":"lora","nonce":"1"}'),
    Buffer.from('{"act":{"do":"save","id":"2512.00001"}}'),
  ]),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'host',
    'origin',
    'sec-fetch-site',
    'content-type',
    'cookie',
    'if-none-match',
    'range',
    'last-event-id',
    'accept',
    'accept-encoding',
    'x-forwarded-for',
  ),
  fc.oneof(
    fc.constantFrom(
      '127.0.0.1',
      'evil.example',
      'https://evil.example',
      'null',
      'cross-site',
      'same-origin',
      'application/json',
      'application/json; charset=x',
      'text/plain',
      `paperboy_browser=${'0'.repeat(36)}`,
      'paperboy_browser=x; paperboy_browser=y',
      'bytes=0-5',
      '-1',
      '1',
    ),
    piece.map((one) => one.replace(/[^\x20-\x7e]/g, '')),
  ),
  { maxKeys: 2 },
);

interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
}
/** A browser sends the headers of the page itself, more often than not. */
const asked: fc.Arbitrary<Asked> = fc.record({
  method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'),
  path,
  headers: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: headers }),
  body,
});

interface World {
  workspace: Workspace;
  agent: Agent;
}

interface Answer {
  status: number;
  type: string;
  text: string;
}

/** Sends what `fetch` would not: any Host, any Origin. */
function send(
  { workspace, agent }: World,
  { method, path: at, headers: given, body: sent }: Asked,
): Promise<Answer | undefined> {
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  const port = workspace.port;
  return new Promise((resolve, reject) => {
    try {
      const sending = request(
        {
          port,
          host: '127.0.0.1',
          agent,
          method,
          path: at,
          headers: { connection: 'close', 'content-type': 'application/json', ...given },
        },
        (response) => {
          // Events have no end.
          if (response.headers['content-type']?.includes('event-stream')) {
            response.destroy();
            return resolve({ status: response.statusCode ?? 0, type: 'events', text: '' });
          }
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers['content-type'] ?? '',
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      sending.on('error', reject);
      sending.end(isRead ? undefined : sent);
    } catch {
      // Node itself sends no such path.
      resolve(undefined);
    }
  });
}

export const workspace = [
  target({
    name: 'requests to the local workspace',
    cases: 60,
    generate: asked,
    open: async (): Promise<World> => ({
      workspace: await openWorkspace(),
      agent: new Agent(),
    }),
    async run(given, world: World) {
      world.workspace.log.length = 0;
      return send(world, given);
    },
    holds(outcome, given, { workspace: { log } }: World) {
      const answer = outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused));
      assert.deepEqual(
        log.filter(({ level }) => level === 'error'),
        [],
        'the log tells of an error',
      );
      if (answer === undefined) return;
      const { status, type, text: said } = answer;
      assert.ok(status < 500, `the status ${status}`);
      assert.ok(said.length < 3_000_000, `${said.length} characters`);
      if (/json/.test(type) && given.method !== 'HEAD') JSON.parse(said);
      assert.doesNotMatch(said, /root:x:0|\n {4}at .*\.ts:/, 'an answer tells of this machine');
      const { host = '127.0.0.1' } = given.headers;
      if (host === 'evil.example' && given.path.startsWith('/api'))
        assert.equal(status, 403, 'another host is answered');
    },
    async close({ workspace: one, agent }) {
      agent.destroy();
      await one.stop();
    },
  }),
];
