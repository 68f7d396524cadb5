/** A way to a server that can be cut and mended, as when the server or the network is gone for a while. */

import type { AddressInfo } from 'node:net';
import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';

export interface Proxy {
  /** The address with the proxy's host and port. */
  url: string;
  /** Ends all connections and refuses new ones. */
  cut(): Promise<void>;
  /** Keeps connections and takes new ones, but passes nothing on; `dropped` is told of what came. */
  freeze(dropped?: () => void): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function createProxy(to: string): Promise<Proxy> {
  const target = new URL(to);
  const sockets = new Set<Socket>();
  let frozen: (() => void) | undefined;
  let server: Server | undefined;
  let port = 0;
  const serve = async () => {
    const made = createServer((near) => {
      const far = openSocket(Number(target.port || 5432), target.hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one);
        one.on('data', (bytes) => (frozen ? frozen() : other.write(bytes)));
        one.on('error', () => {});
        one.on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
      }
    });
    server = made;
    await new Promise<void>((done) => made.listen(port, '127.0.0.1', done));
    port = (made.address() as AddressInfo).port;
  };
  const cut = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => (server ? server.close(done) : done(undefined)));
    server = undefined;
  };
  await serve();
  const url = new URL(to);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    cut,
    freeze(dropped = () => {}) {
      frozen = dropped;
    },
    async mend() {
      frozen = undefined;
      if (server === undefined) await serve();
    },
    close: cut,
  };
}
