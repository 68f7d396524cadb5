import { PermissionFlagsBits, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { examineDiscord } from '../../../adapters/discord/examine.ts';
import { PERMISSIONS } from '../../../adapters/discord/install.ts';
import { COMMAND_SPECS } from '../../../src/commands/registry.ts';
import type { ExamineOutside } from '../../../src/model/adapter-definition.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { silent } from '../../delivery/world.ts';
import { createShelves } from '../shelves.ts';
import { APPLICATION, type Cloud, type CloudChannel, channelOf, openCloud, TOKEN } from './cloud.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await openCloud();
  cloud.channels.set('11', channelOf('11'));
  cloud.roles = [
    { id: 'everyone', permissions: String(PermissionFlagsBits.ViewChannel) },
    { id: '70', permissions: String(PERMISSIONS) },
  ];
});
afterEach(() => cloud.close());

const PLACES = [{ id: 'discord:1:11', name: '#papers' }];

function examine(places = PLACES, token = TOKEN, register = false) {
  const settings = { botToken: token, apiUrl: cloud.url, register, managersOnly: true, crosspost: false };
  const outside = { shelf: createShelves().shelf, clock: Date.now, log: silent, specs: COMMAND_SPECS };
  return examineDiscord(settings, { ...outside, places: places as ExamineOutside['places'] });
}
const lines = (found: Finding[]) => found.map(({ standing, line }) => `${standing}: ${line}`);
const overwrite = (id: string, type: number, allow: bigint, deny: bigint) => ({
  id,
  type,
  allow: String(allow),
  deny: String(deny),
});
const setOverwrites = (...overwrites: object[]) =>
  cloud.channels.set('11', { ...channelOf('11'), permission_overwrites: overwrites } as CloudChannel);

describe('Discord, examined', () => {
  test('tells whether its commands are registered, and whether they are those of this version', async () => {
    expect(lines(await examine())).toEqual([
      'ok: Connected as Paperboy.',
      'warn: No command is registered for everyone.',
      'ok: Paperboy can post in 1 channel.',
    ]);
    cloud.commands.set(Routes.applicationCommands(APPLICATION), [{ name: 'papers', type: 1, id: '1' }]);
    expect(lines(await examine([]))).toContain('warn: The registered commands are those of another version.');
    expect(lines(await examine([], TOKEN, true))).toContain(
      'ok: Its commands will be registered at the start, as DISCORD_REGISTER says.',
    );
    expect(cloud.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('names the permissions that it lacks in a channel', async () => {
    const { SendMessages, EmbedLinks, Administrator } = PermissionFlagsBits;
    setOverwrites(overwrite('1', 0, 0n, SendMessages | EmbedLinks));
    expect(lines(await examine())).toContain(
      'fail: Paperboy lacks permissions in #papers: Send Messages, Embed Links.',
    );
    // A role's own overwrite counts before everyone's, and the bot's before its roles'.
    setOverwrites(overwrite('1', 0, 0n, SendMessages), overwrite('70', 0, SendMessages, 0n));
    expect(lines(await examine())).toContain('ok: Paperboy can post in 1 channel.');
    const me =
      cloud.calls
        .findLast(({ path }) => path.includes('/members/'))
        ?.path.split('/')
        .at(-1) ?? '';
    setOverwrites(overwrite('70', 0, SendMessages, 0n), overwrite(me, 1, 0n, SendMessages));
    expect(lines(await examine())).toContain('fail: Paperboy lacks permissions in #papers: Send Messages.');
    cloud.roles.push({ id: '71', permissions: String(Administrator) });
    expect(lines(await examine())).toContain('ok: Paperboy can post in 1 channel.');
  });

  test('tells of channels that are gone, and asks nothing of a person or of what is no channel', async () => {
    const places = [
      { id: 'discord:1:404', name: '#gone' },
      { id: 'discord:@me:9', name: 'direct message' },
      { id: 'discord:1:guest-5', name: 'elsewhere' },
    ];
    expect(lines(await examine(places)).filter((line) => line.startsWith('fail'))).toEqual([
      'fail: #gone: The channel no longer exists.',
    ]);
  });

  test('tells of a token that is refused without showing it', async () => {
    const found = await examine(PLACES, 'a-wrong-s3cret');
    expect(lines(found)).toEqual([expect.stringContaining('no longer accepts DISCORD_BOT_TOKEN')]);
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });
});
