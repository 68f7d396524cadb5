import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { REQUEST_MS } from '../../../adapters/slack/limits.ts';
import { PaperboyError } from '../../../src/model/errors.ts';
import { sampleCard, samplePost, sampleReply } from '../samples.ts';
import { BOT, type Fault } from './slack.ts';
import {
  buttonsOf,
  commandOf,
  createTime,
  type FakeTime,
  openWorld,
  pressOf,
  see,
  until,
  type World,
} from './world.ts';

const SECRETS = [BOT.token, BOT.app, 't1cket-s3cret', 's3cret'];

let world: World;
let time: FakeTime;
beforeEach(async () => {
  time = createTime();
  world = await openWorld(undefined, undefined, undefined, { time });
});
afterEach(() => world.stop());

const post = (change: Parameters<typeof samplePost>[0] = {}) =>
  samplePost({ channel: 'slack:T1:C1', ...change });

async function failPost(...faults: Fault[]): Promise<PaperboyError> {
  world.slack.faults.set('chat.postMessage', faults);
  const thrown = await world.adapter.messenger.post(post()).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(PaperboyError);
  return thrown as PaperboyError;
}

function expectNoSecrets(thrown?: Error): void {
  const said = `${thrown?.message} ${thrown?.stack} ${String(thrown?.cause)} ${world.logged.join('\n')}`;
  for (const secret of SECRETS) expect(said).not.toContain(secret);
}

it('a post that may start no more is not sent', async () => {
  const { messenger } = world.adapter;
  const held = messenger.post(post(), undefined, () => false);
  await expect(held).rejects.toMatchObject({ code: 'later', retry: { afterMs: 0 } });
  await messenger.post(post(), undefined, () => true);
  expect(world.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
});

describe('a post that Slack does not take', () => {
  const platform = (error: string): Fault => ({ ok: false, error });
  const cases: [string, Fault, string, RegExp][] = [
    ['not being in the channel', platform('not_in_channel'), 'no-access', /\/invite @paperboy/],
    ['an unknown channel', platform('channel_not_found'), 'no-access', /\/invite @paperboy/],
    ['an archived channel', platform('is_archived'), 'no-access', /Unarchive/],
    ['a revoked token', platform('token_revoked'), 'no-access', /Install/],
    ['a removed app', platform('account_inactive'), 'no-access', /Install/],
    [
      'a missing scope',
      { ok: false, error: 'missing_scope', needed: 'chat:write' },
      'no-access',
      /needs chat:write/,
    ],
    ['blocks it finds wrong', platform('invalid_blocks'), 'refused', /invalid_blocks/],
    ['too long a message', platform('msg_too_long'), 'refused', /msg_too_long/],
    ['a word nobody knows', platform('brand_new_reason'), 'refused', /brand_new_reason/],
    ['a fault of its own', platform('internal_error'), 'uncertain', /Slack had an error/],
    ['an answer of 503', { status: 503 }, 'uncertain', /503/],
    [
      'a page in place of an answer',
      { status: 200, body: '<html>xoxb-1-bot-s3cret' },
      'uncertain',
      /can't be read/,
    ],
    ['a line cut after it was taken', 'drop after', 'uncertain', /Slack didn't answer/],
    ['an answer of 404', { status: 404 }, 'uncertain', /404/],
    ['a 429 that gives no time', { status: 429 }, 'later', /wait/],
  ];
  it.each(cases)('for %s is sorted, says what to do and tells no secret', async (_, fault, code, says) => {
    const thrown = await failPost(fault);
    expect(thrown.code).toBe(code);
    expect(thrown.message).toMatch(says);
    expect(thrown.message).toContain('slack:T1:C1');
    if (code === 'later') expect(thrown.retry).not.toBe('never');
    expectNoSecrets(thrown);
  });

  it('for all the time that a request may take is given up, and may have arrived', async () => {
    const limit = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
    world.slack.faults.set('chat.postMessage', ['hang']);
    const failed = world.adapter.messenger.post(post()).catch((error: unknown) => error);
    const sent = () => world.slack.calls.filter(({ method }) => method === 'chat.postMessage').length;
    await until(() => sent() === 1, 'the request');
    expect(timeout).toHaveBeenLastCalledWith(REQUEST_MS);
    limit.abort(new DOMException('the time is over', 'TimeoutError'));
    expect(await failed).toMatchObject({ code: 'uncertain', message: expect.stringContaining('in time') });
    expect(sent()).toBe(1);
    timeout.mockRestore();
  });

  it('for a picture that it cannot load is sent again without pictures, and is the same post', async () => {
    const refused = { ok: false as const, error: 'invalid_blocks' };
    const card = sampleCard(0, { excerpt: [{ text: 'Short.' }], thumbnail: 'https://gone.example/1.png' });
    const pictured = post({ blocks: [{ kind: 'cards', cards: [card] }] });
    world.slack.faults.set('chat.postMessage', [refused]);
    const { messageId } = await world.adapter.messenger.post(pictured);
    const [shown] = world.slack.seen('C1');
    expect(shown?.ts).toBe(messageId);
    expect(see(shown ?? { text: '', blocks: [] }).text).toContain('Short.');
    expect(JSON.stringify(shown?.blocks)).not.toContain('gone.example');
    expect(await world.adapter.messenger.find(pictured)).toEqual({ messageId });
    const sent = world.slack.calls.filter(({ method }) => method === 'chat.postMessage');
    expect(JSON.stringify(sent[0])).toContain('gone.example');
  });

  it('is sent once, whatever happens', async () => {
    for (const fault of ['drop after', { status: 503 }, 'drop before'] as Fault[]) {
      await failPost(fault);
    }
    expect(world.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(3);
    expect(world.slack.seen('C1')).toHaveLength(1);
  });

  it('waits exactly as told, and no other channel waits with it', async () => {
    const thrown = await failPost({ status: 429, headers: { 'retry-after': '7' } });
    expect(thrown).toMatchObject({ code: 'later', retry: { afterMs: 7000 } });
    await world.adapter.messenger.post(post({ channel: 'slack:T1:C2' }));
    expect(world.slack.seen('C2')).toHaveLength(1);
    const again = await world.adapter.messenger.post(post()).catch((error: unknown) => error);
    expect(again).toMatchObject({ code: 'later' });
    const { afterMs } = (again as PaperboyError).retry as { afterMs: number };
    expect(afterMs).toBe(7000);
    expect(world.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(2);
  });

  it('and that arrived all the same is found, whole or in parts', async () => {
    const { messenger } = world.adapter;
    await failPost('drop after');
    const found = await messenger.find(post());
    expect(found?.messageId).toBe(world.slack.seen('C1')[0]?.ts);
    const part = post({ key: `${post().key} #2` });
    expect(await messenger.find(part)).toBeUndefined();
    const second = await messenger.post(part, found);
    expect(await messenger.find(part)).toEqual(second);
    expect(world.slack.seen('C1')[1]?.thread_ts).toBe(found?.messageId);
  });

  it('can never be found where the history may not be read', async () => {
    world.slack.faults.set('conversations.history', [{ ok: false, error: 'missing_scope' }]);
    const thrown = await world.adapter.messenger.find(post()).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'refused', message: expect.stringContaining('channels:history') });
  });

  it("of another workspace is not sent with this one's token", async () => {
    const thrown = await world.adapter.messenger
      .post(post({ channel: 'slack:T2:C1' }))
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'no-access' });
    expect(world.slack.shown).toEqual([]);
  });
});

describe('a post that Slack takes', () => {
  it('has a text, its key as metadata, and unfolds no links', async () => {
    await world.adapter.messenger.post(post({ summary: 'Papers <!channel> & more' }));
    const [shown] = world.slack.seen('C1');
    expect(shown?.text).toBe('Papers &lt;!channel&gt; &amp; more');
    expect(shown?.metadata).toEqual({ event_type: 'paperboy_post', event_payload: { key: post().key } });
    expect(shown?.unfurls).toBe(false);
  });

  it('keeps a channel to one message a second, and no other channel waits', async () => {
    const send = (channel: string, key: string) => world.adapter.messenger.post(post({ channel, key }));
    await Promise.all([
      send('slack:T1:C1', '1'),
      send('slack:T1:C1', '2'),
      send('slack:T1:C1', '3'),
      send('slack:T1:C2', '4'),
    ]);
    expect(time.slept).toEqual([1000, 2000]);
  });
});

describe('an answer that cannot be shown', () => {
  it.each<Fault>([{ status: 500 }, { status: 404 }, 'drop before', { status: 429 }])(
    'leaves no secret in the log (%o)',
    async (fault) => {
      world.slack.faults.set('respond', [fault]);
      world.slack.faults.set('chat.postEphemeral', [{ ok: false, error: 'not_in_channel' }]);
      await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'lora'));
      await until(() => world.logged.some((line) => line.includes('could not be shown')), 'the warning');
      expectNoSecrets();
    },
  );

  it('goes another way when its address has run out', async () => {
    world.slack.faults.set('respond', [{ status: 404 }]);
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'lora'));
    await until(() => world.slack.shown.length === 1, 'the answer');
    expect(world.slack.shown[0]).toMatchObject({ channel: 'C1', onlyFor: 'U1' });
  });

  it('does not stop the next', async () => {
    world.service.script = () => {
      throw new Error(`broken with ${BOT.token}`);
    };
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'lora'));
    await until(() => world.logged.length > 0, 'the warning');
    expectNoSecrets();
    expect(see(world.slack.shown[0] ?? { blocks: [], text: '' }).text).toContain('Something went wrong');
    world.service.script = () => undefined;
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'lora'));
    await until(() => world.slack.shown.length === 2, 'the answer');
    const [more] = buttonsOf(world.slack.shown[1] ?? { blocks: [] });
    await world.slack.send('interactive', pressOf(world.slack, 'C1', more ?? { action_id: '' }));
    await until(() => world.slack.shown.length === 3, 'the next page');
  });

  it('is not one whose long actions alone could not be stored', async () => {
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'x'));
    await until(() => world.slack.shown.length === 1, 'the first answer');
    world.service.script = () => {
      world.shelves.broken = true;
      return sampleReply({ actions: [{ label: 'More', act: { do: 'ask', text: 'long '.repeat(500) } }] });
    };
    await world.slack.send('slash_commands', commandOf(world.slack, 'C1', 'lora'));
    await until(() => world.slack.shown.length === 2, 'the answer');
    expect(see(world.slack.shown[1] ?? { blocks: [], text: '' }).text).toContain('28 papers');
    expect(world.logged.join()).toContain('will not work');
  });
});
