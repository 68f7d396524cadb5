/** Parses what follows `/papers`. Never fails: text that is not a command is a search, unless a command was chosen. */
import { MOST_TYPED } from '../model/message.ts';
import { type Command, misused, type Parsed, type Problem } from './command.ts';
import { beforeForMe, forWhom, typedForMe } from './for-me-words.ts';
import { meantByPhrase, plainly, withoutOrder, withoutRequest } from './phrases/match.ts';
import { COMMANDS, commandCalled, commandNamed } from './registry.ts';
import { shown } from './schedule/clock.ts';
import { twoCommands } from './two-commands.ts';

/** Phrases of a search are looked for last: nearly anything could be one. */
const NAMED = COMMANDS.filter(({ isDefault }) => !isDefault);
const SEARCHES = COMMANDS.filter(({ isDefault }) => isDefault);

/** Paperboy, spoken to before a command or a search. */
const MENTION = /^@paperboy\b[,:]?\s+(?=\S)/i;

/**
 * `chosen`: the first word is a command picked from a menu; it is misused where its words do not fit. Text beyond
 * `MOST_TYPED` is refused and not cut: cut short, it could mean something else.
 */
export function parseCommand(text: string, chosen = false): Parsed {
  const typed = text
    .trim()
    .replace(/^\/papers\b:?\s*/i, '')
    .replace(MENTION, '');
  if (typed.length > MOST_TYPED) {
    const count = typed.length.toLocaleString('en');
    return misused('search', `That is too long: ${count} characters. A search can have up to 1,000.`);
  }
  if (typed === '') return { name: 'help' };
  const read = parseFor(typed, chosen);
  const two = chosen ? undefined : twoCommands(typed, read, (part) => parseFor(part, false));
  if (two !== undefined) return two;
  // Never a change of the channel for what may be meant for one person.
  const either = read.name === 'subscribe' && !read.forMe ? forWhom(typed) : undefined;
  return either === undefined ? read : misused('subscribe', 'For you alone, or for this channel?', either);
}

/** For the person alone where it closes with `for me`. */
function parseFor(typed: string, chosen: boolean): Parsed {
  return readForMe(typed, chosen) ?? parseWhole(typed, chosen);
}

/** The command before a closing `for me`, where it is about what a place gets. "search for me" is a search. */
function readForMe(typed: string, chosen: boolean): Parsed | undefined {
  const before = beforeForMe(typed);
  if (before === undefined) return undefined;
  const read = parseWhole(before, chosen);
  if (read.name !== 'misused') return isOfPlace(read.name) ? { ...read, forMe: true } : undefined;
  const { about = '', offers = [] } = read;
  const own = offers.filter((offer) => isOfPlace(parseWhole(offer, false).name));
  return isOfPlace(about) || own.length > 0
    ? { ...read, offers: [...new Set(own.map(typedForMe))] }
    : undefined;
}

/** Whether a command is about what a place gets. */
function isOfPlace(name: string): boolean {
  const group = commandNamed(name)?.group;
  return group === 'follow' || group === 'when' || name === 'status' || name === 'why';
}

function parseWhole(typed: string, chosen: boolean): Parsed {
  const read = parseWords(typed, chosen);
  return chosen || isPlain(read) ? read : (meantBy(typed, read) ?? read);
}

/** Whether it is a command in its own words. Where any words may follow a command, they may also be a sentence around it. */
function isPlain({ name }: Parsed): boolean {
  const command = commandNamed(name);
  const takesAny = command?.arguments?.some(
    ({ completes }) => completes === 'query' || completes === 'topic',
  );
  return command !== undefined && takesAny !== true;
}

/**
 * A command that is asked for in other words than its own, or with polite ones around them.
 * @param read what the words are by themselves
 */
function meantBy(typed: string, read: Parsed): Parsed | undefined {
  const line = plainly(typed);
  if (line === undefined) return undefined;
  // "the follow me drone" is no command, while "show me the topics" is one: a request shows something and changes nothing.
  const asked = withoutRequest(line) ?? '';
  const ordered = withoutOrder(line) ?? '';
  const shows = (read: Parsed | undefined) => (read && onlyShows(read) ? read : undefined);
  return (
    byPhrase(line, NAMED) ??
    shows(byPhrase(asked, NAMED)) ??
    byPhrase(ordered, NAMED) ??
    exactly(ordered, typed) ??
    exactly(line, typed) ??
    (read.name === 'search' ? byPhrase(line, SEARCHES) : undefined) ??
    shows(exactly(asked, typed))
  );
}

function byPhrase(line: string, commands: readonly Command[]): Parsed | undefined {
  const meant = meantByPhrase(line, commands);
  if (typeof meant !== 'string') return meant;
  const read = parseWords(meant);
  // "what is attention" asks for help on no command.
  return read.name === 'search' && !/^search /.test(meant) ? undefined : read;
}

/** A command's own words, other than as they were typed. */
function exactly(line: string, typed: string): Parsed | undefined {
  if (line === '' || line.length >= typed.length) return undefined;
  const read = parseWords(line);
  return read.name === 'search' || read.name === 'misused' ? undefined : read;
}

/** Whether a command changes nothing of the channel. */
function onlyShows({ name, ...values }: Parsed): boolean {
  const changes = commandNamed(name)?.changes;
  return changes === undefined || (changes === 'given' && Object.keys(values).length === 0);
}

function parseWords(typed: string, chosen = false): Parsed {
  if (isHelp(typed)) return { name: 'help' };
  const first = /^[^\s:]*:?/.exec(typed)?.[0] ?? '';
  const rest = typed.slice(first.length).trim();
  const command = commandCalled(first.replace(/:$/, ''));
  const search = { name: 'search', query: typed };
  if (command === undefined && chosen) return misused('help', `There is no command \`${first}\`.`);
  if (command === undefined) return settingMeant(first, rest) ?? search;
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

/** A search for the same words is offered where they were `typed`. */
function parseAs(command: Command, rest: string, typed: string, chosen = false): Parsed | undefined {
  const { name } = command;
  const read = command.parse(rest, { typed, nameOf: (word) => commandCalled(word)?.name });
  if (read === undefined || !isProblem(read)) return read && { name, ...read };
  const { problem, query, offers = [] } = read;
  if (query === undefined || chosen) return misused(name, problem, offers);
  const hint = ` To search for these words, use \`/papers search ${query}\`.`;
  return misused(name, problem + hint, [...offers, `search ${query}`]);
}

function isProblem(read: object): read is Problem {
  return 'problem' in read && read.problem !== undefined;
}

/** `abstract off` for `abstracts off`: the name of a setting but for an `s`, with a value that it takes. */
function settingMeant(first: string, rest: string): Parsed | undefined {
  const typed = first.toLowerCase();
  const command = COMMANDS.filter(({ group }) => group === 'when').find(({ name, aliases = [] }) =>
    [name, ...aliases].some((word) => typed === `${word}s` || `${typed}s` === word),
  );
  if (command === undefined || rest === '') return undefined;
  const read = parseAs(command, rest, '');
  return read?.name === 'misused' || read?.name === 'search' ? undefined : read;
}
