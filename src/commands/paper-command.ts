/** Makes the commands that do something with papers, one or several, named by ids or links. */
import { z } from 'zod';
import type { Reply } from '../model/message.ts';
import type { Command, Description } from './command.ts';
import type { Caller, Context } from './context.ts';
import { MOST_ID, MOST_IDS, readIds } from './ids.ts';
import { joined } from './reply.ts';

interface PaperCommand extends Omit<Description, 'arguments'> {
  each(id: string, caller: Caller, context: Context): Promise<Reply>;
}

export function paperCommand({ each, ...described }: PaperCommand): Command<{ ids: string[] }> {
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
      if (rest === '') return { problem: `\`${name}\` needs a paper ID, such as \`2511.08544\`.` };
      const ids = readIds(rest);
      if (ids.length > 0) return { ids };
      // "why do transformers work" is a search, and "why s42" is one unless a source calls a paper so.
      const words = rest.split(/[\s,]+/).filter((word) => word !== '');
      return words.length > MOST_IDS
        ? undefined
        : { name: 'search', query: typed, unless: { name, ids: words } };
    },
    async run({ ids }, caller, context) {
      const replies: Reply[] = [];
      // One after the other, so that a list keeps the order that was asked for.
      for (const id of ids) replies.push(await each(id, caller, context));
      return joined(replies);
    },
  };
}
