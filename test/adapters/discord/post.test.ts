import { afterEach, describe, expect, it } from 'vitest';
import { PaperboyError } from '../../../src/model/errors.ts';
import type { Post } from '../../../src/model/message.ts';
import { samplePost, textReply } from '../samples.ts';
import {
  type Call,
  type CloudChannel,
  type CloudMessage,
  channelOf,
  type Fault,
  ME,
  snowflake,
  TOKEN,
} from './cloud.ts';
import { problemsOf } from './openapi.ts';
import { see } from './reading.ts';
import { type DiscordRig, openRig } from './rig.ts';

let rig: DiscordRig;
afterEach(() => rig.close());
// Posting needs no gateway.
const open = async (crosspost = false) => {
  rig = await openRig({ crosspost }, false);
};

const post = (change: Partial<Post> = {}) => samplePost({ channel: 'discord:1:11', ...change });
const send = (change: Partial<Post> = {}) => rig.adapter.messenger.post(post(change));
const channel = (id = '11') => rig.cloud.channels.get(id) as CloudChannel;
const posts = (path = '/channels/11/messages') =>
  rig.cloud.calls.filter((call) => call.method === 'POST' && call.path === path);
const onPost = (call: Call) => call.method === 'POST' && call.path.endsWith('/messages');
const fault = (act: Fault['act'], match = onPost, times = 1) => rig.cloud.faults.push({ match, act, times });
const failureOf = async (work: Promise<unknown>): Promise<PaperboyError> => {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(PaperboyError);
  const { message, stack, cause } = thrown as PaperboyError;
  expect(
    `${message} ${stack} ${String((cause as Error)?.stack)} ${JSON.stringify(cause)} ${rig.logged}`,
  ).not.toContain('secret-part');
  return thrown as PaperboyError;
};

describe('a post that Discord answers with what is no message', () => {
  it.each([null, 'OK', [], { id: null }, {}])('is told as that: %j', async (body) => {
    await open();
    fault({ kind: 'status', status: 200, body });
    const thrown = await failureOf(send());
    expect(thrown.code).toBe('uncertain');
    expect(thrown.message).toBe("discord:1:11: Discord's answer had no message ID.");
  });

  it('is told as not sent where only the channel was asked about', async () => {
    await open();
    fault({ kind: 'status', status: 200, body: null }, ({ method }) => method === 'GET');
    const thrown = await failureOf(send());
    expect(thrown.code).toBe('later');
    expect(thrown.message).toMatch(/can't be read\. Nothing was sent\. It will be tried again\.$/);
  });
});

describe('a post', () => {
  it('pings nobody, carries a nonce that is enforced, and is what Discord wants', async () => {
    await open();
    await send();
    const [call] = posts();
    expect(call?.body).toMatchObject({
      allowed_mentions: { parse: [] },
      enforce_nonce: true,
      flags: 1 << 15,
    });
    expect(call?.body.nonce.length).toBeLessThanOrEqual(25);
    expect(problemsOf('POST', call?.path ?? '', call?.body)).toEqual([]);
    expect(call?.authorization).toBe(`Bot ${TOKEN}`);
  });

  it('is not sent where it may start no more after the channel was looked up', async () => {
    await open();
    const mayStart = () => rig.cloud.calls.length === 0;
    const thrown = await failureOf(rig.adapter.messenger.post(post(), undefined, mayStart));
    expect(thrown).toMatchObject({ code: 'later', retry: { afterMs: 0 } });
    expect(rig.cloud.calls.map(({ method }) => method)).toEqual(['GET']);
    await send();
    expect(posts()).toHaveLength(1);
  });

  it('has the same nonce whenever it is tried, and another one in another channel', async () => {
    await open();
    await send();
    await send();
    await send({ channel: 'discord:1:12' });
    const nonces = [...posts(), ...posts('/channels/12/messages')].map(({ body }) => body.nonce);
    expect(nonces[0]).toBe(nonces[1]);
    expect(nonces[2]).not.toBe(nonces[0]);
    expect(channel().messages).toHaveLength(1);
  });

  it('is sent as an embed where components are refused', async () => {
    await open();
    fault({ kind: 'status', status: 400, body: { code: 50035, message: 'Invalid Form Body', errors: {} } });
    await send();
    const [message] = channel().messages;
    expect(message?.flags).toBeUndefined();
    expect(see(message ?? {}).text).toContain('CLIMB: Curriculum Learning');
    expect(problemsOf('POST', '/channels/11/messages', posts()[1]?.body)).toEqual([]);
    expect(await rig.adapter.messenger.find(post())).toEqual({ messageId: message?.id });
  });

  it('keeps the order of its channel, and no channel waits for another', async () => {
    await open();
    fault({ kind: 'hang' }, (call) => call.path === '/channels/12/messages');
    const stuck = send({ channel: 'discord:1:12' }).catch(() => {});
    const keys = ['a', 'b', 'c', 'd'];
    await Promise.all(keys.map((key) => send({ key, blocks: [{ kind: 'text', line: [{ text: key }] }] })));
    expect(channel().messages.map((message) => see(message).text)).toEqual(keys);
    await rig.cloud.close();
    await stuck;
  });

  it('about a change reaches the channel without a sound; none comes to a forum or a direct message', async () => {
    await open();
    const ada = { id: '77', name: 'Ada' };
    const { announce } = rig.adapter.messenger;
    rig.cloud.channels.set('15', channelOf('15', 15, 'forum'));
    for (const id of ['discord:1:15', 'discord:@me:11', 'discord:1:11'])
      await announce?.(id, textReply('@everyone Ada paused posts.'), ada);
    const [call, ...more] = rig.cloud.calls.filter(onPost);
    expect(more).toEqual([]);
    expect(call).toMatchObject({ path: '/channels/11/messages', body: { allowed_mentions: { parse: [] } } });
    const { flags } = (call?.body ?? {}) as { flags?: number };
    expect(Number(flags) & 4096).toBe(4096);
    fault({ kind: 'status', status: 403, body: { code: 50001, message: 'Missing Access' } });
    const refused = announce?.('discord:1:11', textReply('Ada paused posts.'), ada) ?? Promise.resolve();
    expect(await failureOf(refused)).toMatchObject({ code: 'no-access' });
  });

  it('reaches the direct messages of a person', async () => {
    await open();
    await rig.adapter.messenger.tell?.({ id: '77', name: 'Ada' }, textReply('The channel is gone.'));
    expect(see(channel('977').messages[0] ?? {}).text).toBe('The channel is gone.');
  });
});

describe('a failure', () => {
  it('is put off exactly as told, for that channel alone, and Discord is left in peace until then', async () => {
    await open();
    const headers = { 'retry-after': '7', 'x-ratelimit-scope': 'user', 'x-ratelimit-bucket': 'b' };
    fault({ kind: 'status', status: 429, body: { retry_after: 7, global: false }, headers });
    expect(await failureOf(send())).toMatchObject({ code: 'later', retry: { afterMs: 7000 } });
    const again = await failureOf(send());
    expect(again.code).toBe('later');
    expect((again.retry as { afterMs: number }).afterMs).toBeGreaterThan(6_500);
    expect(posts()).toHaveLength(1);
    await send({ channel: 'discord:1:12' });
  });

  it('believes the body of a 429 that has no header', async () => {
    await open();
    fault({ kind: 'status', status: 429, body: { retry_after: 1.25, global: false } });
    expect(await failureOf(send())).toMatchObject({ code: 'later', retry: { afterMs: 1250 } });
  });

  it('waits for a bucket that is known to be empty', async () => {
    await open();
    const limits = {
      'x-ratelimit-limit': '1',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': '0.3',
    };
    const headers = { ...limits, 'x-ratelimit-bucket': 'b' };
    // The library learns the bucket's name from the first answer, and its state from the second.
    fault({ kind: 'status', status: 200, body: { id: '5' }, headers }, onPost, 2);
    await send();
    const begun = performance.now();
    await send({ key: 'second' });
    await send({ key: 'third' });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(295);
  });

  it.each([
    [403, 50001, 'View Channel'],
    [403, 50013, 'Send Messages'],
    [404, 10003, 'no longer exists'],
    [400, 160005, 'Unlock'],
  ])('of %i with %i parks the channel and says what to grant', async (status, code, words) => {
    await open();
    fault({ kind: 'status', status, body: { code, message: 'No' } });
    const failure = await failureOf(send());
    expect(failure).toMatchObject({ code: 'no-access', retry: 'never' });
    expect(failure.message).toContain(words);
    expect(failure.message).toContain('discord:1:11');
  });

  it('of 400 is refused, with the words of Discord', async () => {
    await open();
    fault({ kind: 'status', status: 400, body: { code: 50006, message: 'Cannot send an empty message' } });
    expect(await failureOf(send())).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('empty message'),
    });
  });

  it.each([
    ['status', 500],
    ['status', 502],
    ['drop', 0],
    ['drop-after', 0],
  ] as const)('of %s %i is uncertain, and nothing is sent again by itself', async (kind, status) => {
    await open();
    fault(kind === 'status' ? { kind, status } : { kind });
    expect((await failureOf(send())).code).toBe('uncertain');
    expect(posts()).toHaveLength(1);
  });

  const statuses = [400, 401, 403, 404, 405, 425, 499];
  it.each(statuses)('of %i from a proxy is uncertain, and the next post is sent', async (status) => {
    await open();
    for (const body of ['', null, '<html>', {}]) {
      fault({ kind: 'status', status, body });
      const { code, message } = await failureOf(send());
      expect(code).toBe('uncertain');
      expect(message).not.toMatch(/undefined|No Description/);
    }
    await send();
    expect(posts()).toHaveLength(5);
  });

  it('that took the post and lost the answer is found, not doubled', async () => {
    await open();
    fault({ kind: 'drop-after' });
    await failureOf(send());
    expect(await rig.adapter.messenger.find(post())).toEqual({ messageId: channel().messages[0]?.id });
  });

  it('of the token stops all requests at once', async () => {
    await open();
    fault({ kind: 'status', status: 401, body: { code: 0, message: '401: Unauthorized' } }, () => true);
    const failure = await failureOf(send());
    expect(failure).toMatchObject({
      code: 'no-access',
      message: expect.stringContaining('DISCORD_BOT_TOKEN'),
    });
    const before = rig.cloud.calls.length;
    await failureOf(send({ channel: 'discord:1:12' }));
    expect(rig.cloud.calls).toHaveLength(before);
  });

  it.each([
    'discord:1',
    'discord:1:',
    'discord:1:x',
    'discord:1:../users',
    'discord:@me:guest-7',
    'slack:1:2',
  ])('for %s asks Discord for nothing', async (id) => {
    await open();
    expect((await failureOf(send({ channel: id }))).code).toBe('no-access');
    expect(rig.cloud.calls).toEqual([]);
  });
});

describe('looking for a post', () => {
  it('goes back through what others wrote since', async () => {
    await open();
    const { messageId } = await send();
    const [own] = channel().messages;
    for (let n = 0; n < 250; n++)
      channel().messages.push({ ...own, id: snowflake(), author: { id: '5' } } as CloudMessage);
    expect(await rig.adapter.messenger.find(post())).toEqual({ messageId });
  });

  it('takes no message of anyone else', async () => {
    await open();
    await send();
    for (const message of channel().messages) message.author = { id: '666' };
    expect(await rig.adapter.messenger.find(post())).toBeUndefined();
  });

  it('knows a post by its buttons even where component ids are lost', async () => {
    await open();
    const { messageId } = await send();
    for (const message of channel().messages) delete (message.components as { id?: number }[])[0]?.id;
    expect(await rig.adapter.messenger.find(post())).toEqual({ messageId });
  });

  it('says that it can never tell where the history cannot be read', async () => {
    await open();
    await send();
    channel().unreadable = true;
    expect((await failureOf(rig.adapter.messenger.find(post()))).code).toBe('refused');
  });

  it('says that it cannot tell now when Discord does not answer', async () => {
    await open();
    fault({ kind: 'status', status: 503 }, (call) => call.path.startsWith('/channels/11/messages'));
    expect((await failureOf(rig.adapter.messenger.find(post()))).code).toBe('uncertain');
  });
});

describe('other kinds of channels', () => {
  const tags = [
    { id: '70', name: 'Hyperparameter', moderated: false, emoji_id: null, emoji_name: null },
    { id: '71', name: 'robots', moderated: false, emoji_id: null, emoji_name: null },
  ];

  it('is one message in the channel, and its later parts stand in a thread of that message', async () => {
    await open();
    const first = post({ key: 'day' });
    const receipt = await rig.adapter.messenger.post(first);
    const later = [2, 3, 4, 5].map((part) =>
      post({ key: `day #${part}`, summary: `Papers for Friday (part ${part} of 5)` }),
    );
    const receipts = [];
    for (const part of later) receipts.push(await rig.adapter.messenger.post(part, receipt));
    expect(channel().messages).toHaveLength(1);
    expect(channel(receipt.messageId)).toMatchObject({ type: 11, name: 'Papers for Friday' });
    expect(channel(receipt.messageId).messages).toHaveLength(4);
    const started = rig.cloud.calls.find(({ path }) => path.endsWith('/threads'));
    expect(problemsOf('POST', started?.path ?? '', started?.body)).toEqual([]);
    for (const [at, part] of later.entries())
      expect(await rig.adapter.messenger.find(part)).toEqual(receipts[at]);
    expect(await rig.adapter.messenger.find(post({ key: 'day #6' }))).toBeUndefined();
    const lost = await failureOf(rig.adapter.messenger.find(post({ key: 'other day #2' })));
    expect(lost.code).toBe('refused');
  });

  it.each([
    ['where threads may not be started', (one: CloudChannel) => Object.assign(one, { threadless: true })],
    ['in a thread', (one: CloudChannel) => Object.assign(one, { type: 11 })],
    ['in a direct message', (one: CloudChannel) => Object.assign(one, { type: 1 })],
  ])('keeps its later parts in the channel %s', async (_, change) => {
    await open();
    change(channel());
    const receipt = await rig.adapter.messenger.post(post({ key: 'day' }));
    const second = post({ key: 'day #2' });
    const sent = await rig.adapter.messenger.post(second, receipt);
    expect(channel().messages).toHaveLength(2);
    expect(await rig.adapter.messenger.find(second)).toEqual(sent);
  });

  it('is put off when nobody knows whether the thread was started', async () => {
    await open();
    const receipt = await rig.adapter.messenger.post(post({ key: 'day' }));
    fault({ kind: 'drop' }, ({ path }) => path.endsWith('/threads'));
    expect((await failureOf(rig.adapter.messenger.post(post({ key: 'day #2' }), receipt))).code).toBe(
      'later',
    );
    expect(channel().messages).toHaveLength(1);
  });

  it('a forum gets a thread a day with its title and tags, later parts in it, and is looked through', async () => {
    await open();
    rig.cloud.channels.set('15', { ...channelOf('15', 15, 'forum'), available_tags: tags });
    const first = post({ channel: 'discord:1:15' });
    const receipt = await rig.adapter.messenger.post(first);
    const [call] = posts('/channels/15/threads');
    expect(call?.body).toMatchObject({ name: 'Daily Papers, 12 December 2025', applied_tags: ['70'] });
    expect(problemsOf('POST', '/channels/15/threads', call?.body)).toEqual([]);
    const second = { ...first, key: `${first.key} #2` };
    const part = await rig.adapter.messenger.post(second, receipt);
    expect(channel(receipt.messageId).messages).toHaveLength(2);
    expect(await rig.adapter.messenger.find(first)).toEqual(receipt);
    expect(await rig.adapter.messenger.find(second)).toEqual(part);
    expect(await rig.adapter.messenger.find({ ...first, key: 'other' })).toBeUndefined();
  });

  it('a forum that requires a tag gets one', async () => {
    await open();
    rig.cloud.channels.set('15', { ...channelOf('15', 15), available_tags: tags.slice(1), flags: 1 << 4 });
    await send({ channel: 'discord:1:15' });
    expect(posts('/channels/15/threads')[0]?.body.applied_tags).toEqual(['71']);
  });

  it('an announcement channel is published when wanted, and only then', async () => {
    await open(true);
    rig.cloud.channels.set('16', channelOf('16', 5));
    await send({ channel: 'discord:1:16' });
    await send();
    expect(channel('16').messages[0]?.crossposted).toBe(true);
    expect(channel().messages[0]?.crossposted).toBeUndefined();
  });

  it('an announcement that cannot be published is posted all the same', async () => {
    await open(true);
    rig.cloud.channels.set('16', channelOf('16', 5));
    fault({ kind: 'status', status: 403, body: { code: 50013, message: 'No' } }, (call) =>
      call.path.endsWith('/crosspost'),
    );
    expect((await send({ channel: 'discord:1:16' })).messageId).toBe(channel('16').messages[0]?.id);
    expect(rig.logged.join()).toContain('could not be published');
    expect(channel('16').messages[0]?.author.id).toBe(ME);
  });
});
