/** Recognizes the command that was probably meant by a search whose first word nearly is its name. */
import type { CommandSpec } from '../model/command-spec.ts';
import { editDistance } from '../model/edit-distance.ts';
import { parseQuery } from '../query/parse.ts';
import type { Context } from './context.ts';

/** From this length on, two typing errors are forgiven. */
const LONG = 8;
const SHORTEST = 4;

/**
 * The command that is meant when the first word of a search misses a name by a typing error, as it is typed after
 * `/papers`. A word that papers use, such as `data`, is no error.
 */
export function commandMeant(
  typed: string,
  { commands, search }: Pick<Context, 'commands' | 'search'>,
): string | undefined {
  const first = firstWord(typed);
  const rest = typed.trim().slice(first.length);
  const name =
    nearest(first.toLowerCase(), commands) ?? (rest === '' ? nearKeyword(first, commands) : undefined);
  if (name === undefined) return undefined;
  const word = parseQuery(first);
  const isUsed = word.ok && search.search(word.query, { limit: 1 }).total > 0;
  return isUsed ? undefined : `${name}${rest}`;
}

export function firstWord(typed: string): string {
  return /^\S{0,40}/.exec(typed.trim())?.[0] ?? '';
}

/** The command that a word by itself nearly is a word for: `lastest` for `latest`. */
function nearKeyword(typed: string, commands: readonly CommandSpec[]): string | undefined {
  const isNear = (word: string) => word.length > SHORTEST && editDistance(typed.toLowerCase(), word, 1) <= 1;
  return commands.find(({ keywords = [], isDefault }) => !isDefault && keywords.some(isNear))?.name;
}

/** The name or other word of a command that differs least from what was typed; undefined where none is near. */
function nearest(typed: string, commands: readonly CommandSpec[]): string | undefined {
  if (typed.length < SHORTEST) return undefined;
  const most = typed.length >= LONG ? 2 : 1;
  // A command's own name is no error: its words were read as a search.
  if (commands.some(({ name, aliases }) => [name, ...aliases].includes(typed))) return undefined;
  return commands
    .filter(({ isDefault }) => !isDefault)
    .flatMap(({ name, aliases }) => [name, ...aliases])
    .filter((name) => name.length >= SHORTEST)
    .map((name) => ({ name, errors: editDistance(typed, name, most) }))
    .filter(({ errors }) => errors > 0 && errors <= most)
    .toSorted((a, b) => a.errors - b.errors)
    .at(0)?.name;
}
