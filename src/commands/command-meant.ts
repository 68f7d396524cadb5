/** Recognizes the command that was probably meant by a search that begins with its name, or nearly. */
import type { CommandSpec } from '../model/command-spec.ts';
import { parseQuery } from '../query/parse.ts';
import type { Context } from './context.ts';

/**
 * The command whose name is the first word, or nearly: one letter off, or two swapped. A word that papers use, such as
 * `data`, is no slip.
 */
export function commandMeant(
  typed: string,
  { commands, search }: Pick<Context, 'commands' | 'search'>,
): CommandSpec | undefined {
  const first = typed.split(/\s+/, 1)[0]?.toLowerCase() ?? '';
  const exact = commands.find(({ name }) => name === first);
  if (exact || first.length < 4) return exact;
  const near = commands.find(({ name, isDefault }) => !isDefault && isOneSlip(first, name));
  const word = parseQuery(first);
  const isUsed = word.ok && search.search(word.query, { limit: 1 }).total > 0;
  return isUsed ? undefined : near;
}

function isOneSlip(typed: string, name: string): boolean {
  let at = 0;
  while (at < typed.length && typed[at] === name[at]) at++;
  const rest = typed.slice(at);
  const wanted = name.slice(at);
  if (rest.slice(1) === wanted || rest === wanted.slice(1) || rest.slice(1) === wanted.slice(1)) return true;
  return rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
}
