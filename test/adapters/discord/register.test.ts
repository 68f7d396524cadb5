import { afterEach, expect, it } from 'vitest';
import { runRegister } from '../../../adapters/discord/install.ts';
import { COMMAND_SPECS } from '../../../src/commands/registry.ts';
import { type Cloud, openCloud, TOKEN } from './cloud.ts';

let cloud: Cloud | undefined;
afterEach(() => cloud?.close());

function run(args: string[], env: Record<string, string>): { printed: string[]; done: Promise<number> } {
  const printed: string[] = [];
  const print = (text: string): 0 => {
    printed.push(text);
    return 0;
  };
  const chatCommands = async () => COMMAND_SPECS;
  return { printed, done: runRegister(args, { chatCommands, print, settings: () => ({ env }) }) };
}

it('sets the commands, says so once, and prints the link', async () => {
  cloud = await openCloud();
  const env = { DISCORD_BOT_TOKEN: TOKEN, DISCORD_API_URL: cloud.url };
  const first = run([], env);
  expect(await first.done).toBe(0);
  expect(first.printed.join('')).toMatch(
    /Registered the commands of .* everywhere\.[\s\S]*https:\/\/discord\.com\/oauth2\/authorize\?client_id=100/,
  );
  const again = run([], env);
  await again.done;
  expect(again.printed.join('')).toContain('already');
  expect([...first.printed, ...again.printed].join('')).not.toContain('secret-part');
});

it('names what is missing, and what is no server', async () => {
  await expect(run([], {}).done).rejects.toMatchObject({
    code: 'bad-settings',
    message: expect.stringContaining('DISCORD_BOT_TOKEN'),
  });
  await expect(run(['--guild', 'x'], {}).done).rejects.toMatchObject({ code: 'bad-usage' });
});

it('says in one true sentence that Discord cannot be reached', async () => {
  const env = { DISCORD_BOT_TOKEN: TOKEN, DISCORD_API_URL: 'http://127.0.0.1:2' };
  await expect(run([], env).done).rejects.toMatchObject({
    message:
      "Discord can't be reached (ECONNREFUSED), so the commands weren't registered. Check the network and DISCORD_API_URL.",
  });
});
