import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppWorld, createAppWorld, digestOf, paperOf } from '../../app/world.ts';
import { type DiscordRig, digest, MANAGER, openRig, papers, send } from './rig.ts';

/** The adapter on the real core and a real store: what one search leaves behind shows the next day. */
let core: AppWorld;
let rig: DiscordRig;
beforeEach(async () => {
  core = await createAppWorld('2026-11-23T08:00:00Z');
  rig = await openRig({}, true, core.app.service);
  // The core's own pace waits on a clock that stands still here.
  const { perSecond: _, ...messenger } = rig.adapter.messenger;
  core.app.connect(messenger);
  core.digests = [digestOf('2026-11-23', paperOf('Old news'))];
  await core.tick('2026-11-23T08:00:00Z');
});
afterEach(() => rig.close());

const MEMBER = { member: { user: { id: '8', username: 'bob' }, permissions: '0' } };
const channels = () => [...core.app.channels.all()].map(({ id }) => id);
const postsIn = (id: string) => rig.cloud.channels.get(id)?.messages ?? [];

async function nextDay(): Promise<void> {
  core.digests = [digestOf('2026-11-24', paperOf('A study of lora'), paperOf('A study of vision'))];
  await core.tick('2026-11-24T23:00:00Z');
}

const DIRECT = { guild_id: undefined, member: undefined, user: { id: '9', username: 'eve' }, context: 1 };
const PLACES: [string, Record<string, unknown>][] = [
  ['a channel', {}],
  ['a thread', { channel_id: '12', channel: { id: '12', type: 11, name: 'a thread', parent_id: '11' } }],
  ['a forum', { channel_id: '12', channel: { id: '12', type: 15, name: 'a forum' } }],
  ['a direct message', { ...DIRECT, channel_id: '12', channel: { id: '12', type: 1 } }],
];

describe('asking leaves no trace', () => {
  it.each(PLACES)('in %s', async (_, where) => {
    const asked = [
      papers('lora', where),
      papers('status', where),
      papers('topics', where),
      papers('pausing', where),
    ];
    for (const one of asked) await send(rig, one);
    for (const name of ['topics', 'preview', 'status', 'schedule', 'today', 'saved', 'help'])
      await send(rig, digest(name, {}, where));
    await send(rig, digest('unsubscribe', { topic: 'all' }, where));
    expect(channels()).toEqual([]);
    await nextDay();
    expect([...postsIn('11'), ...postsIn('12')]).toEqual([]);
  });

  it('nor does a change that was refused', async () => {
    for (const text of ['subscribe lora', 'schedule daily 09:00', `pause${' '.repeat(4_000)}x`])
      await send(rig, papers(text, MEMBER));
    await send(rig, digest('settings', {}, MEMBER));
    expect(channels()).toEqual([]);
  });

  it('and a new name alone makes no channel known', async () => {
    await send(rig, papers('lora'));
    await send(rig, papers('lora', { channel: { id: '11', type: 0, name: 'renamed' } }));
    expect(channels()).toEqual([]);
  });
});

describe('a change by someone who may', () => {
  it('lets Paperboy in: the whole digest comes, or what the topics bring', async () => {
    await send(rig, digest('schedule', { when: 'daily', time: '09:00' }));
    const elsewhere = { channel_id: '12', channel: { id: '12', type: 0, name: 'lora' } };
    await send(rig, digest('subscribe', { query: 'lora' }, { ...elsewhere, permissions: MANAGER }));
    await nextDay();
    expect(JSON.stringify(postsIn('11'))).toContain('A study of vision');
    expect(JSON.stringify(postsIn('12'))).toContain('A study of lora');
    expect(JSON.stringify(postsIn('12'))).not.toContain('vision');
  });

  it.each([
    [
      'a channel it may not write in',
      '1024',
      /First allow Paperboy to post here: in the settings of #papers.*give Paperboy Send Messages\./,
    ],
    ['a channel it may not see', '0', /give Paperboy View Channel and Send Messages\./],
    ['a channel it may write in', '3072', undefined],
    ['a server it administers', '8', undefined],
  ])('in %s says first which permission is missing', async (_place, app_permissions, said) => {
    const { first } = await send(rig, papers('subscribe lora', { app_permissions }));
    const shown = JSON.stringify(first.body);
    if (said === undefined) return void expect(shown).not.toContain('First allow');
    expect(shown).toMatch(said);
    expect(shown.indexOf('First allow')).toBeLessThan(shown.indexOf('Subscribed'));
    expect(JSON.stringify((await send(rig, papers('lora', { app_permissions }))).first.body)).not.toContain(
      'First allow',
    );
  });

  it('in a thread says so of its channel', async () => {
    const thread = { channel_id: '12', channel: { id: '12', type: 11, name: 'a thread', parent_id: '11' } };
    const { first } = await send(rig, papers('subscribe lora', { ...thread, app_permissions: '1024' }));
    expect(JSON.stringify(first.body)).toMatch(/the channel that #a thread is in.*Send Messages in Threads/);
  });

  it('and a known channel follows its new name', async () => {
    await send(rig, papers('subscribe lora'));
    await send(rig, papers('topics', { channel: { id: '11', type: 0, name: 'renamed' } }));
    expect(core.app.channels.get('discord:1:11')?.name).toBe('#renamed');
  });
});
