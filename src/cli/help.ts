/** Writes `paperboy help`, and the help on one command, from the list of commands. */
import { CLI_GROUPS, type CliCommand } from '../model/adapter-definition.ts';
import { CLI_COMMANDS } from './commands.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './text.ts';

type Command = CliCommand<Terminal>;
type Rows = readonly (readonly [left: string, right: string])[];

const EXAMPLES: Rows = [
  ['paperboy setup', 'a few questions, all optional'],
  ['paperboy start', 'the local workspace, on http://127.0.0.1:3000'],
  ['paperboy search "continual learning"', 'papers on a topic'],
  ['paperboy ask "/papers status"', 'what chat would answer'],
  ['paperboy doctor', 'what is wrong, and what to do'],
];
const OPTIONS: Rows = [
  ['-h, --help', 'help on Paperboy, or on a command'],
  ['-v, --version', 'the version'],
];

/** The text of `paperboy help`: one line a command. */
export function usage(terminal: Terminal): string {
  const groups = CLI_GROUPS.map((group): [string, Rows] => [
    group,
    CLI_COMMANDS.filter((one) => one.group === group).map(({ name, does }) => [name, does]),
  ]);
  const parts: [string, Rows][] = [...groups, ['Options', OPTIONS], ['Examples', EXAMPLES]];
  // Examples are long, and have a column of their own.
  const left = widthOf(parts.filter(([, rows]) => rows !== EXAMPLES).flatMap(([, rows]) => rows));
  return [
    'Paperboy delivers paper digests to team chat and answers /papers.\n',
    `Usage: paperboy COMMAND [OPTIONS]\n`,
    ...parts.map(([head, rows]) =>
      section(head, table(rows, terminal, rows === EXAMPLES ? widthOf(rows) : left), terminal),
    ),
    ...wrap(
      "`paperboy help COMMAND` lists a command's options and examples. In Paperboy's folder, type `npx paperboy`.",
      terminal,
      '',
      '',
    ),
    ...wrap(
      'Settings come from the environment or a .env file; .env.example explains each one. Exit codes: 0 done, 1 failed or refused, 2 misused.',
      terminal,
      '',
      '',
    ),
    '',
  ].join('\n');
}

/** The text of `paperboy COMMAND --help`. */
export function commandUsage(command: Command, terminal: Terminal): string {
  const { name, does, forms = [''], details = [], options = [], examples } = command;
  // Those that stand in a form are needed.
  const isFree = options.some((option) => !forms.some((form) => form.includes(`--${option.name} `)));
  const tail = isFree ? ' [OPTIONS]' : '';
  const lines = forms.map((form) => `  paperboy ${name}${form === '' ? '' : ` ${form}`}${tail}`);
  const rows: Rows = [
    ...options.map(
      (option) => [`--${option.name}${option.value ? ` ${option.value}` : ''}`, option.does] as const,
    ),
    ['-h, --help', 'this help'],
  ];
  const sentence = `${does.charAt(0).toUpperCase()}${does.slice(1)}.`;
  return [
    ...[sentence, ...details].flatMap((text) => wrap(text, terminal, '', '')),
    '',
    section('Usage', lines, terminal),
    section('Options', table(rows, terminal, widthOf(rows)), terminal),
    section(
      examples.length > 1 ? 'Examples' : 'Example',
      examples.map((one) => `  paperboy ${one}`),
      terminal,
    ),
    'Run `paperboy help` for all commands.\n',
  ].join('\n');
}

function section(head: string, lines: readonly string[], terminal: Terminal): string {
  return `${terminal.style('bold', head)}\n${lines.join('\n')}\n`;
}

/** Two columns; what does not fit into the second is wrapped within it. */
function table(rows: Rows, terminal: Terminal, left: number): string[] {
  return rows.flatMap(([typed, does]) =>
    wrap(does, terminal, `  ${typed.padEnd(left)}`, ' '.repeat(left + 2)),
  );
}

/** Columns of the longest on the left, and two spaces. */
function widthOf(rows: Rows): number {
  return Math.max(...rows.map(([typed]) => typed.length)) + 2;
}
