/** The command line: picks the command, prints what went wrong, and gives the exit code: 0 done, 1 failed, 2 misused. */
import { CLI_COMMANDS, cliCommand } from './cli/commands.ts';
import { commandUsage, usage } from './cli/help.ts';
import { checkOptions, suggestion } from './cli/options.ts';
import { type Io, type Terminal, terminalOf } from './cli/terminal.ts';
import { version } from './cli/version.ts';
import { badUsage, codeOf, messageOf, PaperboyError } from './model/errors.ts';

export async function main(argv: string[]): Promise<void> {
  // A reader such as `head` may close the pipe early, which is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  // Node's own report would print everything the error holds, secrets included.
  process.on('uncaughtException', (error) => process.exit(explain(error, terminalOf(process))));
  const code = await run(argv, process);
  process.exitCode = code;
  // What a failed command left behind, such as a request that hangs, doesn't keep the process alive for longer than this.
  if (code !== 0) setTimeout(() => process.exit(code), 1_000).unref();
}

/** Runs one command with the outside handed in and returns the exit code. Never throws. */
export async function run([name = 'help', ...args]: string[], io: Io): Promise<number> {
  const terminal = terminalOf(io);
  try {
    if (name === '--version' || name === '-v') return terminal.print(`paperboy ${version()}\n`);
    const isHelp = (arg: string) => arg === '--help' || arg === '-h';
    if (name === 'help' || isHelp(name))
      return terminal.print(
        helpOn(
          args.find((arg) => !isHelp(arg)),
          terminal,
        ),
      );
    const command = knownCommand(name);
    // Behind `--` stands text that may look like an option.
    const options = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length);
    if (options.some(isHelp)) return terminal.print(commandUsage(command, terminal));
    checkOptions(command, args);
    const runCommand = await command.load();
    return await runCommand(args, terminal);
  } catch (error) {
    return explain(error, terminal, name);
  }
}

/** All commands, or the one that is named. */
function helpOn(name: string | undefined, terminal: Terminal): string {
  return name === undefined ? usage(terminal) : commandUsage(knownCommand(name), terminal);
}

function knownCommand(name: string) {
  const command = cliCommand(name);
  if (command === undefined) {
    const names = CLI_COMMANDS.map((one) => one.name);
    throw badUsage(`There is no command "${name}".${suggestion(name, names)}`);
  }
  return command;
}

function explain(error: unknown, terminal: Terminal, name?: string): number {
  const parsing = codeOf(error)?.startsWith('ERR_PARSE_ARGS') === true;
  const misused = parsing || (error instanceof PaperboyError && error.code === 'bad-usage');
  const known = error instanceof PaperboyError || parsing;
  // An unexpected error is a bug of Paperboy's, so its stack is printed.
  terminal.complain(known ? messageOf(error) : stackOf(error));
  const help = cliCommand(name) === undefined ? 'help' : `${name} --help`;
  if (misused) terminal.complain(`Run \`paperboy ${help}\` for usage.`);
  return misused || (error instanceof PaperboyError && error.code === 'bad-settings') ? 2 : 1;
}

/** The stack of an error and of what caused it. */
function stackOf(error: unknown): string {
  const { stack, cause } = error instanceof Error ? error : { stack: undefined, cause: undefined };
  const own = stack ?? messageOf(error);
  return cause === undefined ? own : `${own}\nCaused by: ${stackOf(cause)}`;
}
