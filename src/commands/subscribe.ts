/** `subscribe`: subscribes a channel to the topics of one command: all of them, or none with the reason. */
import { z } from 'zod';
import { MOST_TOPICS, type Subscription } from '../channels/channel.ts';
import { collides } from '../channels/collision.ts';
import { counted } from '../model/counted.ts';
import { type Block, inline, type Line, type Reply } from '../model/message.ts';
import type { QueryProblem } from '../query/parse.ts';
import { splitTopics } from '../query/split-topics.ts';
import { readTopic, type Topic } from '../query/topic.ts';
import { queryLimits } from '../query/tree.ts';
import { aboutBlocks } from './about-topics.ts';
import { authorOffers } from './by-author.ts';
import type { Command } from './command.ts';
import type { Caller, Context } from './context.ts';
import { adviceOn, dryRun, matchedIn, readRecent, sayMatches } from './dry-run.ts';
import { topicActions } from './edit-actions.ts';
import { nextPost } from './next-post.ts';
import { SUBSCRIBE_PHRASES, withoutLead } from './phrases/subscribe.ts';
import { objectOf, subjectOf } from './place-names.ts';
import { didYouMean, notesBlocks, placeOf, problemReply, useAction } from './problem.ts';
import { code, reply, text } from './reply.ts';
import { NAME_TAKEN, readName, splitName, titleOf, titlesOf } from './topic-name.ts';
import { type TopicListNeeds, topicList } from './topics.ts';

export const subscribe: Command<{ query: string }> = {
  name: 'subscribe',
  aliases: ['follow', 'sub'],
  keywords: 'subscribe subscribed notify alert interested'.split(' '),
  group: 'follow',
  usage: 'subscribe <query>',
  does: 'follow a topic in this channel',
  details:
    'The answer shows how many papers in the last 7 digests match. Separate several topics with commas or line breaks; a part that only excludes or filters, as in `diffusion, -video`, narrows the topic before it. After `about:`, say in plain words what papers should be about: a language model judges them, where one is set up. With `for me` at the end, the topic is yours alone, and its papers come to you by direct message.',
  example: 'subscribe "continual learning"',
  changes: 'always',
  arguments: [
    {
      name: 'query',
      does: 'What to follow, written like a search',
      value: z.string().max(queryLimits.length),
      required: true,
      completes: 'query',
    },
  ],
  phrases: SUBSCRIBE_PHRASES,
  parse: (rest) => (rest === '' ? { problem: 'Add a topic to subscribe to.' } : { query: withoutLead(rest) }),
  run: ({ query }, caller, context) => subscribeTo(query, caller, context),
};

/** A topic with the name that was typed for it. */
type NamedTopic = Topic & { name?: string };

type Needs = TopicListNeeds & Pick<Context, 'archive' | 'search' | 'clock' | 'languageModel'>;

export async function subscribeTo(typed: string, caller: Caller, context: Needs): Promise<Reply> {
  const { parts, names } = namedParts(typed);
  const read = (parts.length === 0 ? [typed] : parts).map(readTopic);
  const topics: NamedTopic[] = [];
  for (const [at, one] of read.entries()) {
    if ('problem' in one) return problemIn(typed, parts, at, one.problem);
    const name = names[at];
    if (!topics.some(({ meaning }) => meaning === one.topic.meaning))
      topics.push({ ...one.topic, ...(name === undefined ? {} : { name }) });
  }
  const known = await refusal(topics, caller, context);
  if (known !== undefined) return known;
  const added = await add(topics, caller, context);
  // Another process may have been first.
  const late = added.length === 0 ? await refusal(topics, caller, context) : undefined;
  if (late !== undefined) return late;
  caller.wrote([subscribed(added, caller)]);
  const others = topics.filter((topic) => !added.includes(topic));
  const offers = await authorOffers(parts, context);
  const blocks = [
    ...(await said(added, caller, context)),
    ...aboutBlocks(
      added.map(({ parsed }) => parsed),
      context,
    ),
    ...others.map(({ query }) => text([{ text: 'Already subscribed: ' }, ...code(query)], 'quiet')),
    ...offers.blocks,
    ...parts.flatMap(notesBlocks),
    ...(await topicList(caller, context)),
  ];
  return reply(blocks, { actions: offers.actions });
}

/** The topics as typed, and the name of each that has one. A name at the very end is that of the last topic. */
function namedParts(typed: string): { parts: string[]; names: (string | undefined)[] } {
  const { query, name: last } = splitName(typed);
  const parts = splitTopics(query).map(splitName);
  const names = parts.map(({ name }, at) => (at === parts.length - 1 ? (last ?? name) : name));
  return { parts: parts.map(({ query }) => query), names };
}

/** Why nothing can be added; undefined when something can. */
async function refusal(
  topics: readonly NamedTopic[],
  caller: Caller,
  context: Needs,
): Promise<Reply | undefined> {
  const followed = context.channels.topics(caller.channel.id);
  const fresh = newAmong(topics, followed);
  if (fresh.length === 0) return alreadyFollowed(topics, followed, caller, context);
  const problem = problemOfNames(fresh, followed);
  if (problem !== undefined) return reply([text(`Nothing was changed. ${problem}`, 'warning')]);
  return followed.length + fresh.length > MOST_TOPICS ? tooMany(followed.length, caller) : undefined;
}

function problemOfNames(fresh: readonly NamedTopic[], followed: readonly Subscription[]): string | undefined {
  for (const [at, topic] of fresh.entries()) {
    const { name } = topic;
    if (followed.some((other) => collides(other, topic))) return NAME_TAKEN;
    const read = name === undefined ? undefined : readName(name, [...followed, ...fresh.toSpliced(at, 1)]);
    if (read && 'problem' in read) return read.problem;
  }
  return undefined;
}

function newAmong(topics: readonly NamedTopic[], followed: readonly Subscription[]): NamedTopic[] {
  const meanings = new Set(followed.map(({ meaning }) => meaning));
  return topics.filter(({ meaning }) => !meanings.has(meaning));
}

/** Adds those that are not followed yet, all in one write or none. */
async function add(topics: readonly NamedTopic[], caller: Caller, context: Needs): Promise<NamedTopic[]> {
  const now = context.clock();
  const { added } = await caller.change((channel, followed) => {
    const fresh = newAmong(topics, followed);
    if (followed.length + fresh.length > MOST_TOPICS || problemOfNames(fresh, followed)) return {};
    // A moment apart each, so that they keep the order in which they were typed.
    const first = Math.max(now, ...followed.map(({ at }) => at + 1));
    const made = { channel: channel.id, by: caller.person };
    return { add: fresh.map(({ parsed: _, ...topic }, i) => ({ ...made, ...topic, at: first + i })) };
  });
  const meanings = new Set(added.map(({ meaning }) => meaning));
  return topics.filter(({ meaning }) => meanings.has(meaning));
}

function subscribed(topics: readonly NamedTopic[], { place }: Caller): Block {
  return text([{ text: `Subscribed ${objectOf(place)} to ` }, ...titlesOf(topics), { text: '.' }]);
}

/** One topic with its dry run and a few papers; of several each with its count. */
async function said(topics: readonly NamedTopic[], caller: Caller, context: Needs): Promise<Block[]> {
  const [first, ...others] = topics;
  if (first === undefined) return [];
  if (others.length === 0) return [subscribed(topics, caller), ...(await dryRun(first.parsed, context))];
  const recent = await readRecent(context);
  const lines = topics.map((topic): Line => {
    const { parsed } = topic;
    const matches = matchedIn(recent, parsed, context).length;
    const advice = adviceOn(matches, recent, parsed);
    const counts = `  ${sayMatches(matches, recent)}${advice === undefined ? '' : ` ${advice}`}`;
    return [...titleOf(topic), ...inline(counts)];
  });
  const heading = `Subscribed ${objectOf(caller.place)} to ${counted(topics.length, 'topic')}:`;
  return [text([{ text: heading }]), { kind: 'list', lines }];
}

/** Which topic cannot be read; the suggestion mends that one and leaves the others as they are. */
function problemIn(typed: string, parts: readonly string[], at: number, problem: QueryProblem): Reply {
  const part = parts[at];
  if (part === undefined || parts.length === 1) return problemReply(part ?? typed, problem, 'subscribe');
  const line: Line = [...inline(`Nothing was changed. I couldn't read topic ${at + 1}, `), ...code(part)];
  const blocks = [text([...line, ...inline(`: ${problem.message}`)], 'warning'), ...placeOf(part, problem)];
  if (problem.suggestion === undefined) return reply(blocks);
  const meant = parts.with(at, problem.suggestion).join(', ');
  return reply([...blocks, didYouMean(meant)], { actions: [useAction(meant, 'subscribe')] });
}

function tooMany(before: number, { place }: Caller): Reply {
  const { name, follows } = subjectOf(place);
  const left = `${name} ${follows} ${counted(before, 'topic')}, and ${MOST_TOPICS} is the limit.`;
  return reply([text([{ text: `Nothing was changed. ${left} Unsubscribe from some first.` }], 'warning')]);
}

async function alreadyFollowed(
  topics: readonly NamedTopic[],
  before: readonly Subscription[],
  caller: Caller,
  context: Needs,
): Promise<Reply> {
  const { name, follows } = subjectOf(caller.place);
  const blocks = topics.map(({ meaning, name: typedName }, i) => {
    const at = before.findIndex((topic) => topic.meaning === meaning);
    const topic = before[at] as Subscription;
    const end = i === topics.length - 1 ? '. Nothing was changed.' : '.';
    const how: Line =
      typedName === undefined
        ? []
        : [{ text: ' To name it, type ' }, ...code(`/papers name #${at + 1} ${typedName}`), { text: '.' }];
    return text([
      { text: `${name} already ${follows} ` },
      ...titleOf(topic),
      { text: ` (#${at + 1}, subscribed by ${topic.by.name})${end}` },
      ...how,
    ]);
  });
  const actions = topicActions(caller.channel.id, context);
  return reply([...blocks, text(await nextPost(caller, context), 'quiet')], { actions });
}
