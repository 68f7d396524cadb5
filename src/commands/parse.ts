/** Parses what follows `/papers`. Total: text that is not a command is a search. */
import { COMMAND_NAMES, type Command, type CommandName } from './command.ts';
import { readDay } from './day.ts';
import { MOST_IDS, readIds } from './ids.ts';
import { parseSchedule } from './schedule.ts';
import { readNoValue, readSetting, VALUED } from './setting-values.ts';

/** Other words for commands that people try. */
const ALIASES = new Map<string, CommandName>(
  Object.entries({
    follow: 'subscribe',
    sub: 'subscribe',
    unfollow: 'unsubscribe',
    unsub: 'unsubscribe',
    subscriptions: 'topics',
    list: 'topics',
    bibtex: 'cite',
    unpause: 'resume',
    '?': 'help',
    '-h': 'help',
    '--help': 'help',
  }),
);

/** Commands that take nothing. With more words behind them they are a search that happens to begin so. */
const BARE = ['today', 'topics', 'preview', 'status', 'pause', 'resume', 'saved'] as const;

/** Longer than any command or query may be. UTF-16 units. */
export const MOST_TYPED = 4_000;

/** Text beyond `MOST_TYPED` is refused and not cut: cut short, it could mean something else. */
export function parseCommand(text: string): Command {
  const typed = text.trim().replace(/^\/papers\b:?\s*/i, '');
  if (typed.length > MOST_TYPED) {
    const count = typed.length.toLocaleString('en');
    return misused('search', `That is too long: ${count} characters. A search can have up to 1,000.`);
  }
  const first = /^[^\s:]*:?/.exec(typed)?.[0] ?? '';
  const name = nameOf(first.replace(/:$/, ''));
  const rest = typed.slice(first.length).trim();
  if (typed === '' || isHelp(typed)) return { name: 'help' };
  if (name === undefined) return meantSetting(first, rest) ?? { name: 'search', query: typed };
  if (isHelp(rest)) return name === 'help' ? { name } : { name: 'help', about: name };
  if (name === 'pause' || name === 'resume')
    return readNoValue(name, rest) ?? { name: 'search', query: typed };
  if (isBare(name)) return rest === '' ? { name } : { name: 'search', query: typed };
  return READERS[name](rest, rest.split(/\s+/), typed);
}

/** `--help`, `-h`, also with the dash that a phone makes of two. */
function isHelp(text: string): boolean {
  return /^(?:\p{Pd}{1,2}help|\p{Pd}h)$/iu.test(text);
}

/** `abstract off` for `abstracts off`: the name of a setting but for an `s`, with a value that it takes. */
function meantSetting(first: string, rest: string): Command | undefined {
  const typed = first.toLowerCase();
  const name = SETTINGS.find((setting) => typed === `${setting}s` || `${typed}s` === setting);
  if (name === undefined || rest === '') return undefined;
  const read = READERS[name](rest, [], '');
  if (read.name === 'misused' || read.name === 'search') return undefined;
  return misused(name, `There is no command \`${typed}\`. Did you mean \`/papers ${name} ${rest}\`?`);
}

const SETTINGS = [...VALUED, 'schedule'] as const;

function nameOf(word: string): CommandName | undefined {
  const folded = word.toLowerCase().replace(/^\//, '');
  return ALIASES.get(folded) ?? COMMAND_NAMES.find((name) => name === folded);
}

type Bare = (typeof BARE)[number];

function isBare(name: CommandName): name is Bare {
  return BARE.some((bare) => bare === name);
}

type Reader = (rest: string, words: string[], typed: string) => Command;

const misused = (about: CommandName, problem: string): Command => ({ name: 'misused', about, problem });

const setting =
  (name: (typeof VALUED)[number]): Reader =>
  (rest, _words, typed) =>
    readSetting(name, rest) ?? { name: 'search', query: typed };

const withId =
  (name: 'why' | 'cite' | 'save' | 'unsave'): Reader =>
  (rest, words, typed) => {
    if (rest === '') return misused(name, `\`${name}\` needs a paper ID, such as \`2511.08544\`.`);
    const ids = readIds(rest);
    if (ids.length > 0) return { name, ids };
    // "why do transformers work" is a search, and "why s42" is one unless a source calls a paper so.
    const search: Command = { name: 'search', query: typed };
    return words.length > MOST_IDS ? search : { ...search, unless: { name, ids: wordsOf(rest) } };
  };

/** What `schedule` takes besides a schedule. */
const SCHEDULES: Readonly<Record<string, Command>> = {
  __proto__: null as never,
  '': { name: 'schedule' },
  ...Object.fromEntries(
    ['off', 'none', 'never', 'no', 'stop', 'pause'].map((word) => [word, { name: 'pause', off: true }]),
  ),
  on: { name: 'resume' },
  default: { name: 'schedule', reset: true },
  reset: { name: 'schedule', reset: true },
};

/** `subscribe to papers about color`: a sentence around the topic. */
const LEAD = /^(?:to\s+)?(?:(?:all|any|new|the)\s+)*papers?\s+(?:about|on)\s+(?=\S)/i;

const READERS: Record<Exclude<CommandName, Bare>, Reader> = {
  search: (rest) =>
    rest === '' ? misused('search', 'Add some words to search for.') : { name: 'search', query: rest },
  help(rest, words, typed) {
    if (rest === '') return { name: 'help' };
    const about = nameOf(words[0] ?? '');
    return about !== undefined && words.length === 1
      ? { name: 'help', about }
      : { name: 'search', query: typed };
  },
  date(rest, _words, typed) {
    if (rest === '') return misused('date', '`date` needs a day, such as `2025-12-12`.');
    const read = readDay(rest);
    if (read === undefined) return { name: 'search', query: typed };
    return 'problem' in read ? misused('date', read.problem) : { name: 'date', ...read };
  },
  subscribe: (rest) =>
    rest === ''
      ? misused('subscribe', 'Add a topic to subscribe to.')
      : { name: 'subscribe', query: rest.replace(LEAD, '') },
  unsubscribe(rest) {
    if (rest === '')
      return misused('unsubscribe', 'Which topic? `/papers topics` lists them with their numbers.');
    if (rest.toLowerCase() === 'all') return { name: 'unsubscribe', what: { all: true } };
    const number = /^#?(\d{1,4})$/.exec(rest)?.[1];
    return { name: 'unsubscribe', what: number === undefined ? { query: rest } : { number: Number(number) } };
  },
  schedule(rest) {
    const special = SCHEDULES[rest.toLowerCase()];
    if (special) return special;
    const read = parseSchedule(rest);
    return 'problem' in read ? misused('schedule', read.problem) : { name: 'schedule', ...read };
  },
  limit: setting('limit'),
  order: setting('order'),
  quiet: setting('quiet'),
  abstracts: setting('abstracts'),
  why: withId('why'),
  cite: withId('cite'),
  save: withId('save'),
  unsave: withId('unsave'),
};

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}
