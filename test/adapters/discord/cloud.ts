/**
 * A small Discord on this machine for tests: REST and gateway, with channels, messages, interactions, and faults to order.
 * It is one file of over 200 lines, because its parts share one state.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo, Socket } from 'node:net';

// `ws` comes with discord.js, without types of its own.
interface Peer {
  send(text: string): void;
  close(code?: number): void;
  terminate(): void;
  on(event: 'message' | 'close', listener: (data: Buffer) => void): void;
}
const require = createRequire(createRequire(import.meta.url).resolve('discord.js'));
const { WebSocketServer } = require('ws') as {
  WebSocketServer: new (options: {
    noServer: true;
  }) => {
    handleUpgrade(request: IncomingMessage, socket: unknown, head: Buffer, done: (peer: Peer) => void): void;
    close(): void;
  };
};

export const TOKEN = 'MTAw.secret-part.of-the-token';
export const APPLICATION = '100';
export const ME = '100';

export interface CloudChannel {
  id: string;
  type: number;
  name: string;
  guild_id?: string;
  messages: CloudMessage[];
  last_message_id: string | null;
  parent_id?: string;
  owner_id?: string;
  available_tags?: { id: string; name: string; moderated: boolean; emoji_id: null; emoji_name: null }[];
  flags?: number;
  [key: string]: unknown;
}

export interface CloudMessage {
  id: string;
  channel_id: string;
  author: { id: string };
  timestamp: string;
  nonce?: string;
  [key: string]: unknown;
}

export interface Call {
  method: string;
  path: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks into is its own matter
  body: any;
  authorization: string | undefined;
}

/** What the next request that fits gets instead of an answer. */
export interface Fault {
  match: (call: Call) => boolean;
  times?: number;
  act:
    | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
    | { kind: 'hang' }
    | { kind: 'drop' }
    /** Carried out, and then the line is cut. */
    | { kind: 'drop-after' };
}

export interface Cloud {
  url: string;
  calls: Call[];
  channels: Map<string, CloudChannel>;
  faults: Fault[];
  /** Answers to interactions by their token: the first, and what followed. */
  answers: Map<string, { first?: Call; more: Call[]; deleted: boolean }>;
  commands: Map<string, unknown[]>;
  application: Record<string, unknown>;
  guilds: Set<string>;
  /** Of each server: the first is everyone's, and Paperboy has all of them. */
  roles: { id: string; permissions: string }[];
  /** `heartbeatMs`: a client that misses one starts anew, which a busy machine must not look like. */
  gateway: { identifies: number; resumes: number; heartbeats: number; heartbeatMs: number; peers: Set<Peer> };
  /** To every connection, or to one of them, the oldest being 0. */
  dispatch(type: string, data: unknown, at?: number): void;
  close(): Promise<void>;
}

/** Ids are made from the time, so that they tell their age as Discord's do. */
let count = 0;
export function snowflake(at = Date.now()): string {
  return String((BigInt(at - 1420070400000) << 22n) + BigInt(count++ % 4096));
}

export async function openCloud(): Promise<Cloud> {
  const server = createServer((request, response) => void serve(request, response));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const webSockets = new WebSocketServer({ noServer: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let sequence = 0;

  const cloud: Cloud = {
    url: `http://127.0.0.1:${port}/api`,
    calls: [],
    channels: new Map(),
    faults: [],
    answers: new Map(),
    commands: new Map(),
    application: { id: APPLICATION, name: 'Paperboy', integration_types_config: { '0': {}, '1': {} } },
    guilds: new Set(['1']),
    roles: [{ id: 'everyone', permissions: '0' }],
    gateway: { identifies: 0, resumes: 0, heartbeats: 0, heartbeatMs: 30_000, peers: new Set() },
    dispatch(type, data, at) {
      sequence++;
      const peers = [...cloud.gateway.peers];
      for (const peer of at === undefined ? peers : peers.slice(at, at + 1))
        peer.send(JSON.stringify({ op: 0, t: type, s: sequence, d: data }));
    },
    async close() {
      for (const peer of cloud.gateway.peers) peer.terminate();
      webSockets.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  server.on('upgrade', (request, socket, head) =>
    webSockets.handleUpgrade(request, socket, head, (peer) => greet(peer)),
  );

  function greet(peer: Peer): void {
    const send = (packet: object) => peer.send(JSON.stringify(packet));
    peer.on('close', () => cloud.gateway.peers.delete(peer));
    peer.on('message', (data) => {
      const { op, d } = JSON.parse(data.toString()) as { op: number; d: { token?: string } };
      if (op === 1) {
        cloud.gateway.heartbeats++;
        send({ op: 11 });
      }
      if (op === 2 && d.token !== TOKEN) return peer.close(4004);
      if (op === 2) {
        cloud.gateway.identifies++;
        cloud.gateway.peers.add(peer);
        const user = { id: ME, username: 'paperboy', discriminator: '0', bot: true };
        const guilds = [...cloud.guilds].map((id) => ({ id, unavailable: true }));
        cloud.dispatch('READY', {
          v: 10,
          user,
          guilds,
          session_id: 's1',
          resume_gateway_url: `ws://127.0.0.1:${port}`,
          application: { id: APPLICATION, flags: 0 },
        });
        for (const id of cloud.guilds) cloud.dispatch('GUILD_CREATE', guildOf(id));
      }
      if (op === 6) {
        cloud.gateway.resumes++;
        cloud.gateway.peers.add(peer);
        cloud.dispatch('RESUMED', {});
      }
    });
    send({ op: 10, d: { heartbeat_interval: cloud.gateway.heartbeatMs } });
  }

  function guildOf(id: string): object {
    return {
      id,
      name: `Server ${id}`,
      channels: [],
      members: [],
      roles: [],
      emojis: [],
      stickers: [],
      threads: [],
      unavailable: false,
    };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const path = (request.url ?? '').replace(/^\/api\/v10/, '');
    const call: Call = {
      method: request.method ?? '',
      path,
      body: text === '' ? undefined : JSON.parse(text),
      authorization: request.headers.authorization,
    };
    cloud.calls.push(call);
    const fault = cloud.faults.find(({ match, times }) => times !== 0 && match(call));
    if (fault?.times !== undefined) fault.times--;
    if (fault?.act.kind === 'hang') return;
    if (fault?.act.kind === 'drop') return void request.socket.destroy();
    if (fault?.act.kind === 'status') {
      const { status, body = { message: 'a fault', code: 0 }, headers = {} } = fault.act;
      return reply(response, status, body, headers);
    }
    const { status, body, headers } = handle(call);
    if (fault?.act.kind === 'drop-after') return void request.socket.destroy();
    reply(response, status, body, headers);
  }

  interface Answer {
    status: number;
    body?: unknown;
    headers?: Record<string, string>;
  }
  const no = (status: number, code: number, message: string): Answer => ({ status, body: { code, message } });

  function handle(call: Call): Answer {
    const [path = '', query = ''] = call.path.split('?');
    const parts = path.split('/').slice(1);
    if (parts[0] === 'interactions') return first(call, parts[2] ?? '');
    if (parts[0] === 'webhooks') return follow(call, parts);
    if (call.authorization !== `Bot ${TOKEN}`) return no(401, 0, '401: Unauthorized');
    const route = `${call.method} ${path}`;
    if (route === 'GET /gateway/bot')
      return {
        status: 200,
        body: {
          url: `ws://127.0.0.1:${port}`,
          shards: 1,
          session_start_limit: { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 },
        },
      };
    if (route === 'GET /users/@me')
      return { status: 200, body: { id: ME, username: 'paperboy', discriminator: '0' } };
    if (route === 'GET /applications/@me') return { status: 200, body: cloud.application };
    if (route === 'POST /users/@me/channels') {
      const id = `9${call.body.recipient_id}`;
      cloud.channels.set(id, cloud.channels.get(id) ?? channelOf(id, 1, ''));
      return { status: 200, body: { id, type: 1 } };
    }
    if (parts[0] === 'applications') return commands(call, path);
    if (parts[0] === 'guilds') return guild(parts);
    if (parts[0] === 'channels') return channel(call, parts, new URLSearchParams(query));
    return no(404, 0, '404: Not Found');
  }

  function first(call: Call, token: string): Answer {
    const answer = cloud.answers.get(token) ?? { more: [], deleted: false };
    cloud.answers.set(token, answer);
    if (token.startsWith('gone')) return no(404, 10062, 'Unknown interaction');
    if (answer.first) return no(400, 40060, 'Interaction has already been acknowledged.');
    answer.first = call;
    return { status: 204 };
  }

  function follow(call: Call, [, , token = '', ...rest]: string[]): Answer {
    const answer = cloud.answers.get(token) ?? { more: [], deleted: false };
    cloud.answers.set(token, answer);
    if (token.startsWith('expiring')) return no(401, 50027, 'Invalid Webhook Token');
    if (call.method === 'DELETE' && rest.includes('@original')) answer.deleted = true;
    else answer.more.push(call);
    return call.method === 'DELETE' ? { status: 204 } : { status: 200, body: { id: snowflake() } };
  }

  function commands(call: Call, path: string): Answer {
    if (call.method === 'PUT') {
      // Discord gives permissions back as text, and says more than it was told.
      const body = (call.body as { default_member_permissions?: number | null }[]).map((command) => ({
        id: snowflake(),
        version: '1',
        nsfw: false,
        ...command,
        default_member_permissions: command.default_member_permissions?.toString() ?? null,
      }));
      cloud.commands.set(path, body);
    }
    return { status: 200, body: cloud.commands.get(path) ?? [] };
  }

  function guild([, id = '', ...rest]: string[]): Answer {
    if (!cloud.guilds.has(id)) return no(404, 10004, 'Unknown Guild');
    if (rest.join('/') === 'threads/active') {
      const threads = [...cloud.channels.values()].filter(
        ({ type, guild_id }) => type === 11 && guild_id === id,
      );
      return { status: 200, body: { threads: threads.map(shown), members: [] } };
    }
    if (rest[0] === 'members')
      return { status: 200, body: { roles: cloud.roles.slice(1).map((role) => role.id) } };
    const roles = cloud.roles.map((role, at) => (at === 0 ? { ...role, id } : role));
    return { status: 200, body: { id, name: `Server ${id}`, owner_id: '999', roles } };
  }

  function channel(call: Call, [, id = '', ...rest]: string[], query: URLSearchParams): Answer {
    const known = cloud.channels.get(id);
    if (known === undefined) return no(404, 10003, 'Unknown Channel');
    if (known.closed) return no(403, Number(known.closed), 'Missing Access');
    const what = `${call.method} ${rest.join('/')}`;
    if (what === 'GET ') return { status: 200, body: shown(known) };
    if (what === 'POST messages') {
      if (known.type === 15) return no(400, 50008, 'Cannot send messages in a non-text channel');
      return { status: 200, body: write(known, call.body) };
    }
    if (what === 'GET messages') {
      if (known.unreadable) return { status: 200, body: [] };
      const before = query.get('before');
      const older = known.messages.filter(
        (message) => before === null || BigInt(message.id) < BigInt(before),
      );
      return {
        status: 200,
        body: older
          .toReversed()
          .slice(0, Number(query.get('limit') ?? 50))
          .map(withoutNonce),
      };
    }
    if (call.method === 'POST' && rest[0] === 'messages' && rest[2] === 'threads') {
      const from = rest[1] ?? '';
      if (known.threadless) return no(403, 50013, 'Missing Permissions');
      if (known.type !== 0 && known.type !== 5)
        return no(400, 50024, 'Cannot execute action on this channel type');
      if (cloud.channels.has(from))
        return no(400, 160004, 'A thread has already been created for this message');
      cloud.channels.set(from, { ...channelOf(from, 11, call.body.name, id), owner_id: ME });
      return { status: 201, body: { id: from, type: 11, name: call.body.name } };
    }
    if (what === 'POST threads') {
      const thread = channelOf(snowflake(), 11, call.body.name, id);
      cloud.channels.set(thread.id, { ...thread, owner_id: ME, applied_tags: call.body.applied_tags });
      const message = write(cloud.channels.get(thread.id) as CloudChannel, call.body.message);
      message.id = thread.id;
      return { status: 201, body: { ...shown(thread), message } };
    }
    if (what === 'GET threads/archived/public')
      return { status: 200, body: { threads: [], has_more: false } };
    if (call.method === 'POST' && rest[2] === 'crosspost') {
      const message = known.messages.find((one) => one.id === rest[1]);
      if (message) message.crossposted = true;
      return { status: 200, body: message };
    }
    return no(404, 0, '404: Not Found');
  }

  /** A nonce that must be kept and was seen gives the first message again. */
  function write(known: CloudChannel, body: Record<string, unknown>): CloudMessage {
    const twin = body.enforce_nonce
      ? known.messages.find((message) => message.nonce === body.nonce)
      : undefined;
    if (twin) return twin;
    const message: CloudMessage = {
      ...structuredClone(body),
      id: snowflake(),
      channel_id: known.id,
      author: { id: ME },
      timestamp: new Date().toISOString(),
    };
    known.messages.push(message);
    known.last_message_id = message.id;
    return message;
  }

  return cloud;
}

export function channelOf(id: string, type = 0, name = `channel-${id}`, parent?: string): CloudChannel {
  return {
    id,
    type,
    name,
    ...(type === 1 ? {} : { guild_id: '1' }),
    ...(parent === undefined ? {} : { parent_id: parent }),
    messages: [],
    last_message_id: null,
  };
}

function shown({ messages: _, ...channel }: CloudChannel): object {
  return channel;
}

function withoutNonce({ nonce: _, ...message }: CloudMessage): object {
  return message;
}

function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(status === 204 ? undefined : JSON.stringify(body));
}
