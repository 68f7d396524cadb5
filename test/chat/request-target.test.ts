import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { listen } from '../../src/chat/http-server.ts';
import { isPlainTarget } from '../../src/chat/request-target.ts';

describe('the address of a request', () => {
  it.each([
    '/p/..',
    '/p/../api/channels',
    '/p/%2e%2e/metrics',
    '/p/.%2E/metrics',
    '/./d',
    '/d/.',
    '/p/..\\metrics',
    'http://other.example/d',
    '*',
    '',
  ])('is unclear as %j', (target) => expect(isPlainTarget(target)).toBe(false));

  it.each([
    '/',
    '/d/2025-12-12',
    '/p/10.1000/a..b',
    '/p/..%2f..%2fetc',
    '/feeds/.atom',
    '/s?q=a/../b',
    '/p/...',
  ])('is clear as %j', (target) => expect(isPlainTarget(target)).toBe(true));

  it('is refused when a proxy could read it as another one, so that passing on /p/ passes on nothing else', async () => {
    const asked: string[] = [];
    const listening = await listen(
      ({ url = '' }, response) => {
        asked.push(url);
        response.end();
      },
      { host: '127.0.0.1', port: 0, portSetting: 'TEST_PORT' },
    );
    const statuses = ['/p/%2e%2e/metrics', '/p/1'].map(
      (path) =>
        new Promise((resolve) => {
          const { port } = new URL(listening.address);
          request({ host: '127.0.0.1', port, path, agent: false }, (answer) =>
            resolve(answer.resume().statusCode),
          ).end();
        }),
    );
    expect(await Promise.all(statuses)).toEqual([400, 200]);
    expect(asked).toEqual(['/p/1']);
    await listening.close();
  });
});
