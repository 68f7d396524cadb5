import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { configured } from '../../src/cli/adapters.ts';
import { assertStartable } from '../../src/cli/startable.ts';
import { readSettings } from '../../src/config/settings.ts';
import { newFolder, paperboy, workspace } from './run.ts';

interface Messages {
  messages: { message: { blocks: { kind: string; cards?: unknown[] }[] } }[];
}

test('a first start posts the bundled digest in #general, a second changes nothing, a signal ends it cleanly', async () => {
  const dataDir = newFolder();
  const first = await workspace(dataDir);
  await first.line('"msg":"posted"');
  const { messages } = await first.read<Messages>('/api/channels/general/messages');
  expect(messages).toHaveLength(1);
  expect(messages[0]?.message.blocks.find(({ kind }) => kind === 'cards')?.cards).toHaveLength(10);
  expect((await first.stop('SIGTERM')).code).toBe(0);

  const second = await workspace(dataDir);
  const again = await second.read<Messages>('/api/channels/general/messages');
  expect(again).toEqual({ ...again, messages });
  expect((await second.stop('SIGINT')).code).toBe(0);
});

test('a taken port is one clear line', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as AddressInfo;
  const { code, err } = await paperboy(['start'], { env: { PORT: String(port) } });
  holder.close();
  expect(code).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toContain(`${port}`);
  expect(err).toContain('PORT=');
});

test('settings that are wrong end the start with every problem', async () => {
  const { code, err } = await paperboy(['start'], { env: { PORT: 'http', SOURCES: 'newspaper' } });
  expect(code).toBe(2);
  expect(err).toContain('SOURCES has "newspaper"');
  expect(err).toContain('PORT is "http"');
});

const DISCORD = {
  DISCORD_BOT_TOKEN: 't',
  DISCORD_PUBLIC_KEY: 'a'.repeat(64),
  DISCORD_APPLICATION_ID: '1',
};
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' };

test.each([
  [{ PORT: '13501', HEALTH_PORT: '13501' }, ['PORT and HEALTH_PORT are both 13501.']],
  [{ HOST: 'localhost', PORT: '13501', HEALTH_PORT: '13501' }, ['PORT and HEALTH_PORT are both 13501.']],
  [
    { HOST: '0.0.0.0', PORT: '3001', DISCORD_PORT: '13501', HEALTH_PORT: '13501', ...SLACK, ...DISCORD },
    ['PORT and SLACK_PORT are both 3001.', 'DISCORD_PORT and HEALTH_PORT are both 13501.'],
  ],
  [{ HOST: '::', PORT: '13501', HEALTH_PORT: '13501' }, ['PORT and HEALTH_PORT are both 13501.']],
  [{ WEB: 'off', HEALTH_PORT: '13501' }, ['WEB=off leaves nothing to run.']],
])('%j ends the start before anything is opened', async (env, said) => {
  const { code, out, err } = await paperboy(['start'], { env });
  expect([code, out]).toEqual([2, '']);
  expect(err.trim().split('\n')).toEqual(said.map((line) => expect.stringContaining(line)));
});

test.each([
  [{ PORT: '0', HEALTH_PORT: '0' }],
  [
    {
      PORT: '3001',
      HEALTH_PORT: '3002',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      DISCORD_BOT_TOKEN: 't',
    },
  ],
  [{ PORT: '3003', HEALTH_PORT: '3003', HEALTH_HOST: '127.0.0.2' }],
  [{ HOST: '0.0.0.0', PORT: '3003', HEALTH_PORT: '3003', HEALTH_HOST: '::1' }],
])('%j name no port twice', (env) => {
  const { health } = readSettings(env, '/').settings ?? {};
  expect(() => assertStartable(configured(env), health)).not.toThrow();
});

test('a rejection that nobody handled is logged without secrets, and the workspace still answers', async () => {
  const running = await workspace(newFolder(), { HF_TOKEN: 'hf_abcdefghijkl', SOURCES: 'bundled' });
  running.uncaught('unhandledRejection', new Error('asked with hf_abcdefghijkl'));
  const line = JSON.parse(await running.line('unhandled rejection'));
  expect(line).toMatchObject({ level: 'error', reason: 'asked with [secret]' });
  expect(line.stack).not.toContain('hf_abcdefghijkl');
  expect(await running.read('/api/channels')).toBeDefined();
  expect((await running.stop()).code).toBe(0);
});

test('an exception that nobody caught is logged, and everything is stopped for a restart', async () => {
  const running = await workspace(newFolder());
  running.uncaught('uncaughtException', new Error('out of step'));
  const { code, out } = await running.ended;
  expect(code).toBe(1);
  expect(out).toContain('uncaught exception');
  expect(out).toContain('out of step');
  expect(out).toContain('"stopped"');
});
