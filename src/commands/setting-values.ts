/** Reads the values of the commands that set something. A single word that is not one of them is a misuse, not a search. */
import type { Command } from './command.ts';
import { readNumber } from './numbers.ts';

export const VALUED = ['limit', 'order', 'quiet', 'abstracts'] as const;
export type Valued = (typeof VALUED)[number];

const LIMIT_MOST = 50;
const VALUES: Record<Valued, string> = {
  limit: 'a number from 1 to 50',
  order: '`votes`, `relevance`, or `date`',
  quiet: '`on` or `off`',
  abstracts: '`on` or `off`',
};

/** The command that sets `rest`, or what is wrong with it; undefined where it is the rest of a search. */
export function readSetting(name: Valued, rest: string): Command | undefined {
  const value = plain(rest);
  const set = READERS[name](value);
  if (set) return set;
  const problem = `\`${name}\` takes ${VALUES[name]}.`;
  if (value === '' || (name === 'limit' && isNumeric(value)))
    return { name: 'misused', about: name, problem };
  return isWord(rest) ? orSearch(name, problem, rest) : undefined;
}

/**
 * `pause now`: these commands take nothing. Undefined where the words behind are the rest of a search. `pause` by itself
 * does not end.
 */
export function readNoValue(name: 'pause' | 'resume', rest: string): Command | undefined {
  if (plain(rest) === '') return { name };
  const ends = name === 'pause' && /^(?:for|until|till)\s/i.test(rest);
  if (!ends && !isWord(rest)) return undefined;
  const way = name === 'pause' ? ' It lasts until `/papers resume`.' : '';
  return orSearch(name, `\`${name}\` takes no value.${way}`, rest);
}

const READERS: Record<Valued, (value: string) => Command | undefined> = {
  limit(value) {
    const limit = readNumber(value.replace(/ (?:papers?|per post|a post)$/, ''));
    return limit !== undefined && limit >= 1 && limit <= LIMIT_MOST ? { name: 'limit', limit } : undefined;
  },
  order: (value) =>
    value === 'votes' || value === 'relevance' || value === 'date'
      ? { name: 'order', order: value }
      : undefined,
  quiet: (value) => onOff('quiet', value),
  abstracts: (value) => onOff('abstracts', value),
};

function onOff(name: 'quiet' | 'abstracts', value: string): Command | undefined {
  return value === 'on' || value === 'off' ? { name, on: value === 'on' } : undefined;
}

/** In lower case, without the words that people put around a value. */
function plain(rest: string): string {
  return rest
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^["'`“”‘’]([^"'`“”‘’]*)["'`“”‘’]$/, '$1')
    .replace(/^(?:=|(?:to|by) )\s*/, '')
    .replace(/(?:^|,?\s)(?:please|pls)$/, '')
    .replace(/[.!]$/, '');
}

/** Anything that is meant as a number, or begins as one. */
function isNumeric(value: string): boolean {
  return /^[-+]?(?:\d|\.\d)\S*$/.test(value) || readNumber(value) !== undefined;
}

/** One word without the signs of a query. */
function isWord(rest: string): boolean {
  return /^[\p{L}\p{M}\p{N}'’-]+[.!?]?$/u.test(rest) && !rest.startsWith('-');
}

function orSearch(name: Valued | 'pause' | 'resume', problem: string, rest: string): Command {
  const query = `${name} ${rest}`.slice(0, 100);
  const way = `To search for these words, use \`/papers search ${query}\`.`;
  return { name: 'misused', about: name, problem: `${problem} ${way}` };
}
