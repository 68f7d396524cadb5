/** Opens the port for Slack's requests over HTTP, with limits on slow and on many connections. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';

/** How long answers under way may take when the adapter stops. Milliseconds. */
const LAST_WORDS_MS = 500;

/** How much of the port slow or many connections can hold. Times are in milliseconds. */
export interface ListenLimits {
  /** A request's headers, and all of it, must have arrived by then. */
  headersMs: number;
  requestMs: number;
  /** A connection without a request is closed after this, and one on which nothing moves after `idleMs`. */
  keepAliveMs: number;
  idleMs: number;
  /** How often slow requests are looked for. */
  checkMs: number;
  connections: number;
}

const LIMITS: ListenLimits = {
  headersMs: 5_000,
  requestMs: 15_000,
  keepAliveMs: 5_000,
  idleMs: 20_000,
  checkMs: 1_000,
  connections: 500,
};

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/** @throws PaperboyError `address-taken` or `bad-settings` */
export async function listen(
  listener: RequestListener,
  host: string,
  port: number,
  limits: ListenLimits = LIMITS,
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
    },
    listener,
  );
  server.timeout = limits.idleMs;
  server.maxConnections = limits.connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(explain(cause, host, port)));
    server.listen(port, host, resolve);
  });
  // A connection that could not be accepted, such as for want of file handles, is not the end.
  server.on('error', () => {});
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), LAST_WORDS_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function explain(cause: NodeJS.ErrnoException, host: string, port: number): PaperboyError {
  if (cause.code === 'EADDRINUSE') {
    return new PaperboyError(
      'address-taken',
      `Port ${port} on ${host} is already in use by another program. Stop it, or choose another port with SLACK_PORT.`,
      { cause },
    );
  }
  return new PaperboyError(
    'bad-settings',
    `Can't listen for Slack's requests on ${host}, port ${port} (${messageOf(cause)}). Check HOST and SLACK_PORT.`,
    { cause },
  );
}
