/** Parses what follows `/papers`. Never fails: text that is not a command is a search. */
import { type Command, misused, type Parsed } from './command.ts';
import { COMMANDS, commandCalled } from './registry.ts';

/** Longer than any command or query may be. UTF-16 units. */
const MOST_TYPED = 4_000;

/** Text beyond `MOST_TYPED` is refused and not cut: cut short, it could mean something else. */
export function parseCommand(text: string): Parsed {
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
  if (command === undefined) return meantWithoutName(typed) ?? meantCommand(first, rest) ?? search;
  const { name } = command;
  if (isHelp(rest)) return name === 'help' ? { name } : { name: 'help', about: name };
  return parseAs(command, rest, typed) ?? search;
}

/** `--help`, `-h`, also with the dash that a phone makes of two. */
function isHelp(text: string): boolean {
  return /^(?:\p{Pd}{1,2}help|\p{Pd}h)$/iu.test(text);
}

function parseAs(command: Command, rest: string, typed: string): Parsed | undefined {
  const { name } = command;
  const read = command.parse(rest, { typed, nameOf: (word) => commandCalled(word)?.name });
  if (read === undefined) return undefined;
  return 'problem' in read && read.problem !== undefined
    ? misused(name, String(read.problem))
    : { name, ...read };
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
  const command = COMMANDS.filter(({ group }) => group === 'when').find(
    ({ name }) => typed === `${name}s` || `${typed}s` === name,
  );
  if (command === undefined || rest === '') return undefined;
  const read = parseAs(command, rest, '');
  if (read === undefined || read.name === 'misused') return undefined;
  const { name } = command;
  return misused(name, `There is no command \`${typed}\`. Did you mean \`/papers ${name} ${rest}\`?`);
}
