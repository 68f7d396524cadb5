import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type TestContext, test, vi } from 'vitest';
import { connect } from '../../src/cli/connect.ts';
import type { Adapter } from '../../src/model/ports.ts';
import { BOT, openSlack } from '../adapters/slack/slack.ts';
import { silent } from '../delivery/world.ts';
import { ended, lineWith, newFolder, start } from './run.ts';

test('a platform that is reached only after the program was stopped is closed again', async () => {
  const reached = Promise.withResolvers<object>();
  const stop = vi.fn(async () => {});
  const platform = { messenger: { platform: 'slack' }, start: () => reached.promise, stop };
  const stops: (() => Promise<void>)[] = [];
  const connecting = connect(platform as unknown as Adapter, silent, {
    add: (...some) => stops.push(...some),
  });
  for (const end of stops) await end();
  expect(stop).not.toHaveBeenCalled();
  reached.resolve({});
  await connecting;
  expect(stop).toHaveBeenCalledOnce();
});

/** A program beside a Slack that never answers. */
async function startWithHangingSlack({ onTestFinished }: TestContext, env: Record<string, string>) {
  const slack = await openSlack();
  slack.faults.set('*', ['hang']);
  const process = start(['start'], newFolder(), {
    ...{ PORT: '0', SOURCES: 'bundled', SLACK_API_URL: slack.apiUrl },
    ...{ SLACK_BOT_TOKEN: BOT.token, SLACK_SIGNING_SECRET: 's3cret', SLACK_PORT: '0' },
    ...{ DISCORD_BOT_TOKEN: 't', DISCORD_PUBLIC_KEY: 'a'.repeat(64), DISCORD_APPLICATION_ID: '1' },
    ...env,
  });
  onTestFinished(async () => {
    process.kill('SIGKILL');
    await slack.close();
  });
  return { process, tries: () => slack.calls.length };
}

test.concurrent('a platform that hangs holds up neither another one nor the deliveries', async (context) => {
  const { expect } = context;
  const { process, tries } = await startWithHangingSlack(context, { DISCORD_PORT: '0' });
  const [connected] = await Promise.all([
    lineWith(process, '"platform":"discord"'),
    lineWith(process, 'paperboy ready'),
  ]);
  expect(connected).toContain('"connected"');
  // It is still in its first request.
  expect(tries()).toBe(1);
});

test.concurrent('a taken port ends the process while another platform hangs', async (context) => {
  const { expect, onTestFinished } = context;
  const holder = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void holder.close());
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as AddressInfo;
  const { process, tries } = await startWithHangingSlack(context, { DISCORD_PORT: String(port) });
  const { code, err } = await ended(process);
  expect(code).toBe(1);
  expect(err).toContain('DISCORD_PORT=');
  expect(tries()).toBe(1);
});
