/** Lists the commands of the command line, and writes `paperboy help` from the list. */
import type { CliCommand } from '../model/adapter-definition.ts';
import { ADAPTERS } from './adapters.ts';
import type { Terminal } from './terminal.ts';

/** Each is loaded when it is called: `digest` does not wait for what only `start` needs. */
export const CLI_COMMANDS: readonly CliCommand<Terminal>[] = [
  {
    name: 'start',
    usage: [['', 'start Paperboy: the local workspace and the daily posts']],
    load: async () => (await import('./start.ts')).runStart,
  },
  {
    name: 'doctor',
    usage: [
      ['', 'check settings, store, sources, platforms and this machine, and say what to do; sends nothing'],
      ['[--json]', 'the findings as JSON; exits with 1 if something fails'],
    ],
    load: async () => (await import('./doctor.ts')).runDoctor,
  },
  {
    name: 'ask',
    usage: [
      [
        'TEXT',
        'answer as in chat, for example: ask "/papers status"; exits with 1 if the command is refused',
      ],
      ['[--channel NAME] [--as NAME]', 'in #general, as you'],
      ['[--json]', 'the reply as JSON'],
    ],
    load: async () => (await import('./ask.ts')).runAsk,
  },
  {
    name: 'digest',
    usage: [
      ['FILE|-', 'read a digest and print it'],
      ['[--format text|json|html]', 'how to print it (text)'],
      ['[--as-of DATE]', 'date everything to this day, whatever the file says'],
    ],
    load: async () => (await import('./digest.ts')).runDigest,
  },
  {
    name: 'search',
    usage: [
      ['QUERY', 'search the archive'],
      ['[--sort relevance|date|votes]', 'what comes first (relevance)'],
      ['[--since DAY]', 'papers since then: 2025-12-01, yesterday, "last week"'],
      ['[--limit N] [--json]', '10 results; all of them as JSON'],
    ],
    load: async () => (await import('./search.ts')).runSearch,
  },
  {
    name: 'import',
    usage: [
      ['FILE...|-', 'add the papers of digests to the archive'],
      ['[--as-of DATE]', 'date everything to this day, whatever the files say'],
    ],
    load: async () => (await import('./import.ts')).runImport,
  },
  {
    name: 'library',
    usage: [
      ['import FILE...', "add the papers of BibTeX, RIS or CSL-JSON files to a channel's library"],
      ['[--channel ID]', 'web:local:general'],
    ],
    load: async () => (await import('./library.ts')).runLibrary,
  },
  {
    name: 'backfill',
    usage: [
      ['--from DATE', 'add the digests of past days to the archive; continues where it stopped'],
      ['[--to DATE]', 'today'],
    ],
    load: async () => (await import('./backfill.ts')).runBackfill,
  },
  {
    name: 'run-once',
    usage: [
      ['', 'send what is due and exit, for cron and CronJobs'],
      ['[--at ISO] [--dry]', 'as if it were then; only print what would be sent'],
    ],
    load: async () => (await import('./run-once.ts')).runOnce,
  },
  {
    name: 'subscribe',
    usage: [
      [
        'email:ADDRESS [QUERY]',
        'send an address the papers on a topic, or what is trending, once it confirms',
      ],
      ['[--schedule WHEN]', 'for an address: "weekly mon 9:00" and so on (once a day)'],
      ['CHANNEL QUERY', 'subscribe a channel, such as web:local:general'],
    ],
    load: async () => (await import('./subscribe.ts')).runSubscribe,
  },
  {
    name: 'confirm',
    usage: [['email:ADDRESS CODE', 'confirm an address with the code from its email']],
    load: async () => (await import('./subscribe.ts')).runConfirm,
  },
  {
    name: 'bounce',
    usage: [
      ['[FILE|-]', 'read an email that came back, as from the pipe of a mail server; exits with 75 if'],
      ['', 'the server should try again'],
    ],
    load: async () => (await import('./bounce.ts')).runBounce,
  },
  {
    name: 'export',
    usage: [['', 'print all channels, topics and schedules as one JSON file']],
    load: async () => (await import('./channels.ts')).runExport,
  },
  {
    name: 'import-channels',
    usage: [['FILE|-', 'read such a file']],
    load: async () => (await import('./channels.ts')).runImportChannels,
  },
  {
    name: 'backup',
    usage: [['FILE', 'write the whole store into one file, while Paperboy runs']],
    load: async () => (await import('./backup.ts')).runBackup,
  },
  {
    name: 'restore',
    usage: [
      ['FILE', 'make such a file the store, where there is none yet; what was due since the backup counts'],
      ['', 'as posted, so that nothing comes twice'],
    ],
    load: async () => (await import('./backup.ts')).runRestore,
  },
  {
    name: 'migrate-store',
    usage: [
      ['--from URL', 'copy a whole store into an empty one, and compare both; continues where it stopped'],
      ['--to URL', 'sqlite:///path or postgres://host/database, as in STORE_URL; stop Paperboy first'],
      ['', 'copies all data, sealed tokens too; the search index and job queues are made again from it'],
    ],
    load: async () => (await import('./migrate-store.ts')).runMigrateStore,
  },
  ...ADAPTERS.flatMap(({ cliCommands }) => cliCommands),
];

/** The text of `paperboy help`. */
export function usage(): string {
  return `Paperboy delivers paper digests to team chat and answers /papers.

${CLI_COMMANDS.flatMap(usageLines).join('\n')}
${'  paperboy help [COMMAND], --version'.padEnd(typedWidth())}all commands, or one, as COMMAND --help does

Digests are Daily Papers pages (saved as text or HTML), the API's JSON, JSON Lines of papers, Paperboy's own JSON, feeds
(RSS, Atom, RDF, JSON Feed), or arXiv's listings and API answers.
Settings come from the environment or a .env file; .env.example lists them. Exit codes: 0 done, 1 failed or refused, 2 misused.
`;
}

/** The text of `paperboy COMMAND --help`. */
export function commandUsage(command: CliCommand<Terminal>): string {
  return `${usageLines(command).join('\n')}\n\nRun \`paperboy help\` for all commands.\n`;
}

/** The command of this name. */
export function cliCommand(name: string | undefined): CliCommand<Terminal> | undefined {
  return CLI_COMMANDS.find((one) => one.name === name);
}

/** What is typed, on the left, and what that does, all beginning at one column. */
function usageLines({ name, usage }: CliCommand<Terminal>): string[] {
  const width = typedWidth();
  return usage.map(([typed, does], at) => `${leftOf(name, typed, at).padEnd(width)}${does}`);
}

function leftOf(name: string, typed: string, at: number): string {
  return at === 0 ? `  paperboy ${name} ${typed}` : `           ${typed}`;
}

/** Columns of the longest that is typed, and a space. */
function typedWidth(): number {
  const all = CLI_COMMANDS.flatMap(({ name, usage }) => usage.map(([typed], at) => leftOf(name, typed, at)));
  return Math.max(...all.map(({ length }) => length)) + 1;
}
