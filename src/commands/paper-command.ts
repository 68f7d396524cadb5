/** Makes the commands that do something with papers, one or several, named by ids or links. */
import { z } from 'zod';
import type { Reply } from '../model/message.ts';
import type { Command, Description } from './command.ts';
import type { Caller, Context } from './context.ts';
import { MOST_ID, MOST_IDS, readIds } from './ids.ts';
import { readNumbers } from './list-numbers.ts';
import { noneListed } from './listed-paper.ts';
import { codes } from './reply.ts';
import { together } from './together.ts';

/** `all`, with the number of papers where it is confirmed. */
const ALL = /^(?:all|everything|alles?|all of (?:it|them|my list))(?: (\d{1,4}))?$/i;

/** Meant as places, whether or not they can be read: no query has a `#` before a number. */
const PLACES = /^#\s*-?\d[\d\s,;#.\u2013-]*$/;

interface PaperCommand extends Omit<Description, 'arguments'>, Pick<Command, 'phrases'> {
  each(id: string, caller: Caller, context: Context): Promise<Reply>;
  /** The papers whose places `#1`, `#2` and so on name; absent where numbers name none. */
  numbered?(caller: Caller, context: Context): Promise<string[]>;
  /** Does it for the whole list; absent where there is none. @param count how many papers a person confirmed, 0 for none */
  all?(count: number, caller: Caller, context: Context): Promise<Reply>;
}

interface Values {
  ids: string[];
  /** Of the whole list: how many papers a person confirmed, 0 for none. */
  all?: number;
}

/** Its words are read as ids, or as `#` and a number for each place on a list. */
export function paperCommand({ each, numbered, all, ...described }: PaperCommand): Command<Values> {
  const { name } = described;
  return {
    ...described,
    arguments: [
      {
        name: 'id',
        does: 'The paper, such as 2511.08544, or its link',
        value: z.string().max(MOST_ID),
        required: true,
      },
    ],
    parse(rest, { typed }) {
      const numbers = readNumbers(numbered ? rest.replace(/#\s+(?=\d)/g, '#') : rest);
      const [isAll, count = '0'] = (all && ALL.exec(rest)) ?? [];
      if (isAll !== undefined) return { ids: [], all: Number(count) };
      if (numbers && numbered) return Array.isArray(numbers) ? { ids: numbers } : numbers;
      if (rest === '' || (numbers && rest.startsWith('#')))
        return { problem: `\`${name}\` needs a paper ID, such as \`2511.08544\`.` };
      const ids = readIds(rest);
      if (ids.length === 0 && numbered && PLACES.test(rest)) return placesIn(rest);
      if (ids.length > 0) return { ids };
      // "why do transformers work" is a search, and "why s42" is one unless a source calls a paper so.
      const words = rest.split(/[\s,]+/).filter((word) => word !== '');
      return words.length > MOST_IDS
        ? undefined
        : { name: 'search', query: typed, unless: { name, ids: words } };
    },
    async run({ ids, all: count }, caller, context) {
      if (all && count !== undefined) return all(count, caller, context);
      const list = numbered && ids.some(isPlace) ? await numbered(caller, context) : [];
      const isMissing = (id: string) => isPlace(id) && listed(id, list) === undefined;
      const missing = numbered ? ids.filter(isMissing) : [];
      // Of several, all are named in one line.
      const given = missing.length > 1 ? ids.filter((id) => !missing.includes(id)) : ids;
      const replies: Reply[] = [];
      // One after the other, so that a list keeps the order that was asked for.
      for (const id of given) replies.push(await each(listed(id, list) ?? id, caller, context));
      if (missing.length > 1) replies.push(noneListed(codes(missing)));
      return together(replies);
    },
  };
}

/** A place that no list has is said to be on none. */
function placesIn(rest: string): Values | { problem: string } {
  if (/^#\d{1,9}$/.test(rest)) return { ids: [rest] };
  return { problem: `I couldn't read \`${rest.slice(0, 40)}\` as places on your list. Try \`#1, #3-5\`.` };
}

function isPlace(id: string): boolean {
  return /^#?\d{1,3}$/.test(id);
}

/** The paper at a place of a list, as it was before the first of several was removed. */
export function listed(id: string, list: readonly string[]): string | undefined {
  return isPlace(id) ? list[Number(id.replace('#', '')) - 1] : undefined;
}
