import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { unsentReason } from '../../src/chat/no-answer.ts';

const failed = (code: string, syscall?: string) => Object.assign(new Error(code), { code, syscall });
const fetched = (cause: unknown) => new TypeError('fetch failed', { cause });

describe('a request that failed before it was sent', () => {
  test.each([
    ['a refused connection', failed('ECONNREFUSED', 'connect')],
    ['a name that is not known', failed('ENOTFOUND', 'getaddrinfo')],
    ['a name server that does not answer', failed('EAI_AGAIN', 'getaddrinfo')],
    ['no way there', failed('EHOSTUNREACH', 'connect')],
    ['a connection that is cut while it is made', failed('ECONNRESET', 'connect')],
    ['a connection that takes too long', failed('UND_ERR_CONNECT_TIMEOUT')],
    ['a certificate that has expired', failed('CERT_HAS_EXPIRED')],
    ['a certificate of another name', failed('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['a certificate of its own', failed('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['no TLS at all', failed('ERR_SSL_WRONG_VERSION_NUMBER')],
    ['a port that fetch never calls', new Error('bad port')],
    ['all addresses refused', new AggregateError([failed('ECONNREFUSED'), failed('ECONNREFUSED')])],
  ])('is known by %s, however it is wrapped', (_, error) => {
    expect(unsentReason(error)).toEqual(expect.any(String));
    expect(unsentReason({ code: 'wrapped', original: fetched(error) })).toBe(unsentReason(error));
  });

  test.each([
    ['a connection that was cut', failed('ECONNRESET', 'read')],
    ['a socket that was closed', failed('UND_ERR_SOCKET')],
    ['no way there any more', failed('EHOSTUNREACH', 'write')],
    ['no answer in time', new DOMException('The operation was aborted due to timeout', 'TimeoutError')],
    ['a fault of TLS later on', failed('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC')],
    ['one address that was reached', new AggregateError([failed('ECONNREFUSED'), failed('ECONNRESET')])],
    ['nothing', undefined],
  ])('is not assumed for %s', (_, error) => {
    expect(unsentReason(error)).toBeUndefined();
    expect(unsentReason(fetched(error))).toBeUndefined();
  });

  test('and by what `fetch` itself throws', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const reason = (url: string) => fetch(url).then(() => 'answered', unsentReason);
    expect(await reason(`https://127.0.0.1:${port}/`)).toBe('ECONNRESET');
    expect(await reason(`http://127.0.0.1:${port}/`)).toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
    expect(await reason(`http://127.0.0.1:${port}/`)).toBe('ECONNREFUSED');
    expect(await reason('http://127.0.0.1:1/')).toBe('bad port');
  });
});
