/** The command line: picks the command, prints what went wrong, and gives the exit code: 0 done, 1 failed, 2 misused. */
import { type Io, type Terminal, terminalOf } from './cli/terminal.ts';
import { usage, version } from './cli/usage.ts';
import { messageOf, PaperboyError } from './model/errors.ts';

/** Runs one command and returns its exit code. Throws PaperboyError `bad-usage` when it was misused. */
type Run = (args: string[], terminal: Terminal) => Promise<number>;

/** Each is loaded when it is asked for: `digest` need not wait for what only `start` needs. */
const COMMANDS: Record<string, () => Promise<Run>> = {
  start: async () => (await import('./cli/start.ts')).runStart,
  ask: async () => (await import('./cli/ask.ts')).runAsk,
  digest: async () => (await import('./cli/digest.ts')).runDigest,
  search: async () => (await import('./cli/search.ts')).runSearch,
  import: async () => (await import('./cli/import.ts')).runImport,
  backfill: async () => (await import('./cli/backfill.ts')).runBackfill,
  'run-once': async () => (await import('./cli/run-once.ts')).runOnce,
  export: async () => (await import('./cli/channels.ts')).runExport,
  'import-channels': async () => (await import('./cli/channels.ts')).runImportChannels,
  'discord-register': async () => (await import('./cli/discord.ts')).runDiscordRegister,
  'slack-manifest': async () => (await import('./cli/slack.ts')).runSlackManifest,
};

export async function main(argv: string[]): Promise<void> {
  // A reader such as `head` may leave early: that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  // Node's own last words would show what the error holds, secrets included.
  process.on('uncaughtException', (error) => process.exit(explain(error, terminalOf(process))));
  process.exitCode = await run(argv, process);
}

/** Runs one command with the outside handed in and returns the exit code. Never throws. */
export async function run([name = 'help', ...args]: string[], io: Io): Promise<number> {
  const terminal = terminalOf(io);
  try {
    if (name === '--version' || name === '-v') return terminal.print(`paperboy ${version()}\n`);
    const wantsHelp = ['help', '--help', '-h'];
    if (wantsHelp.includes(name) || args.some((arg) => arg === '--help' || arg === '-h')) {
      return terminal.print(usage());
    }
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) throw new PaperboyError('bad-usage', `There is no command "${name}".`);
    const run = await command();
    return await run(args, terminal);
  } catch (error) {
    return explain(error, terminal);
  }
}

function explain(error: unknown, terminal: Terminal): number {
  const parsing = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
  const misused = parsing || (error instanceof PaperboyError && error.code === 'bad-usage');
  const known = error instanceof PaperboyError || parsing;
  // What nobody foresaw is worth its stack: it is a fault of ours.
  terminal.complain(known ? messageOf(error) : stackOf(error));
  if (misused) terminal.complain('`paperboy help` shows how it is used.');
  return misused || (error instanceof PaperboyError && error.code === 'bad-settings') ? 2 : 1;
}

/** The stack of an error and of what caused it. */
function stackOf(error: unknown): string {
  const { stack, cause } = error instanceof Error ? error : { stack: undefined, cause: undefined };
  const own = stack ?? messageOf(error);
  return cause === undefined ? own : `${own}\nCaused by: ${stackOf(cause)}`;
}
