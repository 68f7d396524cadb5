/** Lists the commands of the command line. Help and completion are derived from it. One list, so it is longer than most files. */
import type { CliCommand } from '../model/adapter-definition.ts';
import { ADAPTERS } from './adapters.ts';
import type { Terminal } from './terminal.ts';

const JSON_OUT = { name: 'json', does: 'print JSON' } as const;
const AS_OF = {
  name: 'as-of',
  value: 'DATE',
  does: 'date everything to this day, whatever the file says',
} as const;

/** Each is loaded when it is called: `digest` does not wait for what only `start` needs. */
export const CLI_COMMANDS: readonly CliCommand<Terminal>[] = [
  {
    name: 'setup',
    group: 'Start',
    does: 'ask for platform, tokens, sources and time zone, and write .env',
    details: [
      'It checks the tokens, keeps everything else in the file, and keeps a copy of the previous file.',
      'Without a terminal, it reads the answers from standard input, one line for each question; an empty line accepts the default.',
    ],
    options: [{ name: 'no-check', does: 'write the settings without asking the platform' }],
    examples: ['setup', 'setup < answers.txt'],
    load: async () => (await import('./setup.ts')).runSetup,
  },
  {
    name: 'start',
    group: 'Start',
    does: 'start Paperboy: the local workspace and the daily posts',
    details: ['It runs until Ctrl-C or SIGTERM, and is up when it says `paperboy ready`.'],
    examples: ['start', 'start > paperboy.log'],
    load: async () => (await import('./start.ts')).runStart,
  },
  {
    name: 'doctor',
    group: 'Start',
    does: 'check settings, store, sources, platforms and this machine',
    details: ['It says what to do, sends nothing, and exits with 1 if something fails.'],
    options: [{ ...JSON_OUT, does: 'print the findings as JSON' }],
    examples: ['doctor', 'doctor --json'],
    load: async () => (await import('./doctor.ts')).runDoctor,
  },
  {
    name: 'ask',
    group: 'Papers',
    does: 'answer a command as in chat',
    forms: ['TEXT'],
    details: ['It exits with 1 if the command is refused.'],
    options: [
      { name: 'channel', value: 'NAME', does: 'in this channel of the local workspace (general)' },
      { name: 'as', value: 'NAME', does: 'as this person (you)' },
      { ...JSON_OUT, does: 'print the reply as JSON' },
    ],
    examples: ['ask "/papers status"', 'ask "/papers subscribe lora" --channel rl-agents'],
    load: async () => (await import('./ask.ts')).runAsk,
  },
  {
    name: 'search',
    group: 'Papers',
    does: 'search the archive',
    forms: ['QUERY'],
    details: ['docs/queries.md has the query language. Put -- before words that begin with dashes.'],
    options: [
      {
        name: 'sort',
        value: 'ORDER',
        does: 'relevance, date or votes (relevance)',
        choices: ['relevance', 'date', 'votes'],
      },
      { name: 'since', value: 'DAY', does: 'papers since then: 2025-12-01, yesterday, "last week"' },
      { name: 'limit', value: 'N', does: 'how many results (10)' },
      { ...JSON_OUT, does: 'print all results as JSON' },
    ],
    examples: ['search "continual learning"', 'search diffusion -video --since "last week" --sort votes'],
    load: async () => (await import('./search.ts')).runSearch,
  },
  {
    name: 'digest',
    group: 'Papers',
    does: 'read a digest and print it',
    forms: ['FILE|-'],
    details: [
      "Digests are Daily Papers pages (saved as text or HTML), the API's JSON, JSON Lines of papers, Paperboy's own JSON, feeds (RSS, Atom, RDF, JSON Feed), or arXiv's listings and API answers.",
    ],
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        does: 'text, json or html (text)',
        choices: ['text', 'json', 'html'],
      },
      AS_OF,
    ],
    examples: ['digest daily-papers.html', 'digest - --format json < page.txt'],
    completes: 'files',
    load: async () => (await import('./digest.ts')).runDigest,
  },
  {
    name: 'import',
    group: 'Papers',
    does: 'add the papers of digests to the archive',
    forms: ['FILE...|-'],
    details: ['`paperboy help digest` says what a digest can be.'],
    options: [AS_OF],
    examples: ['import digests/*.json', 'import page.html --as-of 2025-12-01'],
    completes: 'files',
    load: async () => (await import('./import.ts')).runImport,
  },
  {
    name: 'library',
    group: 'Papers',
    does: "add the papers of BibTeX, RIS or CSL-JSON files to a channel's library",
    forms: ['import FILE...'],
    options: [{ name: 'channel', value: 'ID', does: 'whose library it is (web:local:general)' }],
    examples: ['library import refs.bib', 'library import refs.ris --channel slack:T1:C1'],
    completes: 'files',
    load: async () => (await import('./library.ts')).runLibrary,
  },
  {
    name: 'backfill',
    group: 'Papers',
    does: 'add the digests of past days to the archive',
    forms: ['--from DATE'],
    details: ['It continues where it stopped.'],
    options: [
      { name: 'from', value: 'DATE', does: 'the first day' },
      { name: 'to', value: 'DATE', does: 'the last day (today)' },
    ],
    examples: ['backfill --from 2025-01-01', 'backfill --from 2025-01-01 --to 2025-01-31'],
    load: async () => (await import('./backfill.ts')).runBackfill,
  },
  {
    name: 'subscribe',
    group: 'Channels and mail',
    does: 'subscribe a channel or an email address to a topic',
    forms: ['CHANNEL QUERY', 'email:ADDRESS [QUERY]'],
    details: [
      'An address gets nothing before it confirms; without a query, it gets the papers that are trending.',
    ],
    options: [
      {
        name: 'schedule',
        value: 'WHEN',
        does: 'for an address: "weekly mon 9:00" and so on (once a day)',
      },
    ],
    examples: [
      'subscribe web:local:general "continual learning"',
      'subscribe email:me@lab.org lora --schedule "weekly mon 9:00"',
    ],
    load: async () => (await import('./subscribe.ts')).runSubscribe,
  },
  {
    name: 'confirm',
    group: 'Channels and mail',
    does: 'confirm an email address with the code from its email',
    forms: ['email:ADDRESS CODE'],
    examples: ['confirm email:me@lab.org 12345678'],
    load: async () => (await import('./subscribe.ts')).runConfirm,
  },
  {
    name: 'bounce',
    group: 'Channels and mail',
    does: 'read an email that came back, as from the pipe of a mail server',
    forms: ['[FILE|-]'],
    details: ['It exits with 75 if the server should try again.'],
    examples: ['bounce < message', 'bounce returned.eml'],
    completes: 'files',
    load: async () => (await import('./bounce.ts')).runBounce,
  },
  {
    name: 'run-once',
    group: 'Channels and mail',
    does: 'send what is due and exit, for cron and CronJobs',
    options: [
      { name: 'at', value: 'ISO', does: 'as if it were this moment' },
      { name: 'dry', does: 'only print what would be sent' },
    ],
    examples: ['run-once', 'run-once --dry --at 2025-12-12T09:00:00Z'],
    load: async () => (await import('./run-once.ts')).runOnce,
  },
  {
    name: 'export',
    group: 'Store',
    does: 'print all channels, topics and schedules, or all about a person, as one JSON file',
    forms: ['[ID]'],
    details: ['With the ID of a person or a workspace, as `forget` takes it, all that is stored about them.'],
    examples: ['export > channels.json', 'export slack:T0123ABCD:U0123ABCD > person.json'],
    load: async () => (await import('./channels.ts')).runExport,
  },
  {
    name: 'forget',
    group: 'Store',
    does: 'delete all that is stored about a person, a workspace or a channel',
    forms: ['ID'],
    details: [
      'ID is `slack:T1`, `discord:123` or `web:local` for a workspace with all its people, `slack:T1:U1`, `email:me@lab.org` or a Discord user number for a person.',
      'It says what there is and asks before it deletes. `export ID` prints it first.',
    ],
    options: [{ name: 'yes', does: 'delete without asking' }],
    examples: ['forget slack:T0123ABCD', 'forget email:me@lab.org --yes'],
    load: async () => (await import('./people.ts')).runForget,
  },
  {
    name: 'import-channels',
    group: 'Store',
    does: 'read a file that `export` printed',
    forms: ['FILE|-'],
    examples: ['import-channels channels.json'],
    completes: 'files',
    load: async () => (await import('./channels.ts')).runImportChannels,
  },
  {
    name: 'backup',
    group: 'Store',
    does: 'write the whole store into one file, while Paperboy runs',
    forms: ['FILE'],
    examples: ['backup paperboy-backup.sqlite'],
    completes: 'files',
    load: async () => (await import('./backup.ts')).runBackup,
  },
  {
    name: 'restore',
    group: 'Store',
    does: 'make a backup the store, where there is none yet',
    forms: ['FILE'],
    details: ['What may have been posted since the backup counts as posted, so that nothing comes twice.'],
    options: [
      { name: 'post-again', does: 'post what the backup has not posted, as nothing was posted since' },
    ],
    examples: ['restore paperboy-backup.sqlite'],
    completes: 'files',
    load: async () => (await import('./backup.ts')).runRestore,
  },
  {
    name: 'migrate-store',
    group: 'Store',
    does: 'copy a whole store into an empty one, and compare both',
    forms: ['--from URL --to URL'],
    details: [
      'Stop Paperboy first. It continues where it stopped.',
      'Addresses are sqlite:///path or postgres://host/database, as in STORE_URL.',
      'It copies all data, sealed tokens too; the search index and job queues are made again from it.',
    ],
    options: [
      { name: 'from', value: 'URL', does: 'the store to copy' },
      { name: 'to', value: 'URL', does: 'the empty one' },
    ],
    examples: ['migrate-store --from sqlite:///var/lib/paperboy/paperboy.sqlite --to postgres://db/paperboy'],
    load: async () => (await import('./migrate-store.ts')).runMigrateStore,
  },
  ...ADAPTERS.flatMap(({ cliCommands }) => cliCommands),
  {
    name: 'completion',
    group: 'Shell',
    does: 'print a script that completes commands and options in a shell',
    forms: ['bash|zsh|fish'],
    details: [
      "It completes `paperboy`; run `npm link` in Paperboy's folder to have that command.",
      'bash: add `source <(paperboy completion bash)` to ~/.bashrc.',
      'zsh: add `source <(paperboy completion zsh)` to ~/.zshrc, after compinit.',
      'fish: paperboy completion fish > ~/.config/fish/completions/paperboy.fish',
    ],
    examples: ['completion bash'],
    completes: ['bash', 'zsh', 'fish'],
    load: async () => (await import('./completion.ts')).completionOf(CLI_COMMANDS),
  },
];

/** The command of this name. */
export function cliCommand(name: string | undefined): CliCommand<Terminal> | undefined {
  return CLI_COMMANDS.find((one) => one.name === name);
}
