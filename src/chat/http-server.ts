/** Opens a port for HTTP requests, with limits on slow and on many connections. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, isIPv6, type Socket } from 'node:net';
import { messageOf, PaperboyError } from '../model/errors.ts';
import { isPlainTarget } from './request-target.ts';

/** A connection that has sent so many requests more without reading the answers is closed: browsers and proxies send one at a time. */
const MOST_UNANSWERED = 10;
/** How long answers under way may take to finish when the server closes. Milliseconds. */
const FINISH_MS = 500;
/** How often connections that became idle are closed meanwhile: an answer or event stream ends a moment later. Milliseconds. */
const IDLE_CHECK_MS = 20;

/** Limits on connections. Times are in milliseconds. */
const LIMITS = {
  /** A request's headers, and all of it, must have arrived by then. */
  headersMs: 5_000,
  requestMs: 15_000,
  /** A connection without a request is closed after this, and one on which nothing moves after `idleMs`. */
  keepAliveMs: 5_000,
  idleMs: 20_000,
  /** How often slow requests are looked for. */
  checkMs: 1_000,
  /** Connections at once, in all and from one address. */
  connections: 500,
};
export type ConnectionLimits = typeof LIMITS & { perAddress?: number };

export interface ListenSettings {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** The names of the settings that choose the port and the host, for error messages. */
  portSetting: string;
  hostSetting?: string;
}

export interface Listening {
  /** The address as a browser on this machine can open it, such as `http://127.0.0.1:3000`. */
  address: string;
  close(): Promise<void>;
}

/** @throws PaperboyError `address-taken` or `bad-settings` when the port cannot be opened */
export async function listen(
  listener: RequestListener,
  settings: ListenSettings,
  limits: ConnectionLimits = LIMITS,
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
    },
    limitUnanswered(refuseUnclear(listener)),
  );
  server.setTimeout(limits.idleMs);
  server.maxConnections = limits.connections;
  if (limits.perAddress !== undefined) limitPerAddress(server, limits.perAddress);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(explain(cause, settings)));
    server.listen(settings.port, settings.host, resolve);
  });
  // A connection that could not be accepted, such as for lack of file handles, does not end the process.
  server.on('error', () => {});
  const { port } = server.address() as AddressInfo;
  return { address: `http://${openableHost(settings.host)}:${port}`, close: () => close(server) };
}

/** Closes connections beyond the limit at once, so that one address cannot take all of them. */
function limitPerAddress(server: Server, limit: number): void {
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
    if (count > limit) socket.destroy();
  });
}

/** Closes connections with too many requests whose answers were not read, so that those do not fill the memory. */
function limitUnanswered(listener: RequestListener): RequestListener {
  const unanswered = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    // What came together with a request that went too far.
    if (socket.destroyed) return;
    const count = (unanswered.get(socket) ?? 0) + 1;
    if (count > MOST_UNANSWERED) return void socket.destroy();
    unanswered.set(socket, count);
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    listener(request, response);
  };
}

/** The body for programs: no browser sends such a request, and no link leads to it. https://www.rfc-editor.org/rfc/rfc9457 */
const UNCLEAR = JSON.stringify({
  type: 'about:blank',
  title: 'The request could not be read',
  status: 400,
  detail: 'The address must be a path without "." and ".." in it.',
});

/** Answers a request whose path could mean another one. */
function refuseUnclear(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (isPlainTarget(request.url ?? '')) return listener(request, response);
    response.writeHead(400, {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
      Connection: 'close',
    });
    response.end(UNCLEAR);
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), FINISH_MS);
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(idle);
      resolve();
    });
  });
}

function openableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIPv6(host) ? `[${host}]` : host;
}

function explain(
  cause: NodeJS.ErrnoException,
  { host, port, portSetting, hostSetting = 'HOST' }: ListenSettings,
): PaperboyError {
  if (cause.code === 'EADDRINUSE') {
    const other = `${portSetting}=${port < 65_535 ? port + 1 : 3000}`;
    const message = `Port ${port} on ${host} is already in use by another program. Stop it, or choose another port, such as ${other}.`;
    return new PaperboyError('address-taken', message, { cause });
  }
  const message =
    cause.code === 'EACCES'
      ? `This user isn't allowed to open port ${port}. Choose one from 1024 on, such as ${portSetting}=3000.`
      : `Can't listen on ${host}, port ${port} (${messageOf(cause)}). ${hostSetting} must be a name or an address of this machine, such as ${hostSetting}=127.0.0.1.`;
  return new PaperboyError('bad-settings', message, { cause });
}
