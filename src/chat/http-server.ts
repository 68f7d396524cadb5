/** Opens a port for HTTP requests, with limits on slow and large requests and on connections. All ports are opened here. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { messageOf, PaperboyError } from '../model/errors.ts';
import { guard, limitPerAddress, refuseUnreadable } from './http-guard.ts';

/** How long answers under way may take to finish when the server closes. Milliseconds. */
const FINISH_MS = 500;
/** How often connections that became idle are closed meanwhile: an answer or event stream ends a moment later. Milliseconds. */
const IDLE_CHECK_MS = 20;

/** A request's first line and headers together, and how many headers there may be. Bytes. */
const HEADER_BYTES = 16 * 1024;
const MOST_HEADERS = 100;

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
  /** Connections at once, in all and from one address: behind a proxy, all come from one. */
  connections: 500,
  perAddress: 300,
  /** Bytes of a request's body: whoever reads one has a limit of its own below this. */
  bodyBytes: 2 * 1024 * 1024,
};
export type ConnectionLimits = typeof LIMITS;

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
  given: Partial<ConnectionLimits> = {},
): Promise<Listening> {
  const limits = { ...LIMITS, ...given };
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
      maxHeaderSize: HEADER_BYTES,
    },
    guard(listener, limits.bodyBytes),
  );
  server.maxHeadersCount = MOST_HEADERS;
  server.on('clientError', refuseUnreadable);
  server.setTimeout(limits.idleMs);
  server.maxConnections = limits.connections;
  limitPerAddress(server, limits.perAddress);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(explain(cause, settings)));
    server.listen(settings.port, settings.host, resolve);
  });
  // A connection that could not be accepted, such as for lack of file handles, does not end the process.
  server.on('error', () => {});
  const { port } = server.address() as AddressInfo;
  return { address: `http://${openableHost(settings.host)}:${port}`, close: () => close(server) };
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
