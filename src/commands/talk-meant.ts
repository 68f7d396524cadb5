/** Recognizes a sentence that is said to Paperboy and that no paper has, and the commands that its words are about. */
import type { CommandSpec } from '../model/command-spec.ts';
import { parseQuery } from '../query/parse.ts';
import type { Context } from './context.ts';
import { MOST_SENTENCE } from './near.ts';

/** Words by which people speak to someone. Titles have them too, so papers that have all the words come first. */
const TALK = new Set(
  "i i'm im i'd we we're you your yours u my our me us pls please don't dont didn't doesn't can't isn't bot paperboy".split(
    ' ',
  ),
);
const MOST_OFFERED = 3;

/** Commands to offer, as they are typed after `/papers`, those first that most words are about; undefined for a search. */
export function talkMeant(
  typed: string,
  { commands, search }: Pick<Context, 'commands' | 'search'>,
): string[] | undefined {
  if (typed.length > MOST_SENTENCE) return undefined;
  const words =
    typed
      .toLowerCase()
      .replace(/\u2019/g, "'")
      .match(/[\p{L}']+/gu) ?? [];
  if (!words.some((word) => TALK.has(word))) return undefined;
  const parsed = parseQuery(typed);
  if (!parsed.ok || search.search(parsed.query, { limit: 1 }).total > 0) return undefined;
  const named = commands
    .map((command) => ({ command, count: words.filter((word) => isAbout(command, word)).length }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MOST_OFFERED);
  return named.length === 0 ? undefined : [...named.map(({ command }) => offerOf(command)), 'help'];
}

function isAbout({ name, aliases, keywords = [], isDefault }: CommandSpec, word: string): boolean {
  return !isDefault && (word === name || aliases.includes(word) || keywords.includes(word));
}

/** A command that needs more words is explained. */
function offerOf({ name, arguments: given }: CommandSpec): string {
  return given.some(({ required }) => required) ? `help ${name}` : name;
}
