import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listen } from '../../src/chat/http-server.ts';

describe('slow and many connections', () => {
  const limits = {
    headersMs: 60,
    requestMs: 120,
    keepAliveMs: 60,
    idleMs: 200,
    checkMs: 20,
    connections: 3,
  };
  const slow = async (port: number, text: string): Promise<void> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.resume().write(text);
    await closed;
  };

  it('are closed, whatever they leave unfinished', async () => {
    const listening = await listen(
      (request, response) => void request.resume().on('end', () => response.end()),
      { host: '127.0.0.1', port: 0, portSetting: 'TEST_PORT' },
      limits,
    );
    const port = Number(new URL(listening.address).port);
    const head = 'POST / HTTP/1.1\r\nhost: x\r\n';
    await slow(port, '');
    await slow(port, head);
    await slow(port, `${head}content-length: 100\r\n\r\nbegun`);
    await slow(port, `${head}content-length: 0\r\n\r\n`);
    await listening.close();
  });

  it('are closed that ask on and on and read no answer', async () => {
    let asked = 0;
    const listening = await listen(() => void asked++, {
      host: '127.0.0.1',
      port: 0,
      portSetting: 'TEST_PORT',
    });
    const port = Number(new URL(listening.address).port);
    await slow(port, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(40));
    expect(asked).toBe(10);
    await listening.close();
  });

  it('are kept as long as their requests are answered', async () => {
    const listening = await listen((_, response) => void response.end('.'), {
      host: '127.0.0.1',
      port: 0,
      portSetting: 'TEST_PORT',
    });
    const socket = connect(Number(new URL(listening.address).port), '127.0.0.1');
    let answers = 0;
    for (let at = 0; at < 30; at++) {
      socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      const [answer] = await once(socket, 'data');
      answers += String(answer).match(/200 OK/g)?.length ?? 0;
    }
    expect(answers).toBe(30);
    socket.destroy();
    await listening.close();
  });

  it('are not taken beyond a number', async () => {
    const listening = await listen(
      (_, response) => void response.end(),
      { host: '127.0.0.1', port: 0, portSetting: 'TEST_PORT' },
      {
        ...limits,
        headersMs: 5_000,
        requestMs: 5_000,
        idleMs: 5_000,
      },
    );
    const port = Number(new URL(listening.address).port);
    const kept = [1, 2, 3].map(() => connect(port, '127.0.0.1').on('error', () => {}));
    await Promise.all(kept.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    await slow(port, '');
    for (const socket of kept) socket.destroy();
    await listening.close();
  });
});

describe('a port', () => {
  const at = { host: '127.0.0.1', port: 0, portSetting: 'TEST_PORT' };

  it('that is taken is refused with the setting that chooses another', async () => {
    const first = await listen((_, response) => void response.end(), at);
    const port = Number(new URL(first.address).port);
    await expect(listen(() => {}, { ...at, port })).rejects.toMatchObject({
      code: 'address-taken',
      message: `Port ${port} on 127.0.0.1 is already in use by another program. Stop it, or choose another port, such as TEST_PORT=${port + 1}.`,
    });
    await first.close();
  });

  it('on a host that is not of this machine names HOST', async () => {
    await expect(listen(() => {}, { ...at, host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'bad-settings',
      message: expect.stringContaining('HOST'),
    });
  });

  it('on every address is told as one that a browser here can open', async () => {
    const listening = await listen((_, response) => void response.end(), { ...at, host: '0.0.0.0' });
    expect(listening.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await listening.close();
  });
});
