import { EventEmitter } from 'node:events';
import type { SocketModeReceiver } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnection } from '../../../adapters/slack/socket.ts';
import { BOT } from './slack.ts';
import {
  commandOf,
  createTime,
  eventOf,
  type FakeTime,
  logTo,
  openWorld,
  until,
  type World,
} from './world.ts';

let world: World;
let time: FakeTime;
beforeEach(async () => {
  time = createTime();
  world = await openWorld(undefined, undefined, undefined, { time });
});
afterEach(() => world.stop());

/** Addresses for a connection were asked for so often, and the last of them is in use. */
async function connectedAgain(asked: number): Promise<void> {
  const calls = () => world.slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  await until(() => calls() === asked && world.slack.sockets() === 1, 'the new connection');
}

describe('a connection that breaks', () => {
  it.each(['politely', 'cut'] as const)('%s is made again, and commands are heard', async (how) => {
    world.slack.closeSockets(how);
    await connectedAgain(2);
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'lora'));
    await until(() => world.slack.shown.length === 1, 'the answer');
    expect(world.logged.join('\n')).not.toContain('s3cret');
  });

  it('is tried again when Slack answers with faults, and as late as it says', async () => {
    world.slack.faults.set('apps.connections.open', [
      { status: 503 },
      'drop before',
      { status: 429, headers: { 'retry-after': '7' } },
      { ok: false, error: 'internal_error' },
    ]);
    world.slack.closeSockets('cut');
    await connectedAgain(6);
    expect(time.slept).toContain(7000);
    expect(world.logged.join('\n')).not.toContain('s3cret');
  });
});

describe('a connection that Slack denies', () => {
  it('is asked for every few minutes, and made when it is let in again', async () => {
    const denied = { code: 'slack_webapi_platform_error', data: { ok: false, error: 'account_inactive' } };
    const client = new EventEmitter() as EventEmitter & { start: () => Promise<void> };
    const answers = ['in', 'no', 'no', 'in'];
    client.start = async () => {
      if (answers.shift() === 'no') throw denied;
    };
    const slept: number[] = [];
    const logged: string[] = [];
    const troubles: (string | undefined)[] = [];
    const connection = createConnection({
      receiver: { client } as unknown as SocketModeReceiver,
      log: logTo(logged),
      sleep: async (ms) => {
        slept.push(ms);
        troubles.push(connection.trouble());
      },
    });
    await connection.start();
    expect(connection.trouble()).toBeUndefined();
    client.emit('disconnected');
    expect(connection.trouble()).toBe('Slack closed the connection; connecting again.');
    await until(() => answers.length === 0, 'the connection');
    await until(() => connection.trouble() === undefined, 'the end of the trouble');
    expect(troubles).toEqual([expect.stringContaining('Slack'), expect.stringContaining('Slack')]);
    expect(slept).toEqual([300_000, 300_000]);
    expect(logged.filter((line) => line.includes('Slack rejected the connection'))).toHaveLength(2);
  });
});

it('a connection that ends before it was made, without an error, is tried again', async () => {
  const client = new EventEmitter() as EventEmitter & { start: () => Promise<void> };
  const answers = ['in', 'closed', 'in'];
  client.start = async () => {
    // What Slack's client rejects with then.
    if (answers.shift() === 'closed') await Promise.reject(undefined);
  };
  const slept: number[] = [];
  const connection = createConnection({
    receiver: { client } as unknown as SocketModeReceiver,
    log: logTo([]),
    sleep: async (ms) => void slept.push(ms),
  });
  await connection.start();
  client.emit('disconnected');
  await until(() => answers.length === 0 && connection.trouble() === undefined, 'the connection');
  expect(slept).toHaveLength(1);
});

describe('an envelope', () => {
  it('is acknowledged before anything is asked', async () => {
    world.service.script = () => new Promise(() => {});
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'lora'));
  });

  it('that comes twice does what it says once', async () => {
    const command = commandOf(world.slack, 'C1', 'lora');
    await world.slack.send('slash_commands', command, 'same');
    await world.slack.send('slash_commands', command, 'same');
    await until(() => world.slack.shown.length === 1, 'the answer');
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'rlhf'));
    await until(() => world.slack.shown.length === 2, 'the answer to what came behind');
    expect(world.service.asked.map(({ text }) => text)).toEqual(['lora', 'rlhf']);
  });
});

describe('a start', () => {
  it.each([
    ['auth.test', 'invalid_auth', /SLACK_BOT_TOKEN/],
    ['apps.connections.open', 'invalid_auth', /SLACK_APP_TOKEN/],
  ])('with a wrong token for %s says which one', async (method, error, says) => {
    const start = openWorld(undefined, (slack) => void slack.faults.set(method, [{ ok: false, error }]));
    await expect(start).rejects.toMatchObject({ code: 'bad-settings', message: expect.stringMatching(says) });
  });

  it('waits when Slack asks for it', async () => {
    const late = await openWorld(undefined, (slack) => {
      slack.faults.set('auth.test', [{ status: 429, headers: { 'retry-after': '1' } }]);
    });
    expect(late.slack.sockets()).toBe(1);
    await late.stop();
  });

  it('deletes what was left of a removed workspace, although its token is revoked', async () => {
    const { leaveSpace } = world.service;
    world.service.leaveSpace = async () => {
      throw new Error('disk I/O error');
    };
    await world.slack.send('events_api', eventOf({ type: 'app_uninstalled' }));
    await until(() => world.logged.some((line) => line.includes('disk I/O error')), 'the failure');
    world.service.leaveSpace = leaveSpace;
    await world.adapter.stop();
    world.slack.tokens.delete(BOT.token);
    await expect(world.adapter.start()).rejects.toMatchObject({ code: 'bad-settings' });
    expect(world.service.leftSpaces).toEqual(['slack:T1']);
  });

  it('hears people before it knows all channels', async () => {
    const early = await openWorld(undefined, (slack) => slack.faults.set('users.conversations', ['hang']));
    await early.slack.send('slash_commands', commandOf(early.slack, 'C1', 'lora'));
    await until(() => early.slack.shown.length === 1, 'the answer');
    expect(early.service.joined.map(({ id }) => id)).toEqual([]);
    await early.stop();
  });

  it('goes on where Slack does not list channels', async () => {
    const bare = await openWorld(undefined, (slack) => {
      slack.tokens.set(BOT.token, { team: 'T1', scopes: ['chat:write'] });
    });
    expect(bare.service.joined).toEqual([]);
    await bare.stop();
  });
});
