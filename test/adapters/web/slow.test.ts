import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeError } from '../../../src/store/sqlite/failure.ts';
import { openBrowser, openWorkspace, type Workspace } from './workspace.ts';

const LIMITS = {
  headersMs: 60,
  requestMs: 120,
  keepAliveMs: 60,
  idleMs: 200,
  checkMs: 10,
  connections: 6,
  perAddress: 4,
};
let workspace: Workspace;
const sockets: Socket[] = [];

/** A connection that has sent `text`; `ended` resolves with all that was answered once it is closed. */
async function send(text: string | Buffer): Promise<{ socket: Socket; ended: Promise<string> }> {
  const socket = connect(workspace.port, '127.0.0.1');
  sockets.push(socket);
  const answered: Buffer[] = [];
  const closed = Promise.withResolvers<string>();
  socket.on('data', (chunk) => answered.push(chunk));
  socket.on('error', () => undefined);
  socket.on('close', () => closed.resolve(Buffer.concat(answered).toString('latin1')));
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.write(text);
  return { socket, ended: closed.promise };
}

/** Asked until it is answered: with the limits of a test, a request of a busy machine may be too slow as well. */
async function expectWell(): Promise<void> {
  const status = () =>
    fetch(`${workspace.address}/health`).then(
      (answer) => answer.status,
      () => undefined,
    );
  await expect.poll(status).toBe(200);
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await workspace.stop();
});

describe('slow and many connections', () => {
  beforeEach(async () => {
    workspace = await openWorkspace({ limits: LIMITS });
  });

  it.each([
    ['says nothing', ''],
    ['never ends its first line', 'GET /'],
    ['never ends its headers', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n'],
    [
      'never ends its body',
      'POST /api/channels HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    ],
    [
      'never ends its chunks',
      'POST /api/channels HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n',
    ],
    ['asks once and stays', 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['hears nothing', 'GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ])('a connection that %s is closed', async (_, text) => {
    const { ended } = await send(text);
    await ended;
    await expectWell();
  });

  it('a connection that drips its headers is closed', async () => {
    const { socket, ended } = await send('GET / HTTP/1.1\r\nHost: localhost\r\n');
    const drip = setInterval(() => socket.write('X-A: b\r\n'), 10);
    await ended;
    clearInterval(drip);
  });

  it('connections beyond those of one address are closed at once', async () => {
    await workspace.stop();
    workspace = await openWorkspace({
      limits: { ...LIMITS, headersMs: 600_000, requestMs: 600_000, idleMs: 0 },
    });
    for (let at = 0; at < LIMITS.perAddress; at++) await send('GET /');
    const { ended } = await send('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await ended).toBe('');
  });
});

describe('malformed requests', () => {
  beforeEach(async () => {
    workspace = await openWorkspace({ limits: { ...LIMITS, connections: 100, perAddress: 100 } });
  });
  const post = (path: string, body: string, more = '') =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n${more}\r\n${body}`;
  const get = (path: string, more = 'Host: localhost\r\n') =>
    `GET ${path} HTTP/1.1\r\n${more}Connection: close\r\n\r\n`;

  it.each([
    'nonsense\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
    'GET / HTTP/9.9\r\n\r\n',
    'GET  HTTP/1.1\r\nHost: localhost\r\n\r\n',
    get('/', ''),
    get('/', 'Host: a b\r\n'),
    get('/', 'Host: localhost\r\nHost: evil.example\r\n'),
    get('/', 'Host: []\r\n'),
    get('http://[::/'),
    get('http://evil.example/api/channels', 'Host: evil.example\r\n'),
    get('*'),
    get('//'),
    get('/%'),
    get('/%E0%A4%A'),
    get('/api/channels/%ZZ/messages'),
    get('/api/channels/%00/messages'),
    get('/api/channels/__proto__/messages'),
    get('/api/channels/general/messages?before=%ZZ'),
    get('/api/channels/general/messages?before=-1'),
    get('/api/channels/general/messages?before=1e999'),
    get('/api/events?after=NaN'),
    get('/api/events', 'Host: localhost\r\nLast-Event-ID: x\r\n'),
    get('/x', `Host: localhost\r\nX-Long: ${'a'.repeat(40_000)}\r\n`),
    get(`/${'a'.repeat(40_000)}`),
    get('/', 'Host: localhost\r\nBad Header: x\r\n'),
    get('/nowhere', 'Host: localhost\r\nCookie: paperboy_browser=%E0%A4%A; =; ;;\r\n'),
    get('/nowhere', 'Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'),
    'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    'PUT /api/channels HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    'DELETE /api/channels/general HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    'TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    post('/api/channels', ''),
    post('/api/channels', 'null'),
    post('/api/channels', '"name"'),
    post('/api/channels', '{"name":{}}'),
    post('/api/channels', '{"name":"\\ud800"}'),
    post('/api/channels', `${'['.repeat(30_000)}`),
    post('/api/channels/general/ask', '{"text":1}'),
    post('/api/channels/general/ask', '{"__proto__":{"text":"x"}}'),
    post('/api/channels/general/ask', '{"text":"x","nonce":""}'),
    post('/api/channels/general/press', '{"act":{"do":"explode"}}'),
    post('/api/channels/general/press', '{"act":{"do":"search","query":"x","from":1e400}}'),
    post('/api/channels/general/messages', '{"text":"   "}'),
    post('/api/channels/nowhere/ask', '{"text":"x"}'),
    post('/api/channels', JSON.stringify({ name: 'a'.repeat(70_000) })),
    post('/api/channels', '{}', 'Content-Length: 5\r\n'),
    post('/api/channels', '{}', 'Transfer-Encoding: chunked\r\n'),
    'POST /api/channels HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'POST /api/channels HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n',
    'POST /api/channels HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
    'POST /api/channels HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: the-impossible\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
  ])('%j is refused, and the workspace goes on', async (text) => {
    const { ended } = await send(Buffer.from(text, 'latin1'));
    const answer = await ended;
    if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(workspace.service.asked).toEqual([]);
    expect(workspace.log).toEqual([]);
    await expectWell();
  });
});

it('a full disk is told in the sentence that names it, without the path', async () => {
  workspace = await openWorkspace();
  workspace.shelves.broken = true;
  workspace.shelves.failure = storeError('/private/place', 'written', { errcode: 13 });
  const browser = openBrowser(workspace.address);
  for (const [path, body] of [
    ['/api/channels', { name: 'agents' }],
    ['/api/channels/general/messages', { text: 'hello' }],
  ] as const) {
    const answer = await browser.post(path, body);
    expect(answer.status).toBe(503);
    const { error } = (await answer.json()) as { error: { message: string } };
    expect(error.message).toContain('the disk is full; free up some space');
    expect(error.message).not.toContain('/private');
  }
  // The command was carried out: its answer is shown, and the person is not led to repeat it.
  const answer = await browser.post('/api/channels/general/ask', { text: 'lora' });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toContain('28 papers');
  expect(text).toContain('may not have been stored');
  expect(text).toContain('the disk is full; free up some space');
  expect(text).not.toContain('/private');
});
