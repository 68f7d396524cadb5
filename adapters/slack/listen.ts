/** A request listener in, an open port out: for Slack's requests over HTTP. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, PaperboyError } from '../../src/model/errors.ts';

/** How long answers under way may take when the adapter stops; and a request to arrive whole. Milliseconds. */
const LAST_WORDS_MS = 500;
const REQUEST_MS = 15_000;

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/** @throws PaperboyError `address-taken` or `bad-settings` */
export async function listen(listener: RequestListener, host: string, port: number): Promise<Listening> {
  const server = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS },
    (request, response) => {
      try {
        listener(request, response);
      } catch {
        // Bolt throws for a path or method that is not its own.
        response.writeHead(404).end();
      }
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(explain(cause, host, port)));
    server.listen(port, host, resolve);
  });
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
      `Port ${port} on ${host} is in use by another program: stop it, or choose another for Slack with SLACK_PORT.`,
      { cause },
    );
  }
  return new PaperboyError(
    'bad-settings',
    `Slack's requests cannot be listened for on ${host}, port ${port} (${messageOf(cause)}): check HOST and SLACK_PORT.`,
    { cause },
  );
}
