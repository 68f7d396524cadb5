/** The workspace's port: opens it, keeps slow and many connections off, closes it again. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIPv6 } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';
import type { WebSettings } from './settings.ts';

/** How long answers under way may take to finish when the workspace stops. */
const LAST_WORDS_MS = 500;

export interface ConnectionLimits {
  /** Within this a request's headers must be there, counted from the opening of the connection. Milliseconds. */
  headersMs: number;
  /** Within this the whole request must be there. Milliseconds. */
  requestMs: number;
  /** So long a connection may wait for its next request. Milliseconds. */
  keepAliveMs: number;
  /** A connection on which nothing moves for so long is cut, such as a page that reads no events. Milliseconds. */
  idleMs: number;
  /** How often the first two are looked at. Milliseconds. */
  checkMs: number;
  /** Connections at once, in all and from one address. */
  inAll: number;
  ofAddress: number;
}

/** Far above what a page needs. Events are sent every 15 seconds, so that an open page is never idle. */
const LIMITS: ConnectionLimits = {
  headersMs: 10_000,
  requestMs: 20_000,
  keepAliveMs: 5_000,
  idleMs: 60_000,
  checkMs: 1_000,
  inAll: 2_000,
  ofAddress: 500,
};

export interface Listening {
  /** Where people open it, such as `http://127.0.0.1:3000`. */
  address: string;
  close(): Promise<void>;
}

/** @throws PaperboyError `address-taken` or `bad-settings` when the port cannot be opened */
export async function listen(
  settings: WebSettings,
  fetch: Parameters<typeof createAdaptorServer>[0]['fetch'],
  limits: ConnectionLimits = LIMITS,
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch,
    serverOptions: {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
    },
  }) as Server;
  server.setTimeout(limits.idleMs);
  server.maxConnections = limits.inAll;
  capByAddress(server, limits.ofAddress);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(explain(cause, settings)));
    server.listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { address: `http://${forPeople(settings.host)}:${port}`, close: () => close(server) };
}

/** Connections beyond the cap are closed at once: nobody takes all of them. */
function capByAddress(server: Server, most: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const { remoteAddress: address = '' } = socket;
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count > most) socket.destroy();
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), LAST_WORDS_MS);
    // A connection falls idle when its answer or event stream has ended, a moment after this.
    const idle = setInterval(() => server.closeIdleConnections(), 20);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(idle);
      resolve();
    });
  });
}

/** The address that a browser on this machine can open. */
function forPeople(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIPv6(host) ? `[${host}]` : host;
}

function explain(cause: NodeJS.ErrnoException, { host, port }: WebSettings): PaperboyError {
  if (cause.code === 'EADDRINUSE') {
    const other = port < 65_535 ? port + 1 : 3000;
    return new PaperboyError(
      'address-taken',
      `Port ${port} on ${host} is already in use by another program. Stop it, or choose another port, such as PORT=${other}.`,
      { cause },
    );
  }
  if (cause.code === 'EACCES') {
    return new PaperboyError(
      'bad-settings',
      `This user isn't allowed to open port ${port}. Choose one from 1024 on, such as PORT=3000.`,
      { cause },
    );
  }
  return new PaperboyError(
    'bad-settings',
    `The workspace can't listen on ${host}, port ${port} (${messageOf(cause)}). HOST must be a name or an address of this machine, such as HOST=127.0.0.1.`,
    { cause },
  );
}
