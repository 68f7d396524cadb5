import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { ended, lineWith, newFolder, start } from './run.ts';

interface Messages {
  messages: { message: { blocks: { kind: string; cards?: unknown[] }[] } }[];
}

async function started(dataDir: string, port = '0') {
  const child = start(['start'], dataDir, { PORT: port });
  const { address } = JSON.parse(await lineWith(child, 'paperboy ready')) as { address: string };
  const read = async <T>(path: string) => (await (await fetch(new URL(path, address))).json()) as T;
  return { child, address, read };
}

test('a first start posts the bundled digest in #general, a second changes nothing, a signal ends it cleanly', async () => {
  const dataDir = newFolder();
  const first = await started(dataDir);
  const { messages } = await first.read<Messages>('/api/channels/general/messages');
  expect(messages).toHaveLength(1);
  expect(messages[0]?.message.blocks.find(({ kind }) => kind === 'cards')?.cards).toHaveLength(10);
  const stopped = ended(first.child);
  first.child.kill('SIGTERM');
  expect((await stopped).code).toBe(0);

  const second = await started(dataDir);
  const again = await second.read<Messages>('/api/channels/general/messages');
  expect(again).toEqual({ ...again, messages });
  const interrupted = ended(second.child);
  second.child.kill('SIGINT');
  expect((await interrupted).code).toBe(0);
});

test('a taken port is one clear line', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as AddressInfo;
  const { code, err } = await ended(start(['start'], newFolder(), { PORT: String(port) }));
  holder.close();
  expect(code).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toContain(`${port}`);
  expect(err).toContain('PORT=');
});

test('settings that are wrong end the start with every problem', async () => {
  const { code, err } = await ended(start(['start'], newFolder(), { PORT: 'http', SOURCES: 'newspaper' }));
  expect(code).toBe(2);
  expect(err).toContain('SOURCES has "newspaper"');
  expect(err).toContain('PORT is "http"');
});
