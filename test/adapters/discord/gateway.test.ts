import { afterEach, describe, expect, it } from 'vitest';
import { createGateway } from '../../../adapters/discord/gateway.ts';
import { sampleReply } from '../samples.ts';
import { TOKEN } from './cloud.ts';
import { type DiscordRig, openRig, papers, send, until } from './rig.ts';

let rig: DiscordRig;
afterEach(() => rig.close());

const peers = () => rig.cloud.gateway.peers;
const works = async () => expect((await send(rig, papers('lora'))).first.body.type).toBe(4);

describe('the gateway', () => {
  it('is entered with the token and kept alive', async () => {
    rig = await openRig({}, false);
    rig.cloud.gateway.heartbeatMs = 500;
    await rig.adapter.start();
    expect(rig.cloud.gateway.identifies).toBe(1);
    await until(() => (rig.cloud.gateway.heartbeats > 1 ? true : undefined));
    await works();
  });

  it('is resumed when the connection drops, and interactions go on', async () => {
    rig = await openRig();
    expect(rig.adapter.trouble?.()).toBeUndefined();
    const troubles = new Set<string | undefined>();
    for (const peer of peers()) peer.terminate();
    while (rig.cloud.gateway.resumes === 0) {
      troubles.add(rig.adapter.trouble?.());
      await new Promise((resolve) => setImmediate(resolve));
    }
    await works();
    await until(() => (rig.adapter.trouble?.() === undefined ? true : undefined));
    expect(troubles).toContain('1 of 1 connections to Discord are being opened again.');
    expect(rig.cloud.gateway.identifies).toBe(1);
  });

  it('is resumed when Discord asks for it', async () => {
    rig = await openRig();
    for (const peer of peers()) peer.send(JSON.stringify({ op: 7, d: null }));
    await until(() => (rig.cloud.gateway.resumes > 0 ? true : undefined));
    await works();
  });

  it('that Discord closed for good is entered anew, also when that fails at first', async () => {
    rig = await openRig({}, false);
    const heard: string[] = [];
    const listener = {
      interaction: ({ id }: { id: string }) => void heard.push(id),
      guilds() {},
      guildGone() {},
      channelGone() {},
    };
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const settings = { botToken: TOKEN, apiUrl: rig.cloud.url, register: false, managersOnly: true };
    const log = { debug: say, info: say, warn: say, error: say };
    const gateway = createGateway({ ...settings, crosspost: false }, listener, log, 50);
    await gateway.open();
    const match = ({ path }: { path: string }) => path === '/gateway/bot';
    rig.cloud.faults.push({ match, times: 1, act: { kind: 'status', status: 403 } });
    for (const peer of peers()) peer.close(4014);
    expect(await until(() => gateway.trouble())).toContain('Discord closed the connection permanently');
    await until(() => (rig.cloud.gateway.identifies === 2 && peers().size === 1 ? true : undefined));
    await until(() => (said.includes('reconnected to Discord with a new session') ? true : undefined));
    expect(said).toContain('no connection to Discord; trying again');
    expect(gateway.trouble()).toBeUndefined();
    rig.cloud.dispatch('INTERACTION_CREATE', papers('lora'));
    await until(() => heard[0]);
    await gateway.close();
    await until(() => (peers().size === 0 ? true : undefined));
    expect(rig.cloud.gateway.identifies).toBe(2);
  });

  it('that takes no token says which setting to mend, without showing it', async () => {
    rig = await openRig({ botToken: 'MTAw.wrong.secret-part' }, false);
    const thrown = await rig.adapter.start().catch((error: unknown) => error as Error);
    expect(thrown).toMatchObject({
      code: 'bad-settings',
      message: expect.stringContaining('DISCORD_BOT_TOKEN'),
    });
    expect(`${(thrown as Error).stack} ${rig.logged}`).not.toContain('secret-part');
  });

  it('that cannot be reached is told so', async () => {
    rig = await openRig({ apiUrl: 'http://127.0.0.1:9/api' }, false);
    await expect(rig.adapter.start()).rejects.toMatchObject({ code: 'later' });
  });

  it('is left within a second, twice, and also when it was never entered', async () => {
    rig = await openRig();
    await rig.adapter.stop();
    await rig.adapter.stop();
    await until(() => (peers().size === 0 ? true : undefined));
  });
});

describe('a removal', () => {
  it('deletes what was kept for the server', async () => {
    rig = await openRig();
    rig.cloud.dispatch('GUILD_DELETE', { id: '1' });
    expect(await until(() => rig.service.leftSpaces[0])).toBe('discord:1');
  });

  it('deletes the acts and forms of that server and of no other', async () => {
    rig = await openRig();
    const query = 'long '.repeat(100);
    const act = { do: 'search', query, from: 5 } as const;
    rig.service.script = () => sampleReply({ actions: [{ label: 'More', act }] });
    await send(rig, papers('here'));
    await send(rig, papers('there', { guild_id: '2' }));
    const typed = { topics: '', when: '', limit: '', order: '', options: [] };
    const forms = rig.shelves.shelf<object>('discord_forms');
    await forms.set('a', { at: Date.now(), guild: '1', typed });
    await forms.set('b', { at: Date.now(), guild: '2', typed });
    const guildsOf = async (name: string) => {
      const kept: unknown[] = [];
      for await (const [, { guild }] of rig.shelves.shelf<{ guild: string }>(name).entries())
        kept.push(guild);
      return kept.toSorted();
    };
    expect(await guildsOf('discord_acts')).toEqual(['1', '2']);
    rig.cloud.dispatch('GUILD_DELETE', { id: '1' });
    await until(() => (rig.logged.some((line) => line.includes('removed from a server')) ? true : undefined));
    expect([await guildsOf('discord_acts'), await guildsOf('discord_forms')]).toEqual([['2'], ['2']]);
  });

  it('that is an outage deletes nothing', async () => {
    rig = await openRig();
    rig.cloud.dispatch('GUILD_DELETE', { id: '1', unavailable: true });
    await works();
    expect([rig.service.left, rig.service.leftSpaces]).toEqual([[], []]);
  });

  it('of a channel or a thread deletes that alone', async () => {
    rig = await openRig();
    rig.cloud.dispatch('CHANNEL_DELETE', { id: '11', guild_id: '1', type: 0 });
    rig.cloud.dispatch('THREAD_DELETE', { id: '31', guild_id: '1', parent_id: '11', type: 11 });
    await until(() => (rig.service.left.length === 2 ? true : undefined));
    expect(rig.service.left.toSorted()).toEqual(['discord:1:11', 'discord:1:31']);
  });

  it('that was said while Paperboy was not running is heard at the next start', async () => {
    rig = await openRig({}, false);
    await rig.shelves.shelf('discord_guilds').set('2', { at: 0 });
    await rig.shelves.shelf('discord_guilds').set('1', { at: 0 });
    await rig.adapter.start();
    expect(await until(() => rig.service.leftSpaces[0])).toBe('discord:2');
    await works();
    expect(rig.service.leftSpaces).toEqual(['discord:2']);
  });

  it('is not believed of an error', async () => {
    rig = await openRig({}, false);
    await rig.shelves.shelf('discord_guilds').set('1', { at: 0 });
    rig.cloud.faults.push({
      match: ({ path }) => path === '/guilds/1',
      act: { kind: 'status', status: 500 },
    });
    await rig.adapter.start();
    await until(() => (rig.cloud.calls.some(({ path }) => path === '/guilds/1') ? true : undefined));
    await works();
    expect([rig.service.left, rig.service.leftSpaces]).toEqual([[], []]);
  });
});
