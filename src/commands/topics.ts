/** `topics`: lists the topics that a channel follows. */
import type { Subscription } from '../channels/channel.ts';
import { endSentence } from '../delivery/silence-text.ts';
import { counted } from '../model/counted.ts';
import { sayDay, sayDayAt } from '../model/day-format.ts';
import type { Block, Line } from '../model/message.ts';
import { parseQuery } from '../query/parse.ts';
import { type Command, takesNothing } from './command.ts';
import type { Caller, Context } from './context.ts';
import { topicActions } from './edit-actions.ts';
import { inclusionNote } from './inclusions.ts';
import { type NextPostNeeds, nextPost } from './next-post.ts';
import { TOPICS_PHRASES } from './phrases/topics.ts';
import { subjectOf } from './place-names.ts';
import { code, reply, text } from './reply.ts';
import { titleOf } from './topic-name.ts';

export const topics: Command = {
  name: 'topics',
  aliases: ['subscriptions', 'list'],
  keywords: 'subscribed topics topic following follow subscriptions interests'.split(' '),
  group: 'follow',
  usage: 'topics',
  does: 'list the topics followed here',
  details:
    "Each comes with who subscribed to it, when it last matched a paper, and a warning if it can't be read.",
  phrases: TOPICS_PHRASES,
  parse: takesNothing,
  run: async (_values, caller, context) =>
    reply(await topicList(caller, context), { actions: topicActions(caller.channel.id, context) }),
};

export type TopicListNeeds = Pick<Context, 'ledger'> & NextPostNeeds;

/** What a channel follows now, and when its next post comes: shown after every change of it. */
export async function topicList(caller: Caller, context: TopicListNeeds): Promise<Block[]> {
  const channel = context.channels.get(caller.channel.id) ?? caller.channel;
  const list = context.channels.topics(channel.id);
  const { name, follows, gets } = subjectOf(caller.place);
  if (list.length === 0) {
    const rest = channel.joined
      ? `so ${gets} the whole digest. \`/papers subscribe <query>\` narrows it down.`
      : 'so nothing is posted here. Start with `/papers subscribe <query>`.';
    // This line already says that nothing is posted, and why.
    const line = text(`${name} ${follows} no topics, ${rest}`);
    return channel.joined ? [line, text(await nextPost(caller, context), 'quiet')] : [line];
  }
  const hits = await context.ledger.lastHits(channel.id);
  const lines = list.map((topic, at) => topicLine(topic, at, hits, context.delivery.zone(channel)));
  return [
    text([{ text: `${name} ${follows} ${counted(list.length, 'topic')}:` }]),
    { kind: 'list', lines },
    text(await nextPost(caller, context), 'quiet'),
  ];
}

function topicLine(topic: Subscription, at: number, hits: ReadonlyMap<string, string>, zone: string): Line {
  const hit = hits.get(topic.query);
  const last = hit === undefined ? 'no paper yet' : `last paper ${sayDay(hit)}`;
  const problem = whyUnread(topic, at);
  const warning: Line = problem === undefined ? [] : [{ text: `  This topic ${problem}`, style: 'strong' }];
  return [
    { text: `${at + 1}  ` },
    ...titleOf(topic),
    ...includedIn(topic),
    ...warning,
    {
      text: `  by ${topic.by.name} on ${sayDayAt(topic.at, zone)}${sayEdited(topic, zone)}; ${last}`,
      style: 'quiet',
    },
  ];
}

function sayEdited({ by, edited }: Subscription, zone: string): string {
  if (edited === undefined) return '';
  const who = edited.by.id === by.id ? '' : ` by ${edited.by.name}`;
  return `, edited${who} on ${sayDayAt(edited.at, zone)}`;
}

function includedIn({ query }: Subscription): Line {
  const parsed = parseQuery(query);
  return parsed.ok ? inclusionNote(parsed.query) : [];
}

/** A warning for each topic that matches nothing because it can't be read. */
export function unreadTopics(list: readonly Subscription[]): Block[] {
  return list.flatMap((topic, at) => {
    const problem = whyUnread(topic, at);
    if (problem === undefined) return [];
    return [
      text([{ text: `Topic #${at + 1}, ` }, ...code(topic.query), { text: `, ${problem}` }], 'warning'),
    ];
  });
}

/** What is wrong with a stored topic and what to do, after its name; undefined when it can be read. */
function whyUnread({ problem }: Subscription, at: number): string | undefined {
  if (problem === undefined) return undefined;
  return `can't be read, so it matches nothing: ${endSentence(problem)} Type /papers edit #${at + 1} and a query.`;
}
