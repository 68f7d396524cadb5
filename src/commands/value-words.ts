/** Reads the value after a command that takes one, or none. A single invalid word is an error, not a search. */
import type { CommandArgument } from '../model/command-spec.ts';
import type { Nothing, Problem } from './command.ts';
import { readNumber } from './numbers.ts';
import { eitherCode } from './reply.ts';

type Limits = Pick<CommandArgument, 'kind' | 'choices' | 'min' | 'max'>;
type Value = string | number | boolean;

/** The value that `rest` says, or what is wrong with it; undefined where it is the rest of a search. */
export function readValue(
  name: string,
  rest: string,
  limits: Limits,
): { value: Value } | Problem | undefined {
  const typed = plain(rest);
  const value = valueIn(typed, limits);
  if (value !== undefined) return { value };
  const problem = `\`${name}\` takes ${sayValues(limits)}.`;
  if (typed === '' || (limits.kind === 'number' && isNumeric(typed))) return { problem };
  return isWord(rest) ? orSearch(name, problem, rest) : undefined;
}

/**
 * What is wrong where words stand behind a command that takes none; undefined where there are none but `please`, or where
 * they are the rest of a search.
 */
export function readNoValue(name: string, rest: string, hint = ''): Nothing | Problem | undefined {
  if (plain(rest) === '') return {};
  return isWord(rest) ? orSearch(name, `\`${name}\` takes no value.${hint}`, rest) : undefined;
}

/** The problem, with the search for the same words. */
export function orSearch(name: string, problem: string, rest: string): Problem {
  return { problem, query: `${name} ${rest}`.slice(0, 100) };
}

function valueIn(typed: string, { kind, choices, min = 0, max = 0 }: Limits): Value | undefined {
  if (kind === 'switch') return typed === 'on' || typed === 'off' ? typed === 'on' : undefined;
  if (kind === 'text') return choices?.find((choice) => choice === typed);
  const number = readNumber(typed.replace(/ (?:papers?|per post|a post)$/, ''));
  return number !== undefined && number >= min && number <= max ? number : undefined;
}

function sayValues({ kind, choices = ['on', 'off'], min, max }: Limits): string {
  return kind === 'number' ? `a number from ${min} to ${max}` : eitherCode(choices);
}

/** In lowercase, without the words that people put around a value. */
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
