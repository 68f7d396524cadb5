/** `edit`: changes the query of a topic, which keeps its number and its name. Papers that were posted stay posted. */
import { z } from 'zod';
import type { Subscription } from '../channels/channel.ts';
import { collides } from '../channels/collision.ts';
import { counted } from '../model/counted.ts';
import { type Block, inline, type Line, type Reply } from '../model/message.ts';
import { parseQuery } from '../query/parse.ts';
import { readTopic, type Topic } from '../query/topic.ts';
import { queryLimits } from '../query/tree.ts';
import {
  changedMeanwhile,
  numberArgument,
  readNumbered,
  replaceTopic,
  topicNumbered,
} from './change-topic.ts';
import type { Command } from './command.ts';
import type { Caller, Context } from './context.ts';
import { adviceOn, matchedIn, readRecent } from './dry-run.ts';
import { says } from './phrases/match.ts';
import { withoutLead } from './phrases/subscribe.ts';
import { notesBlocks, problemReply } from './problem.ts';
import { reply, text } from './reply.ts';
import { readName, splitName, titleOf } from './topic-name.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

interface Values {
  number: number;
  query: string;
}

export const edit: Command<Values> = {
  name: 'edit',
  group: 'follow',
  usage: 'edit <#n> <query>',
  does: 'change the query of a topic',
  details:
    'The topic keeps its number and its name. Papers that were posted already are not posted again. `/papers topics` lists the numbers.',
  example: 'edit #1 "continual learning" -vision',
  changes: 'always',
  arguments: [
    numberArgument,
    {
      name: 'query',
      does: 'The new query, written like a search',
      value: z.string().max(queryLimits.length),
      required: true,
      completes: 'query',
    },
  ],
  phrases: [
    {
      says: says(
        '(?:edit|change|replace|update|modify|turn) (?:the query of )?(?:(?:the )?topic )?#?(\\d{1,3}) (?:to|with|into|by|as) (.+)',
      ),
      means: (number, query) => `edit #${number} ${query}`,
    },
  ],
  parse(rest) {
    const read = readNumbered(rest, HOW);
    if (read === undefined || 'problem' in read) return read;
    return { number: read.number, query: withoutLead(read.rest) };
  },
  run: (values, caller, context) => editTopic(values, caller, context),
};

const HOW =
  'Type the number of a topic and its new query, such as `/papers edit #1 "continual learning"`. `/papers topics` lists the numbers.';

type Needs = TopicListNeeds & Pick<Context, 'archive' | 'search' | 'clock'>;

async function editTopic({ number, query: typed }: Values, caller: Caller, context: Needs): Promise<Reply> {
  const found = await topicNumbered(number, caller, context);
  if (!('topic' in found)) return found;
  const { topic: before, others } = found;
  const { query, name: newName } = splitName(typed);
  const read = readTopic(query);
  if ('problem' in read) return problemReply(query, read.problem, { edit: number });
  const name = newName === undefined ? undefined : readName(newName, others);
  if (name && 'problem' in name) return reply([text(`Nothing was changed. ${name.problem}`, 'warning')]);
  const { topic } = read;
  const isSame = topic.meaning === before.meaning && topic.query === before.query;
  const twin = others.find((other) => collides(other, topic));
  if (twin) return alreadyFollowed(twin, caller, context);
  if (isSame && (name === undefined || name.name === before.name))
    return reply([text([...isNow(number, before, 'already'), { text: ' Nothing was changed.' }])]);
  const after: Subscription = {
    ...withoutProblem(before),
    ...(name ?? {}),
    ...(isSame ? {} : { edited: { by: caller.person, at: context.clock() } }),
    query: topic.query,
    meaning: topic.meaning,
  };
  const fits = (now: readonly Subscription[]) =>
    !now.some((other) => collides(other, topic)) && !(name && 'problem' in readName(name.name, now));
  if (!(await replaceTopic(before, after, caller, fits))) return changedMeanwhile(number, caller, context);
  const said = text(sayEdited(number, before, after));
  caller.wrote([said]);
  return reply([
    said,
    ...(isSame ? [] : await compared(before.query, topic, context)),
    ...(isSame ? [] : [text('Papers that were already posted here are not posted again.', 'quiet')]),
    ...notesBlocks(query),
    ...(await topicList(caller, context)),
  ]);
}

function withoutProblem({ problem: _, ...topic }: Subscription): Subscription {
  return topic;
}

function isNow(number: number, topic: Subscription, when: 'now' | 'already'): Line {
  return [{ text: `Topic #${number} is ${when} ` }, ...titleOf(topic), { text: '.' }];
}

function sayEdited(number: number, before: Subscription, after: Subscription): Line {
  return [...isNow(number, after, 'now'), { text: ' It was ' }, ...titleOf(before), { text: '.' }];
}

async function alreadyFollowed(twin: Subscription, caller: Caller, context: Needs): Promise<Reply> {
  const at = context.channels
    .topics(caller.channel.id)
    .findIndex((one) => one === twin || one.at === twin.at);
  const line: Line = [{ text: 'Nothing was changed. ' }, ...isNow(at + 1, twin, 'already')];
  return reply([text(line, 'warning'), ...(await topicList(caller, context))]);
}

/** `It matches 12 instead of 31 of the 1,103 papers in the last 7 digests.` */
async function compared(before: string, { parsed }: Topic, context: Needs): Promise<Block[]> {
  const recent = await readRecent(context);
  if (recent.ids.size === 0) return [];
  const now = matchedIn(recent, parsed, context).length;
  const old = parseQuery(before);
  const then = old.ok ? matchedIn(recent, old.query, context).length : 0;
  const change = now === then ? `${now.toLocaleString('en')}, as before,` : `${now} instead of ${then}`;
  const advice = adviceOn(now, recent, parsed);
  const line = `It matches ${change} of the ${counted(recent.ids.size, 'paper')} in ${recent.span}.`;
  return [
    text(
      inline(advice === undefined ? line : `${line} ${advice}`),
      advice === undefined ? 'plain' : 'warning',
    ),
  ];
}
