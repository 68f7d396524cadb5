/** `paperboy discord-register`: registers the commands with Discord where they differ, and prints the invite link. */
import { parseArgs } from 'node:util';
import type { CliTerminal } from '../../src/model/adapter-definition.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { createApi } from './api.ts';
import { registerCommands } from './install.ts';
import { readDiscordSettings } from './settings.ts';

export async function runRegister(args: string[], terminal: CliTerminal): Promise<number> {
  const { values } = parseArgs({ args, options: { guild: { type: 'string' } } });
  const { guild } = values;
  if (guild !== undefined && !/^\d{1,20}$/.test(guild)) {
    throw new PaperboyError(
      'bad-usage',
      `--guild needs the id of a server, digits alone, not "${guild}". Discord copies it with Developer Mode on.`,
    );
  }
  const { env } = terminal.settings();
  const read = readDiscordSettings(env);
  if ('problems' in read) throw new PaperboyError('bad-settings', read.problems.join('\n'));
  if (read.settings === undefined) {
    throw new PaperboyError(
      'bad-settings',
      'DISCORD_BOT_TOKEN is missing: it is on the Bot page of the application, https://discord.com/developers.',
    );
  }
  const api = createApi(read.settings, { clock: Date.now, fetch });
  try {
    const { managersOnly } = read.settings;
    const specs = await terminal.chatCommands();
    const { changed, name, invite } = await registerCommands(api, specs, managersOnly, guild);
    const where = guild === undefined ? 'everywhere' : `in server ${guild}`;
    terminal.print(
      changed
        ? `Registered the commands of ${name} ${where}.\n`
        : `The commands of ${name} are already registered ${where}.\n`,
    );
    return terminal.print(`Invite it to a server:\n${invite}\n`);
  } finally {
    api.stop();
  }
}
