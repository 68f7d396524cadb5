/** Recognizes a sentence that is said to Paperboy and that no paper has, and the commands that its words are about. */
import type { CommandSpec } from '../model/command-spec.ts';
import { parseQuery } from '../query/parse.ts';
import type { Context } from './context.ts';
import { MOST_SENTENCE } from './phrases/match.ts';

/** Words by which people speak to someone. Titles have them too, so papers that have all the words come first. */
const TALK = new Set(
  "i i'm im i'd we we're you your yours u my our me us pls please bot paperboy".split(' '),
);
/** Of an order, as of a title: "Don't stop pretraining". */
const ORDERS = new Set("don't dont didn't doesn't can't isn't".split(' '));
const MOST_OFFERED = 3;

/**
 * Commands to offer, as they are typed after `/papers`, those first that most words are about; undefined for a search.
 * `isTitle` where it is as likely one.
 */
export function talkMeant(
  typed: string,
  { commands, search }: Pick<Context, 'commands' | 'search'>,
): { offers: string[]; isTitle: boolean } | undefined {
  if (typed.length > MOST_SENTENCE) return undefined;
  const words =
    typed
      .toLowerCase()
      .replace(/\u2019/g, "'")
      .match(/[\p{L}']+/gu) ?? [];
  const isSaid = words.some((word) => TALK.has(word));
  if (!isSaid && !words.some((word) => ORDERS.has(word))) return undefined;
  const parsed = parseQuery(typed);
  if (!parsed.ok || search.search(parsed.query, { limit: 1 }).total > 0) return undefined;
  const named = commands
    .map((command) => ({ command, count: words.filter((word) => isAbout(command, word)).length }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MOST_OFFERED);
  if (named.length === 0) return undefined;
  return { offers: [...named.map(({ command }) => offerOf(command)), 'help'], isTitle: !isSaid };
}

function isAbout({ name, aliases, keywords = [], isDefault }: CommandSpec, word: string): boolean {
  return !isDefault && (word === name || aliases.includes(word) || keywords.includes(word));
}

/** A command that needs more words is explained. */
function offerOf({ name, arguments: given }: CommandSpec): string {
  return given.some(({ required }) => required) ? `help ${name}` : name;
}
