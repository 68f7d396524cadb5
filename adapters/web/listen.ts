/** Opens the port and closes it again: settings and a request handler come in, the address goes out. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIPv6 } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';
import type { WebSettings } from './settings.ts';

/** How long answers under way may take to finish when the workspace stops. */
const LAST_WORDS_MS = 500;

export interface Listening {
  /** Where people open it, such as `http://127.0.0.1:3000`. */
  address: string;
  close(): Promise<void>;
}

export async function listen(
  settings: WebSettings,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<Listening> {
  const server = createAdaptorServer({ fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(explain(cause, settings)));
    server.listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { address: `http://${forPeople(settings.host)}:${port}`, close: () => close(server) };
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
      `Port ${port} on ${host} is in use by another program: stop it, or choose another port, such as PORT=${other}.`,
      { cause },
    );
  }
  if (cause.code === 'EACCES') {
    return new PaperboyError(
      'bad-settings',
      `Port ${port} may not be opened by this user: choose one from 1024 on, such as PORT=3000.`,
      { cause },
    );
  }
  return new PaperboyError(
    'bad-settings',
    `The workspace cannot listen on ${host}, port ${port} (${messageOf(cause)}): HOST must be a name or address of this machine, such as HOST=127.0.0.1.`,
    { cause },
  );
}
