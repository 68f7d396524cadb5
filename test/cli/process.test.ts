import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { ended, lineWith, newFolder, root, start } from './run.ts';

/** What only a process of its own can show; everything else of the command line is tested inside the test's process. */
test.concurrent('a program that is started, asked for beside it, and ended by a signal', async ({
  expect,
}) => {
  const dataDir = newFolder();
  const child = start(['start'], dataDir, { PORT: '0' });
  const { address } = JSON.parse(await lineWith(child, 'paperboy ready')) as { address: string };
  expect((await fetch(address)).status).toBe(200);
  const asked = await ended(start(['ask', '/papers', 'subscribe', 'lora', '--as', 'Ada'], dataDir));
  expect(asked).toMatchObject({ code: 0, err: '' });
  const answer = await fetch(new URL('/api/channels/general/ask', address), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"text":"topics"}',
  });
  expect(await answer.text()).toContain('"text":"lora"');
  const stopped = ended(child);
  child.kill('SIGTERM');
  expect((await stopped).code).toBe(0);
});

test.concurrent("a program under Node's permission model, as docs/deploy.md starts it, stops in order when its terminal is closed", async ({
  expect,
}) => {
  const page = readFileSync(join(root, 'docs/deploy.md'), 'utf8');
  const [, line = ''] = /^node (--permission .*) bin\/paperboy\.js start$/m.exec(page) ?? [];
  const dataDir = newFolder();
  const options = line.replaceAll("'", '').replace('/var/lib/paperboy', dataDir).split(' ');
  const child = start(['start'], dataDir, { PORT: '0', SOURCES: 'bundled' }, options);
  const { address } = JSON.parse(await lineWith(child, 'paperboy ready')) as { address: string };
  expect((await fetch(new URL('/health/ready', address))).status).toBe(200);
  const stopped = ended(child);
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.kill('SIGHUP');
  expect((await stopped).code).toBe(0);
});

test.concurrent('an exit code and both outputs of a process', async ({ expect }) => {
  const { code, out, err } = await ended(start(['frobnicate'], newFolder()));
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('There is no command "frobnicate"');
});
