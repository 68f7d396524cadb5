/** A way to a server that speaks TLS, as the servers of providers do, with a certificate that nobody vouches for. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, connect as openSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';

/** What a client sends to ask for TLS is this long; the answer is one letter. */
const REQUEST_BYTES = 8;

export interface Certificate {
  /** The path of the certificate, which is its own authority. */
  path: string;
  key: Buffer;
}

/** For `localhost` alone; undefined where openssl is not installed. */
export function makeCertificate(): Certificate | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-tls-'));
  const [key, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  try {
    execFileSync('openssl', [...kind, ...subject, '-keyout', key, '-out', path], { stdio: 'ignore' });
    return { path, key: readFileSync(key) };
  } catch {
    return undefined;
  }
}

export async function createTlsProxy(to: string, { path, key }: Certificate) {
  const target = new URL(to);
  const proxy = { url: '', secured: 0, close: async () => {} };
  const server = createServer((near) => {
    near.on('error', () => {});
    near.once('data', (request) => {
      if (request.length !== REQUEST_BYTES) {
        near.destroy();
        return;
      }
      near.write('S');
      const secure = new TLSSocket(near, { isServer: true, key, cert: readFileSync(path) });
      const far = openSocket(Number(target.port || 5432), target.hostname);
      secure.on('secure', () => proxy.secured++);
      for (const socket of [secure, far]) socket.on('error', () => {});
      secure.pipe(far).pipe(secure);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(to);
  url.hostname = 'localhost';
  url.port = String((server.address() as AddressInfo).port);
  proxy.url = url.href;
  proxy.close = async () => void server.close();
  return proxy;
}
