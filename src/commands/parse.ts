/** Parses what follows `/papers`. Never fails: text that is not a command is a search, unless a command was chosen. */
import { type Command, misused, type Parsed, type Problem } from './command.ts';
import { COMMANDS, commandCalled } from './registry.ts';
import { shown } from './schedule/clock.ts';

/** Longer than any command or query may be. UTF-16 units. */
const MOST_TYPED = 4_000;

/**
 * `chosen`: the first word is a command picked from a menu; it is misused where its words do not fit. Text beyond
 * `MOST_TYPED` is refused and not cut: cut short, it could mean something else.
 */
export function parseCommand(text: string, chosen = false): Parsed {
  const typed = text.trim().replace(/^\/papers\b:?\s*/i, '');
  if (typed.length > MOST_TYPED) {
    const count = typed.length.toLocaleString('en');
    return misused('search', `That is too long: ${count} characters. A search can have up to 1,000.`);
  }
  if (typed === '' || isHelp(typed)) return { name: 'help' };
  const first = /^[^\s:]*:?/.exec(typed)?.[0] ?? '';
  const rest = typed.slice(first.length).trim();
  const command = commandCalled(first.replace(/:$/, ''));
  const search = { name: 'search', query: typed };
  if (command === undefined && chosen) return misused('help', `There is no command \`${first}\`.`);
  if (command === undefined) return meantWithoutName(typed) ?? meantCommand(first, rest) ?? search;
  const { name } = command;
  if (chosen) return parseChosen(command, rest, typed);
  if (isHelp(rest)) return name === 'help' ? { name } : { name: 'help', about: name };
  return parseAs(command, rest, typed) ?? search;
}

/** Only a search for ids that are stored is still carried out as the command. */
function parseChosen(command: Command, rest: string, typed: string): Parsed {
  const { name, arguments: [takes] = [] } = command;
  const read = parseAs(command, rest, typed, true);
  if (read && (read.name !== 'search' || name === 'search')) return read;
  const does = takes?.does.replace(/^./, (letter) => letter.toLowerCase());
  const what = takes === undefined ? 'no value' : `\`${takes.name}\`: ${does}`;
  const said = misused(name, `I don't understand \`${shown(rest)}\`. \`${name}\` takes ${what}.`);
  return read?.unless ? { ...said, unless: read.unless } : said;
}

/** `--help`, `-h`, also with the dash that a phone makes of two. */
function isHelp(text: string): boolean {
  return /^(?:\p{Pd}{1,2}help|\p{Pd}h)$/iu.test(text);
}

/** The way to search for the same words is shown where they were `typed`. */
function parseAs(command: Command, rest: string, typed: string, chosen = false): Parsed | undefined {
  const { name } = command;
  const read = command.parse(rest, { typed, nameOf: (word) => commandCalled(word)?.name });
  if (read === undefined || !isProblem(read)) return read && { name, ...read };
  const { problem, query } = read;
  const hint = ` To search for these words, use \`/papers search ${query}\`.`;
  return misused(name, query === undefined || chosen ? problem : problem + hint);
}

function isProblem(read: object): read is Problem {
  return 'problem' in read && read.problem !== undefined;
}

function meantWithoutName(typed: string): Parsed | undefined {
  for (const { name, meant } of COMMANDS) {
    const said = meant?.(typed);
    if (said !== undefined) return misused(name, said);
  }
  return undefined;
}

/** `abstract off` for `abstracts off`: the name of a setting but for an `s`, with a value that it takes. */
function meantCommand(first: string, rest: string): Parsed | undefined {
  const typed = first.toLowerCase();
  const command = COMMANDS.filter(({ group }) => group === 'when').find(({ name, aliases = [] }) =>
    [name, ...aliases].some((word) => typed === `${word}s` || `${typed}s` === word),
  );
  if (command === undefined || rest === '') return undefined;
  const read = parseAs(command, rest, '');
  if (read === undefined || read.name === 'misused') return undefined;
  const { name } = command;
  return misused(name, `There is no command \`${typed}\`. Did you mean \`/papers ${name} ${rest}\`?`);
}
