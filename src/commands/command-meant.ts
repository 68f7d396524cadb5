/** Recognizes the command that was probably meant by a search that begins with its name, or nearly. */
import type { CommandSpec } from '../model/command-spec.ts';
import { editDistance } from '../model/edit-distance.ts';
import { parseQuery } from '../query/parse.ts';
import type { Context } from './context.ts';

/** The command that the first word names, or misses by one typing error. A word that papers use, such as `data`, is no error. */
export function commandMeant(
  typed: string,
  { commands, search }: Pick<Context, 'commands' | 'search'>,
): CommandSpec | undefined {
  const first = typed.split(/\s+/, 1)[0]?.toLowerCase() ?? '';
  const exact = commands.find(({ name }) => name === first);
  if (exact || first.length < 4) return exact;
  const near = commands.find(({ name, isDefault }) => !isDefault && editDistance(first, name, 1) === 1);
  const word = parseQuery(first);
  const isUsed = word.ok && search.search(word.query, { limit: 1 }).total > 0;
  return isUsed ? undefined : near;
}
