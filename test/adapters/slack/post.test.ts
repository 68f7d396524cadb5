import { expect, it } from 'vitest';
import { createDirectory } from '../../../adapters/slack/places.ts';
import { createMessenger } from '../../../adapters/slack/post.ts';
import type { Workspaces } from '../../../adapters/slack/workspaces.ts';
import { createRateLimiter, type RateLimiter } from '../../../src/chat/rate-limiter.ts';
import { createStoredActions, type StoredAction } from '../../../src/chat/stored-actions.ts';
import { samplePost } from '../samples.ts';
import { createShelves } from '../shelves.ts';

/** A post whose waits take so long, in milliseconds; gives how often it was sent. */
async function post(waits: { channel: number; perSpace: number; way: number }) {
  let now = 0;
  let sent = 0;
  const limiterOf = (wait: number): RateLimiter => {
    const run: RateLimiter['run'] = (_channel, _patience, work) => {
      now += wait;
      return work();
    };
    return { run, request: run, pause: () => {} };
  };
  const client = { chat: { postMessage: async () => ({ ts: String(++sent) }) } };
  const workspaces = {
    clientFor: async () => {
      now += waits.way;
      return client;
    },
  } as unknown as Workspaces;
  const messenger = createMessenger({
    workspaces,
    directory: createDirectory(createShelves().shelf('slack_channels')),
    limiter: limiterOf(waits.channel),
    perSpace: limiterOf(waits.perSpace),
    actions: createStoredActions<StoredAction>(createShelves().shelf('slack_acts'), Date.now),
    sleep: async () => {},
    clock: () => now,
  });
  const result = await messenger
    .post(samplePost({ channel: 'slack:T1:C1' }))
    .catch((error: unknown) => error);
  return { sent, result };
}

it('a post whose waits add up to too much is put off before it is sent', async () => {
  const { sent, result } = await post({ channel: 3000, perSpace: 3000, way: 3000 });
  expect(result).toMatchObject({ code: 'later' });
  expect(sent).toBe(0);
});

it('a post that waited less is sent', async () => {
  expect(await post({ channel: 3000, perSpace: 3000, way: 1000 })).toEqual({
    sent: 1,
    result: { messageId: '1' },
  });
});

it('a post that waited for its token keeps the gap to those that were sent to its channel meanwhile', async () => {
  let now = 0;
  const token = Promise.withResolvers<void>();
  const waits = [token.promise, Promise.resolve()];
  const sent: number[] = [];
  const client = { chat: { postMessage: async () => ({ ts: String(sent.push(now)) }) } };
  const clientFor = async () => {
    await waits.shift();
    return client;
  };
  const sleep = async (ms: number) => {
    now += ms;
  };
  const messenger = createMessenger({
    workspaces: { clientFor } as unknown as Workspaces,
    directory: createDirectory(createShelves().shelf('slack_channels')),
    limiter: createRateLimiter({ gapMs: 1000, clock: () => now, sleep }),
    actions: createStoredActions<StoredAction>(createShelves().shelf('slack_acts'), Date.now),
    sleep,
    clock: () => now,
  });
  const first = messenger.post(samplePost({ channel: 'slack:T1:C1', key: 'first' }));
  await messenger.post(samplePost({ channel: 'slack:T1:C1', key: 'second' }));
  token.resolve();
  await first;
  expect(sent).toEqual([0, 1000]);
});
