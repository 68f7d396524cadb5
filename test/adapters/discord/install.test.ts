import { afterEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../adapters/discord/api.ts';
import { commandsFor } from '../../../adapters/discord/commands.ts';
import { inviteLink, PERMISSIONS, registerCommands } from '../../../adapters/discord/install.ts';
import { COMMAND_SPECS } from '../../../src/commands/registry.ts';
import { type Cloud, openCloud, TOKEN } from './cloud.ts';
import { problemsOf } from './openapi.ts';

let cloud: Cloud;
afterEach(() => cloud.close());
const open = async (botToken = TOKEN) => {
  cloud = await openCloud();
  const settings = { botToken, apiUrl: cloud.url, register: false, managersOnly: true, crosspost: false };
  return createApi(settings, { clock: Date.now, fetch });
};
const puts = () => cloud.calls.filter(({ method }) => method === 'PUT');

describe('registering', () => {
  it('sets the commands once, in the form that Discord wants', async () => {
    const api = await open();
    expect(await registerCommands(api, COMMAND_SPECS, true)).toMatchObject({
      changed: true,
      invite: expect.stringContaining('client_id=100&'),
    });
    expect(await registerCommands(api, COMMAND_SPECS, true)).toMatchObject({ changed: false });
    expect(puts()).toHaveLength(1);
    expect(problemsOf('PUT', puts()[0]?.path ?? '', puts()[0]?.body)).toEqual([]);
  });

  it('sets them again when one differs, or one is too many', async () => {
    const api = await open();
    await registerCommands(api, COMMAND_SPECS, true);
    const [path = '', commands = []] = [...cloud.commands][0] ?? [];
    cloud.commands.set(path, [...commands, { id: '9', type: 1, name: 'old' }]);
    expect((await registerCommands(api, COMMAND_SPECS, true)).changed).toBe(true);
    const changed = structuredClone(cloud.commands.get(path) ?? []) as { description?: string }[];
    if (changed[0]) changed[0].description = 'Another';
    cloud.commands.set(path, changed);
    expect((await registerCommands(api, COMMAND_SPECS, true)).changed).toBe(true);
    expect((await registerCommands(api, COMMAND_SPECS, false)).changed).toBe(true);
    expect((await registerCommands(api, COMMAND_SPECS, false)).changed).toBe(false);
  });

  it('sets them for one server, without what only holds everywhere', async () => {
    const api = await open();
    await registerCommands(api, COMMAND_SPECS, true, '1');
    expect(puts()[0]?.path).toBe('/applications/100/guilds/1/commands');
    expect(JSON.stringify(puts()[0]?.body)).not.toContain('contexts');
  });

  it('offers nothing for people where the application is for servers alone', async () => {
    const api = await open();
    cloud.application = { id: '100', name: 'Paperboy', integration_types_config: { '0': {} } };
    await registerCommands(api, COMMAND_SPECS, true);
    expect(
      puts()[0]?.body.map(({ integration_types }: { integration_types: number[] }) => integration_types),
    ).toEqual([[0], [0], [0]]);
  });

  it('says what to mend', async () => {
    const api = await open('wrong.token.here');
    await expect(registerCommands(api, COMMAND_SPECS, true)).rejects.toMatchObject({
      code: 'bad-settings',
      message: expect.stringContaining('DISCORD_BOT_TOKEN'),
    });
  });

  it('of a server that did not invite Paperboy says so', async () => {
    const api = await open();
    const act = { kind: 'status', status: 403, body: { code: 50001, message: 'Missing Access' } } as const;
    cloud.faults.push({ match: ({ path }) => path.includes('/guilds/'), act });
    await expect(registerCommands(api, COMMAND_SPECS, true, '77')).rejects.toMatchObject({
      message: expect.stringContaining('Invite'),
    });
  });
});

describe('the commands', () => {
  it('stay within 25 subcommands, 8,000 characters and lower-case names', async () => {
    await open();
    for (const command of commandsFor(COMMAND_SPECS, { userInstall: true, managersOnly: true })) {
      const options = 'options' in command ? (command.options ?? []) : [];
      expect(options.length).toBeLessThanOrEqual(25);
      const words: string[] = [];
      JSON.stringify(command, (key, value) => {
        if (['name', 'description', 'value'].includes(key) && typeof value === 'string') words.push(value);
        if (key === 'description' && typeof value === 'string') expect(value.length).toBeLessThanOrEqual(100);
        return value;
      });
      expect(words.join('').length).toBeLessThan(8_000);
      if (command.type === 1) expect(command.name).toMatch(/^[a-z]+$/);
    }
  });
});

describe('the invite link', () => {
  it('asks for the least', async () => {
    await open();
    const url = new URL(inviteLink('100'));
    expect(url.searchParams.get('scope')).toBe('bot applications.commands');
    expect(BigInt(url.searchParams.get('permissions') ?? '')).toBe(PERMISSIONS);
    // No Administrator, no Manage anything, no mentioning of everyone.
    for (const bit of [3n, 4n, 5n, 13n, 17n, 28n, 29n, 34n]) expect(PERMISSIONS & (1n << bit)).toBe(0n);
  });
});
