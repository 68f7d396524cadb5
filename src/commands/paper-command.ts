/** Makes the commands that do something with papers, one or several, named by ids or links. */
import { z } from 'zod';
import type { Reply } from '../model/message.ts';
import type { Command, Description } from './command.ts';
import type { Caller, Context } from './context.ts';
import { MOST_ID, MOST_IDS, readIds } from './ids.ts';
import { joined } from './reply.ts';

/** `#1`, `#1, #3`, `2 3`: places on a list. */
const NUMBERS = /^#?\d{1,3}(?:[\s,]+#?\d{1,3}){0,19}$/;

interface PaperCommand extends Omit<Description, 'arguments'>, Pick<Command, 'near'> {
  each(id: string, caller: Caller, context: Context): Promise<Reply>;
  /** The papers whose places `#1`, `#2` and so on name; absent where numbers name none. */
  numbered?(caller: Caller, context: Context): Promise<string[]>;
}

/** Its words are read as ids, or as `#` and a number for each place on a list. */
export function paperCommand({ each, numbered, ...described }: PaperCommand): Command<{ ids: string[] }> {
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
      if (NUMBERS.test(rest) && numbered) return { ids: [...new Set(rest.split(/[\s,]+/))] };
      if (rest === '' || (NUMBERS.test(rest) && rest.startsWith('#')))
        return { problem: `\`${name}\` needs a paper ID, such as \`2511.08544\`.` };
      const ids = readIds(rest);
      if (ids.length > 0) return { ids };
      // "why do transformers work" is a search, and "why s42" is one unless a source calls a paper so.
      const words = rest.split(/[\s,]+/).filter((word) => word !== '');
      return words.length > MOST_IDS
        ? undefined
        : { name: 'search', query: typed, unless: { name, ids: words } };
    },
    async run({ ids }, caller, context) {
      const list = numbered && ids.some((id) => NUMBERS.test(id)) ? await numbered(caller, context) : [];
      const replies: Reply[] = [];
      // One after the other, so that a list keeps the order that was asked for.
      for (const id of ids) replies.push(await each(listed(id, list) ?? id, caller, context));
      return joined(replies);
    },
  };
}

/** The paper at a place of a list, as it was before the first of several was removed. */
export function listed(id: string, list: readonly string[]): string | undefined {
  return NUMBERS.test(id) ? list[Number(id.replace('#', '')) - 1] : undefined;
}
