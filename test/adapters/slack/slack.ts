/**
 * A small Slack on this machine: the Web API as far as Paperboy uses it, response URLs, OAuth and Socket Mode, with
 * faults on demand. It keeps what readers would see. One file of over 200 lines, so that the stand-in is read as one.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Socket, serveSockets } from './socket-server.ts';

export interface Shown {
  ts: string;
  channel: string;
  text: string;
  blocks: { type: string; block_id?: string; [key: string]: unknown }[];
  thread_ts?: string;
  metadata?: unknown;
  /** The person who alone sees it. */
  onlyFor?: string;
  unfurls: boolean;
}

/** What goes wrong with a call: an answer in its place, or the line cut before or after it was done. */
export type Fault =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | { ok: false; error: string; [key: string]: unknown }
  | 'drop after'
  | 'drop before'
  | 'hang';

export interface Call {
  method: string;
  token: string;
  body: Record<string, unknown>;
  at: number;
}

export interface FakeSlack {
  url: string;
  apiUrl: string;
  /** Files that people shared: by id. */
  files: Map<string, { name: string; content: string; size?: number; at?: string }>;
  shown: Shown[];
  calls: Call[];
  /** `open` are the modals as they are now, by id, each with the hash of its state. */
  views: {
    opened: Record<string, unknown>[];
    open: Map<string, { hash: string; view: Record<string, unknown> }>;
    published: Map<string, Record<string, unknown>>;
  };
  /** Workspace to what it knows. */
  channels: Map<string, { name: string; is_private?: boolean; is_archived?: boolean; members: string[] }>;
  /** People and their conversation with the bot. */
  directOf: Map<string, string>;
  tokens: Map<string, { team: string; enterprise?: string; scopes?: string[] }>;
  admins: Set<string>;
  /** For the next calls of a method, in this order; `*` is every call from now on. */
  faults: Map<string, Fault[]>;
  /** How long an answer to a method takes. Milliseconds. */
  delays: Map<string, number>;
  /** Answers of `oauth.v2.access`, by grant. */
  oauth: (body: Record<string, unknown>) => Record<string, unknown>;
  /** Sends an envelope over a socket, the oldest unless `at` says otherwise, and gives its acknowledgement. */
  send(
    type: string,
    payload: Record<string, unknown>,
    envelope?: string,
    at?: number,
  ): Promise<{ payload?: unknown }>;
  /** Requests that are being answered. */
  answering: number;
  /** Calls that hang and that the client has given up. */
  givenUp: number;
  sockets(): number;
  closeSockets(how?: 'politely' | 'cut'): void;
  /** A new address for answers, and what came to it. */
  responseUrl(channel: string, user: string): string;
  seen(channel: string): Shown[];
  close(): Promise<void>;
}

export const BOT = { token: 'xoxb-1-bot-s3cret', app: 'xapp-1-app-s3cret', user: 'U0BOT', id: 'B0BOT' };
export const TEAM = 'T1';

export async function openSlack(): Promise<FakeSlack> {
  let stamp = 1_700_000_000;
  let envelopes = 0;
  const sockets = new Set<Socket>();
  const waiting = new Map<string, (answer: { payload?: unknown }) => void>();
  const server = createServer((request, response) => {
    slack.answering++;
    response.once('close', () => slack.answering--);
    handle(request, response).catch(() => response.destroy());
  });
  serveSockets(server, {
    opened(socket) {
      sockets.add(socket);
      socket.send({ type: 'hello', num_connections: 1 });
    },
    said(value) {
      const { envelope_id: id, payload } = value as { envelope_id: string; payload?: unknown };
      waiting.get(id)?.({ payload });
      waiting.delete(id);
    },
    closed: (socket) => void sockets.delete(socket),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const slack: FakeSlack = {
    files: new Map(),
    url,
    apiUrl: `${url}/api/`,
    shown: [],
    calls: [],
    views: { opened: [], open: new Map(), published: new Map() },
    channels: new Map([
      ['C1', { name: 'general', members: [BOT.user, 'U1'] }],
      ['C2', { name: 'ml-papers', members: [BOT.user, 'U1'] }],
      ['C9', { name: 'elsewhere', members: [] }],
      ['D1', { name: '', members: [BOT.user, 'U1'] }],
    ]),
    directOf: new Map([['U1', 'D1']]),
    tokens: new Map([
      [BOT.token, { team: TEAM }],
      [BOT.app, { team: TEAM }],
    ]),
    admins: new Set(),
    faults: new Map(),
    delays: new Map(),
    oauth: () => ({ ok: false, error: 'invalid_code' }),
    send(type, payload, envelope, at = 0) {
      envelopes += 1;
      const id = envelope ?? `envelope-${envelopes}`;
      const socket = [...sockets][at];
      return new Promise((resolve, reject) => {
        if (!socket) return reject(new Error('nobody is connected'));
        waiting.set(id, resolve);
        socket.send({ envelope_id: id, type, accepts_response_payload: true, payload });
      });
    },
    answering: 0,
    givenUp: 0,
    sockets: () => sockets.size,
    closeSockets(how) {
      for (const socket of sockets) socket.close(how);
    },
    responseUrl: (channel, user) => `${url}/respond/${channel}/${user}`,
    seen: (channel) => slack.shown.filter((one) => one.channel === channel && one.onlyFor === undefined),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.close('cut');
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return slack;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', url).pathname;
    const body = readBody(await textOf(request), request.headers['content-type'] ?? '');
    const method = path.startsWith('/api/') ? path.slice(5) : (path.split('/')[1] ?? '');
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    slack.calls.push({ method, token, body, at: performance.now() });
    const fault = slack.faults.get(method)?.shift() ?? slack.faults.get('*')?.[0];
    if (fault === 'hang') return void response.once('close', () => slack.givenUp++);
    if (fault === 'drop before') return void request.socket.destroy();
    if (typeof fault === 'object' && 'status' in fault && typeof fault.status === 'number') {
      response
        .writeHead(fault.status, (fault.headers ?? {}) as Record<string, string>)
        .end(JSON.stringify(fault.body ?? ''));
      return;
    }
    if (path.startsWith('/files/')) {
      const file = slack.files.get(path.slice('/files/'.length));
      return void response.writeHead(token === BOT.token && file ? 200 : 403).end(file?.content);
    }
    const answer =
      typeof fault === 'object'
        ? fault
        : path.startsWith('/respond/')
          ? respond(path, body)
          : call(method, token, body);
    if (fault === 'drop after') return void request.socket.destroy();
    await pause(slack.delays.get(method) ?? 0);
    const scopes = slack.tokens.get(token)?.scopes;
    const told = scopes ? { 'x-oauth-scopes': scopes.join(',') } : {};
    response.writeHead(200, { 'content-type': 'application/json', ...told }).end(JSON.stringify(answer));
  }

  function call(method: string, token: string, body: Record<string, unknown>): Record<string, unknown> {
    if (method === 'oauth.v2.access') return slack.oauth(body);
    const known = slack.tokens.get(token);
    if (known === undefined) return { ok: false, error: token === '' ? 'not_authed' : 'invalid_auth' };
    const scope = SCOPE_OF[method];
    if (scope && known.scopes && !known.scopes.includes(scope))
      return { ok: false, error: 'missing_scope', needed: scope, provided: known.scopes.join(',') };
    const channel = String(body.channel ?? '');
    const room = slack.channels.get(channel);
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          team_id: known.team,
          user_id: BOT.user,
          bot_id: BOT.id,
          url: 'https://example.slack.com/',
          team: 'Example Lab',
          user: 'paperboy',
          ...(known.enterprise ? { enterprise_id: known.enterprise, is_enterprise_install: true } : {}),
        };
      case 'apps.connections.open':
        return { ok: true, url: `${url.replace('http', 'ws')}/link?ticket=t1cket-s3cret` };
      case 'users.conversations':
        return {
          ok: true,
          channels: [...slack.channels]
            .filter(([id, { members }]) => id.startsWith('C') && members.includes(BOT.user))
            .map(([id, { name, is_private = false }]) => ({ id, name, is_private })),
          response_metadata: { next_cursor: '' },
        };
      case 'conversations.info':
        return room
          ? {
              ok: true,
              channel: {
                id: channel,
                is_private: false,
                is_member: room.members.includes(BOT.user),
                ...room,
              },
            }
          : { ok: false, error: 'channel_not_found' };
      case 'conversations.open': {
        const id = slack.directOf.get(String(body.users));
        return id === undefined ? { ok: false, error: 'user_not_found' } : { ok: true, channel: { id } };
      }
      case 'files.info': {
        const id = String(body.file);
        const { name, content = '', size = content.length, at } = slack.files.get(id) ?? {};
        return { ok: true, file: { id, name, size, url_private_download: at ?? `${url}/files/${id}` } };
      }
      case 'users.info':
        return {
          ok: true,
          user: {
            id: body.user,
            name: `name-of-${body.user}`,
            is_admin: slack.admins.has(String(body.user)),
          },
        };
      case 'chat.postMessage': {
        if (channel.startsWith('U')) return keep(body, channel);
        if (!room) return { ok: false, error: 'channel_not_found' };
        if (room.is_archived) return { ok: false, error: 'is_archived' };
        if (!room.members.includes(BOT.user)) return { ok: false, error: 'not_in_channel' };
        return keep(body, channel);
      }
      case 'chat.postEphemeral':
        if (!room?.members.includes(BOT.user)) return { ok: false, error: 'not_in_channel' };
        return keep(body, channel, String(body.user));
      case 'conversations.history':
        return page(
          slack.shown.filter((one) => one.channel === channel && !one.thread_ts && !one.onlyFor),
          body,
        );
      case 'conversations.replies':
        return page(
          slack.shown.filter(
            (one) => one.channel === channel && (one.thread_ts === body.ts || one.ts === body.ts),
          ),
          body,
        );
      case 'views.open': {
        slack.views.opened.push(body.view as Record<string, unknown>);
        return showView(`V${slack.views.opened.length}`, body.view as Record<string, unknown>);
      }
      case 'views.update': {
        const id = String(body.view_id);
        const open = slack.views.open.get(id);
        if (open === undefined) return { ok: false, error: 'not_found' };
        if (body.hash !== undefined && body.hash !== open.hash) return { ok: false, error: 'hash_conflict' };
        return showView(id, body.view as Record<string, unknown>);
      }
      case 'views.publish':
        slack.views.published.set(String(body.user_id), body.view as Record<string, unknown>);
        return { ok: true };
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  function showView(id: string, view: Record<string, unknown>): Record<string, unknown> {
    stamp += 1;
    const hash = `${stamp}.hash`;
    slack.views.open.set(id, { hash, view });
    return { ok: true, view: { ...view, id, hash } };
  }

  function keep(body: Record<string, unknown>, channel: string, onlyFor?: string): Record<string, unknown> {
    stamp += 1;
    const ts = `${stamp}.000100`;
    slack.shown.push({
      ts,
      channel,
      text: String(body.text ?? ''),
      blocks: (body.blocks ?? []) as Shown['blocks'],
      unfurls: String(body.unfurl_links) !== 'false' || String(body.unfurl_media) !== 'false',
      ...(body.thread_ts ? { thread_ts: String(body.thread_ts) } : {}),
      ...(body.metadata ? { metadata: body.metadata } : {}),
      ...(onlyFor ? { onlyFor } : {}),
    });
    return { ok: true, ts, channel };
  }

  function respond(path: string, body: Record<string, unknown>): Record<string, unknown> {
    const [, , channel = '', user = ''] = path.split('/');
    keep(body, channel, body.response_type === 'in_channel' ? undefined : user);
    return { ok: true };
  }

  function page(messages: Shown[], body: Record<string, unknown>): Record<string, unknown> {
    const newest = [...messages].reverse().map((one) => ({
      ...one,
      ...(body.include_all_metadata ? {} : { metadata: undefined }),
      reply_count: slack.shown.filter(({ thread_ts }) => thread_ts === one.ts).length,
    }));
    const from = Number(body.cursor ?? 0);
    const size = Math.min(Number(body.limit ?? 100), 2);
    const next = from + size < newest.length ? String(from + size) : '';
    return { ok: true, messages: newest.slice(from, from + size), response_metadata: { next_cursor: next } };
  }
}

const SCOPE_OF: Record<string, string> = {
  'conversations.history': 'channels:history',
  'users.conversations': 'channels:read',
  'chat.postMessage': 'chat:write',
  'conversations.open': 'im:write',
  'users.info': 'users:read',
  'files.info': 'files:read',
};

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** The Web API takes forms whose deeper values are JSON; response URLs take JSON. */
function readBody(text: string, type: string): Record<string, unknown> {
  if (type.includes('json')) return JSON.parse(text || '{}') as Record<string, unknown>;
  return Object.fromEntries([...new URLSearchParams(text)].map(([key, value]) => [key, readValue(value)]));
}

function readValue(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
