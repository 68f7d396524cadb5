/** `name`: gives a topic a short name, which stands for its query in posts and lists. */
import { z } from 'zod';
import type { Subscription } from '../channels/channel.ts';
import type { Line, Reply } from '../model/message.ts';
import {
  changedMeanwhile,
  numberArgument,
  readNumbered,
  replaceTopic,
  topicNumbered,
} from './change-topic.ts';
import type { Command } from './command.ts';
import type { Caller } from './context.ts';
import { says } from './phrases/match.ts';
import { code, reply, text } from './reply.ts';
import { readName } from './topic-name.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

interface Values {
  number: number;
  /** Empty: the topic goes by its query again. */
  called: string;
}

const HOW =
  'Type the number of a topic and its name, such as `/papers name #1 Video-free diffusion`, or `/papers name #1 none` to remove it.';

export const name: Command<Values> = {
  name: 'name',
  aliases: ['rename'],
  group: 'follow',
  usage: 'name <#n> <name | none>',
  does: 'give a topic a short name',
  details:
    'The name stands for the query in posts and lists, and `unsubscribe` takes it. You can name a topic as you subscribe, too: `subscribe diffusion -video as "Video-free diffusion"`.',
  example: 'name #1 Video-free diffusion',
  changes: 'always',
  phrases: [
    {
      says: says(
        '(?:call|label|title) (?:topic |number )?(#\\d{1,2}) (?:as )?(.+)',
        '(?:re)?name (?:the )?topic (?:number )?#?(\\d{1,2}) (?:(?:to|as|into) )?(.+)',
      ),
      means: (...found) => `name #${(found[0] || found[2])?.replace('#', '')} ${found[1] || found[3]}`,
    },
  ],
  // Native menus are full; the form has the way there.
  isTyped: true,
  arguments: [
    numberArgument,
    {
      name: 'name',
      does: 'The name, or none to remove it',
      value: z.string(),
      required: true,
    },
  ],
  parse(rest) {
    const read = readNumbered(rest, HOW);
    if (read === undefined || 'problem' in read) return read;
    return { number: read.number, called: /^none$/i.test(read.rest) ? '' : unquoted(read.rest) };
  },
  run: (values, caller, context) => nameTopic(values, caller, context),
};

/** `as "Video-free diffusion"`, as it is typed after `subscribe`, is the name alone. */
function unquoted(typed: string): string {
  return typed
    .replace(/^(?:as\s+(?=["\u201c\u201d\u201e])|to\s+(?=\S))/i, '')
    .replace(/^["\u201c\u201d\u201e]|["\u201c\u201d]$/g, '');
}

async function nameTopic(
  { number, called: typed }: Values,
  caller: Caller,
  context: TopicListNeeds,
): Promise<Reply> {
  const found = await topicNumbered(number, caller, context);
  if (!('topic' in found)) return found;
  const { topic: before, others } = found;
  const read = typed === '' ? { name: undefined } : readName(typed, others);
  if ('problem' in read) return reply([text(`Nothing was changed. ${read.problem}`, 'warning')]);
  if (read.name === before.name) return reply([text(sayNamed(number, before, ' already'))]);
  const { name: _name, problem: _problem, ...bare } = before;
  const after: Subscription = read.name === undefined ? bare : { ...bare, name: read.name };
  const fits = (now: readonly Subscription[]) =>
    read.name === undefined || !('problem' in readName(read.name, now));
  if (!(await replaceTopic(before, after, caller, fits))) return changedMeanwhile(number, caller, context);
  const said = text(sayNamed(number, after, ' now'));
  caller.wrote([said]);
  return reply([said, ...(await topicList(caller, context))]);
}

/** @param when with a space before it */
function sayNamed(number: number, { name, query }: Subscription, when: string): Line {
  const end = when === ' already' ? ' Nothing was changed.' : '';
  const head: Line = [{ text: `Topic #${number}, ` }, ...code(query)];
  if (name === undefined) return [...head, { text: `,${when} has no name.${end}` }];
  return [...head, { text: `, is${when} called ` }, { text: name, style: 'strong' }, { text: `.${end}` }];
}
